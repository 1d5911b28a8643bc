// `evenkeel top` on a terminal: looks, draws, obeys keys, until somebody ends it.
#pragma once

#include "cli/command.hpp"
#include "cli/screen.hpp"
#include "cli/subject.hpp"
#include "cli/top/keys.hpp"
#include "cli/top/look.hpp"
#include "cli/top/state.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cli {

struct TopWanted {
  std::optional<Subject> subject;
  TopSort sort = TopSort::cpu;
  core::Milliseconds interval{2'000};

  std::string service() const { return subject ? subject->service : ""; }
};

class LiveTop {
 public:
  // `first`: what was seen already. All must outlive it.
  LiveTop(Session& session, Screen& screen, const TopWanted& wanted, const TopReply& first);

  // Ends by a key, by a signal, or with the terminal.
  Outcome run();

 private:
  void draw();
  // Waits for a key at most so long and obeys; draws where that, or the size of the terminal,
  // changed the picture.
  void hear(core::Milliseconds limit);
  void look();
  // The sparklines that are seen, some in each turn, each once: a list that is long, or an agent
  // that is slow, does not hold up the keys. False where there is nothing left to do now.
  bool prime_some();
  void prime(const std::string& name);
  GoOn until_quit();

  Session& session_;
  Screen& screen_;
  const TopWanted& wanted_;
  TopState state_;
  TopKeyReader keys_;
  ScreenSize drawn_size_;
  std::size_t rows_seen_ = 0;
  std::vector<std::string> traced_;
  bool over_ = false, can_prime_ = true;
};

}  // namespace cli
