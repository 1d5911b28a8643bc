// A terminal that a test types into and reads from, with a program in its foreground. As under a
// shell, the program is a job: what stops it gives the terminal back to the shell.
#pragma once

#include "core/clock.hpp"

#include <sys/types.h>
#include <termios.h>

#include <functional>
#include <string>

namespace cli_test {

class PseudoTerminal {
 public:
  PseudoTerminal(unsigned short columns, unsigned short lines);
  ~PseudoTerminal();  // kills what still runs
  PseudoTerminal(const PseudoTerminal&) = delete;
  PseudoTerminal& operator=(const PseudoTerminal&) = delete;

  // Runs it in a process of its own; what it returns is the exit code.
  void run(const std::function<int()>& program);
  void type(const std::string& bytes);
  void resize(unsigned short columns, unsigned short lines);
  void kill(int signal);
  // Waits until this has been written since the last call; false after ten seconds.
  bool shows(const std::string& text);
  // Waits until the shell has the terminal again, as after Ctrl-Z; false after ten seconds.
  bool is_stopped();
  void go_on();
  // Waits for its end: the exit code, or 128 and the signal; -1 after ten seconds.
  int ended();

  // All that was written so far.
  const std::string& written() const { return written_; }
  // Whether it looks as at the begin: lines are edited, and what is typed is seen.
  bool is_as_before() const;

 private:
  void read_some();

  int controller_ = -1, terminal_ = -1, to_shell_ = -1, from_shell_ = -1;
  pid_t shell_ = 0, job_ = 0;
  termios at_begin_ = {};
  std::string written_;
  std::size_t looked_at_ = 0;
};

}  // namespace cli_test
