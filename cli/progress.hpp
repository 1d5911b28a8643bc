// What each service is doing while somebody waits: drawn in place on a terminal, a line for each
// change in a pipe, nothing with -o.
#pragma once

#include "cli/command.hpp"
#include "cli/view.hpp"

#include <map>
#include <string>
#include <vector>

namespace cli {

// One line a service: "web  pulling  12 of 30 MiB". Pure.
std::vector<std::string> progress_lines(const DeploymentText& seen, const std::string& indent);

class Progress {
 public:
  Progress(Session& session, std::string deployment);

  // Asks the agent and shows it; at most every half a second. What fails is not shown: the caller's
  // own request tells.
  void look();
  void show(const DeploymentText& seen);
  // Takes away what was drawn in place.
  void end();

 private:
  void draw(const std::vector<std::string>& lines);
  void print_changes(const DeploymentText& seen);

  Session& session_;
  std::string deployment_;
  core::MonoTime last_look_{};
  std::size_t drawn_ = 0;
  std::map<std::string, std::string> printed_;
};

}  // namespace cli
