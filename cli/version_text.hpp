// What `evenkeel version` prints.
#pragma once

#include <string>

namespace cli {

struct VersionText {
  std::string client, agent;  // agent: "" where it did not answer
  std::string problem;        // why it did not
};

std::string version_lines(const VersionText& version);
std::string version_json(const VersionText& version);

}  // namespace cli
