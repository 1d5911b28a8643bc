#include "cli/world.hpp"

#include "cli/noted_output.hpp"
#include "core/places.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <iostream>

extern char** environ;

namespace cli {
namespace {

constexpr int width_default = 80;

std::map<std::string, std::string> whole_environment() {
  std::map<std::string, std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const auto equals = text.find('=');
    if (equals != text.npos) out.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return out;
}

int terminal_width() {
  winsize size = {};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return width_default;
}

// Both live to the end of the process, as what they write to does.
NotedOutput& noted_output() {
  static NotedOutput output(*std::cout.rdbuf());
  return output;
}

std::ostream& standard_output() {
  static std::ostream stream(&noted_output());
  return stream;
}

void wait_for(core::Milliseconds time) { (void)::poll(nullptr, 0, static_cast<int>(time.count())); }

}  // namespace

std::string World::variable(const std::string& name) const {
  const auto found = environment.find(name);
  return found == environment.end() ? "" : found->second;
}

void occupy_standard_descriptors() {
  // The wrong way round, so that reading and writing fail as they would of a closed one.
  constexpr std::array ways = {O_WRONLY, O_RDONLY, O_RDONLY};
  for (int number = 0; number < static_cast<int>(ways.size()); ++number) {
    if (::fcntl(number, F_GETFD) == -1 && errno == EBADF)
      (void)::open("/dev/null", ways[static_cast<std::size_t>(number)]);
  }
}

World real_world() {
  std::error_code unknown;
  const auto directory = std::filesystem::current_path(unknown);
  return {.out = standard_output(),
          .err = std::cerr,
          .in = std::cin,
          .in_is_terminal = ::isatty(STDIN_FILENO) == 1,
          .out_is_terminal = ::isatty(STDOUT_FILENO) == 1,
          .width = terminal_width,
          .environment = whole_environment(),
          .current_directory = unknown ? "/" : directory.string(),
          .own_socket = core::own_places().socket(),
          .system_socket = core::system_places().socket(),
          .exchange = core::http_exchange,
          .now = [] { return core::SystemClock().now(); },
          .pause = wait_for,
          .write_error = [] { return noted_output().error(); },
          .open_screen = open_screen};
}

}  // namespace cli
