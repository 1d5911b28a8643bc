#include "model/stop_signal.hpp"

#include <array>
#include <string>

namespace model {
namespace {

struct SignalNumber {
  std::string_view name;
  int number;
};
constexpr std::array<SignalNumber, 8> signal_numbers{{
    {"HUP", 1},
    {"INT", 2},
    {"QUIT", 3},
    {"KILL", 9},
    {"USR1", 10},
    {"USR2", 12},
    {"TERM", 15},
    {"WINCH", 28},
}};

}  // namespace

int signal_number(std::string_view name) {
  if (name.starts_with("SIG")) name.remove_prefix(3);
  for (const auto& [known, number] : signal_numbers) {
    if (name == known || name == std::to_string(number)) return number;
  }
  return 0;
}

}  // namespace model
