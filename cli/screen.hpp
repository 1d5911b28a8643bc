// The terminal as a picture that is drawn again and again, for commands that somebody looks at and
// types into.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace cli {

struct ScreenSize {
  std::size_t width = 80, height = 24;
  bool operator==(const ScreenSize&) const = default;
};

struct Typed {
  std::string bytes;     // as the terminal sends them
  bool is_over = false;  // nobody will type any more
};

class Screen {
 public:
  virtual ~Screen() = default;
  virtual ScreenSize size() = 0;  // now; at least 1 each
  // False where it cannot be written any more.
  virtual bool draw(const std::string& text) = 0;
  // Comes back once something was typed, at the latest after `limit`; before that too, where a
  // signal came in between.
  virtual Typed wait(core::Milliseconds limit) = 0;
};

// Takes the terminal of standard input and output for as long as the screen lives, of which there
// is one at a time: another page, no cursor, no wrapping, and what is typed comes at once and
// unseen. However the process ends but by SIGKILL (Ctrl-C, SIGTERM, SIGHUP, SIGQUIT, SIGABRT), the
// terminal is as before: the signal then does what it would have done without us. Ctrl-Z gives it
// back until the process goes on. Errors: io (no terminal).
core::Result<std::unique_ptr<Screen>> open_screen();

}  // namespace cli
