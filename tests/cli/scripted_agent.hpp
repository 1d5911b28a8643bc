// A process that answers as an agent does: tests/cli/agent_stub.py, for as long as this lives.
#pragma once

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

extern char** environ;

namespace cli_test {

class ScriptedAgent {
 public:
  ScriptedAgent() {
    std::vector<std::string> arguments{"python3", EVENKEEL_SOURCE "/tests/cli/agent_stub.py",
                                       socket()};
    std::vector<char*> pointers;
    for (auto& text : arguments) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    REQUIRE(::posix_spawnp(&pid_, "python3", nullptr, nullptr, pointers.data(), environ) == 0);
    for (int i = 0; i < 1000 && !std::filesystem::exists(socket()); ++i)
      (void)::poll(nullptr, 0, 10);
    REQUIRE(std::filesystem::exists(socket()));
  }
  ~ScriptedAgent() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ScriptedAgent(const ScriptedAgent&) = delete;

  std::string socket() const { return (dir_.path() / "a.sock").string(); }

 private:
  support::TempDir dir_;
  pid_t pid_ = 0;
};

}  // namespace cli_test
