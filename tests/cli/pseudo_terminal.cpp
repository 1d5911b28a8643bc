#include "cli/pseudo_terminal.hpp"

#include "support/catch.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstring>

namespace cli_test {
namespace {

constexpr int tries = 1'000, pause_ms = 10;

// What the shell tells: the number of its job, that it was stopped, or how it ended.
struct Word {
  char kind = 0;  // 'j', 's', 'e'
  int value = 0;
};

void say(int to, char kind, int value) {
  const Word word{kind, value};
  (void)!::write(to, &word, sizeof word);
}

bool hear(int from, Word& word, int patience_ms) {
  pollfd ready{from, POLLIN, 0};
  return ::poll(&ready, 1, patience_ms) == 1 && ::read(from, &word, sizeof word) == sizeof word;
}

void give_terminal_to(pid_t group) {
  ::signal(SIGTTOU, SIG_IGN);
  ::tcsetpgrp(STDIN_FILENO, group);
  ::signal(SIGTTOU, SIG_DFL);
}

// The test has handlers of its own, and what started it may ignore some.
void reset_signals() {
  for (const int signal : {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGABRT, SIGTSTP, SIGTTIN, SIGTTOU})
    ::signal(signal, SIG_DFL);
}

[[noreturn]] void be_job(const std::function<int()>& program) {
  reset_signals();
  ::setpgid(0, 0);
  give_terminal_to(::getpid());
  ::_exit(program());
}

// A shell with one job, which it lets go on when a byte comes.
[[noreturn]] void be_shell(int from_test, int to_test, const std::function<int()>& program) {
  const auto job = ::fork();
  if (job == 0) be_job(program);
  ::setpgid(job, job);
  say(to_test, 'j', job);
  for (int status = 0; ::waitpid(job, &status, WUNTRACED) == job;) {
    if (WIFSTOPPED(status)) {
      give_terminal_to(::getpid());
      say(to_test, 's', WSTOPSIG(status));
      char byte = 0;
      if (::read(from_test, &byte, 1) != 1) break;
      give_terminal_to(job);
      ::kill(job, SIGCONT);
      continue;
    }
    say(to_test, 'e', WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    break;
  }
  ::kill(-job, SIGKILL);
  ::_exit(0);
}

}  // namespace

PseudoTerminal::PseudoTerminal(unsigned short columns, unsigned short lines) {
  controller_ = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  REQUIRE(controller_ >= 0);
  REQUIRE(::grantpt(controller_) == 0);
  REQUIRE(::unlockpt(controller_) == 0);
  terminal_ = ::open(::ptsname(controller_), O_RDWR | O_NOCTTY | O_CLOEXEC);
  REQUIRE(terminal_ >= 0);
  REQUIRE(::tcgetattr(terminal_, &at_begin_) == 0);
  resize(columns, lines);
}

PseudoTerminal::~PseudoTerminal() {
  if (job_ > 0) ::kill(job_, SIGKILL);
  if (shell_ > 0) ::kill(shell_, SIGKILL);
  if (shell_ > 0) ::waitpid(shell_, nullptr, 0);
  for (const int each : {controller_, terminal_, to_shell_, from_shell_}) ::close(each);
}

void PseudoTerminal::run(const std::function<int()>& program) {
  std::array<int, 2> down = {}, up = {};
  REQUIRE(::pipe(down.data()) == 0);
  REQUIRE(::pipe(up.data()) == 0);
  shell_ = ::fork();
  REQUIRE(shell_ >= 0);
  if (shell_ == 0) {
    ::setsid();
    ::ioctl(terminal_, TIOCSCTTY, 0);
    for (int number = 0; number < 3; ++number) ::dup2(terminal_, number);
    be_shell(down[0], up[1], program);
  }
  ::close(down[0]);
  ::close(up[1]);
  to_shell_ = down[1];
  from_shell_ = up[0];
  Word word;
  REQUIRE(hear(from_shell_, word, tries * pause_ms));
  job_ = word.value;
}

void PseudoTerminal::type(const std::string& bytes) {
  REQUIRE(::write(controller_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
}

void PseudoTerminal::resize(unsigned short columns, unsigned short lines) {
  winsize size = {};
  size.ws_col = columns;
  size.ws_row = lines;
  REQUIRE(::ioctl(controller_, TIOCSWINSZ, &size) == 0);
}

void PseudoTerminal::kill(int signal) { ::kill(job_, signal); }

void PseudoTerminal::read_some() {
  pollfd ready{controller_, POLLIN, 0};
  if (::poll(&ready, 1, pause_ms) != 1) return;
  std::array<char, 4096> bytes = {};
  const auto count = ::read(controller_, bytes.data(), bytes.size());
  if (count > 0) written_.append(bytes.data(), static_cast<std::size_t>(count));
}

bool PseudoTerminal::shows(const std::string& text) {
  for (int i = 0; i < tries; ++i) {
    const auto at = written_.find(text, looked_at_);
    if (at != std::string::npos) {
      looked_at_ = at + text.size();
      return true;
    }
    read_some();
  }
  return false;
}

bool PseudoTerminal::is_stopped() {
  Word word;
  for (int i = 0; i < tries; ++i) {
    read_some();
    if (hear(from_shell_, word, 0)) return word.kind == 's';
  }
  return false;
}

void PseudoTerminal::go_on() { REQUIRE(::write(to_shell_, "g", 1) == 1); }

int PseudoTerminal::ended() {
  Word word;
  for (int i = 0; i < tries; ++i) {
    read_some();
    if (!hear(from_shell_, word, 0)) continue;
    REQUIRE(word.kind == 'e');
    job_ = 0;
    return word.value;
  }
  return -1;
}

bool PseudoTerminal::is_as_before() const {
  termios now = {};
  REQUIRE(::tcgetattr(terminal_, &now) == 0);
  return now.c_lflag == at_begin_.c_lflag && now.c_iflag == at_begin_.c_iflag &&
         now.c_oflag == at_begin_.c_oflag &&
         std::memcmp(now.c_cc, at_begin_.c_cc, sizeof now.c_cc) == 0;
}

}  // namespace cli_test
