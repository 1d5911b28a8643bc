#include "model/exit_code.hpp"

#include <array>
#include <string_view>

namespace model {
namespace {

struct Meaning {
  int code;
  std::string_view text;
};

constexpr std::array<Meaning, 12> meanings = {{
    {125, "the engine could not run it"},
    {126, "its command cannot be executed"},
    {127, "its command was not found, or could not be started"},
    {128, "it could not be started"},
    {130, "interrupted (SIGINT)"},
    {131, "quit (SIGQUIT)"},
    {134, "it aborted (SIGABRT)"},
    {135, "bus error (SIGBUS)"},
    {137, "killed (SIGKILL): by hand, by a stop that took too long, or by the kernel"},
    {139, "it crashed (SIGSEGV)"},
    {143, "ended by SIGTERM"},
    {255, "the engine or the host died under it, unless the program itself says so"},
}};

}  // namespace

bool died_of_memory(int exit_code, bool oom_killed) {
  return oom_killed && exit_code == killed_exit_code;
}

std::string exit_meaning(int exit_code, bool oom_killed) {
  if (died_of_memory(exit_code, oom_killed)) return "it ran out of memory";
  for (const auto& [code, text] : meanings)
    if (code == exit_code) return std::string(text);
  const int signal = exit_code - 128;
  if (signal > 0 && signal < 65) return "ended by signal " + std::to_string(signal);
  return oom_killed && exit_code != 0 ? "something in it had run out of memory" : "";
}

}  // namespace model
