#include "cli/screen.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>

namespace cli {
namespace {

constexpr std::string_view enter_text = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[H\x1b[2J";
constexpr std::string_view leave_text = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l";
constexpr std::array ending = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGABRT};
constexpr ScreenSize size_default{80, 24};
constexpr int patience_ms = 500;

// What the signal handlers need: a signal may come at any time, and no destructor runs then.
termios as_before;
termios while_shown;
volatile sig_atomic_t is_taken = 0;
volatile sig_atomic_t is_resumed = 0;  // somebody else may have had the terminal meanwhile
std::array<struct sigaction, ending.size()> ending_before;
struct sigaction stop_before, continue_before;

// Only what POSIX calls async-signal-safe from here to the last handler. `patience`: how long to
// wait for a terminal that takes nothing in, in milliseconds; -1: for ever.
bool write_all(std::string_view text, int patience) {
  while (!text.empty()) {
    pollfd room{STDOUT_FILENO, POLLOUT, 0};
    const int ready = ::poll(&room, 1, patience);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return false;
    const auto written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// A job in the background would be stopped for touching it; without job control it is ours.
bool is_in_foreground() {
  const auto group = ::tcgetpgrp(STDIN_FILENO);
  return group == -1 || group == ::getpgrp();
}

void give_back_terminal() {
  if (is_taken == 0 || !is_in_foreground()) return;
  (void)write_all(leave_text, patience_ms);
  ::tcsetattr(STDIN_FILENO, TCSANOW, &as_before);
  is_taken = 0;
}

extern "C" void give_back_and_end(int signal) {
  give_back_terminal();
  for (std::size_t i = 0; i < ending.size(); ++i) {
    if (ending[i] == signal) ::sigaction(signal, &ending_before[i], nullptr);
  }
  ::raise(signal);  // waits until this handler has returned
}

extern "C" void give_back_and_stop(int signal) {
  const int problem = errno;
  give_back_terminal();
  struct sigaction stop_again = {};
  ::sigaction(signal, &stop_before, &stop_again);
  sigset_t this_one;
  ::sigemptyset(&this_one);
  ::sigaddset(&this_one, signal);
  ::raise(signal);
  ::sigprocmask(SIG_UNBLOCK, &this_one, nullptr);  // here it stops
  ::sigprocmask(SIG_BLOCK, &this_one, nullptr);
  ::sigaction(signal, &stop_again, nullptr);
  is_resumed = 1;
  errno = problem;
}

extern "C" void note_resumed(int) { is_resumed = 1; }

// None of the handlers is interrupted by another.
struct sigaction action_of(void (*handler)(int)) {
  struct sigaction action = {};
  action.sa_handler = handler;
  ::sigemptyset(&action.sa_mask);
  for (const int signal : ending) ::sigaddset(&action.sa_mask, signal);
  ::sigaddset(&action.sa_mask, SIGTSTP);
  ::sigaddset(&action.sa_mask, SIGCONT);
  return action;
}

// What was ignored stays so, as nohup wants it.
void catch_signal(int signal, void (*handler)(int), struct sigaction& before) {
  const auto action = action_of(handler);
  ::sigaction(signal, &action, &before);
  if (before.sa_handler == SIG_IGN) ::sigaction(signal, &before, nullptr);
}

void catch_signals() {
  for (std::size_t i = 0; i < ending.size(); ++i)
    catch_signal(ending[i], give_back_and_end, ending_before[i]);
  catch_signal(SIGTSTP, give_back_and_stop, stop_before);
  catch_signal(SIGCONT, note_resumed, continue_before);
}

void leave_signals_alone() {
  ::sigaction(SIGCONT, &continue_before, nullptr);
  ::sigaction(SIGTSTP, &stop_before, nullptr);
  for (std::size_t i = 0; i < ending.size(); ++i)
    ::sigaction(ending[i], &ending_before[i], nullptr);
}

// Out of the background it stops here, until it is in the foreground.
void take_terminal() {
  is_resumed = 0;
  is_taken = 1;
  ::tcsetattr(STDIN_FILENO, TCSANOW, &while_shown);
  (void)write_all(enter_text, patience_ms);
}

class Terminal final : public Screen {
 public:
  Terminal() {
    catch_signals();
    take_terminal();
  }
  ~Terminal() override {
    give_back_terminal();
    leave_signals_alone();
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  ScreenSize size() override {
    winsize size = {};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
      return size_default;
    return {size.ws_col, size.ws_row};
  }

  bool draw(const std::string& text) override {
    if (is_resumed != 0) take_terminal();
    return write_all(text, -1);
  }

  Typed wait(core::Milliseconds limit) override {
    pollfd typed{STDIN_FILENO, POLLIN, 0};
    if (::poll(&typed, 1, static_cast<int>(limit.count())) <= 0) return {};
    std::array<char, 256> bytes = {};
    const auto count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
    if (count > 0) return {{bytes.data(), static_cast<std::size_t>(count)}, false};
    return {"", count == 0 || errno != EINTR};
  }
};

}  // namespace

core::Result<std::unique_ptr<Screen>> open_screen() {
  if (::tcgetattr(STDIN_FILENO, &as_before) != 0 || ::isatty(STDOUT_FILENO) != 1)
    return core::Error{core::Errc::io, "no terminal: " + std::generic_category().message(errno)};
  while_shown = as_before;
  // The signals of keys (Ctrl-C, Ctrl-Z) stay; Ctrl-S would hold up what gives the terminal back.
  while_shown.c_iflag &= ~static_cast<tcflag_t>(IXON);
  while_shown.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  while_shown.c_cc[VMIN] = 1;
  while_shown.c_cc[VTIME] = 0;
  return std::unique_ptr<Screen>(std::make_unique<Terminal>());
}

}  // namespace cli
