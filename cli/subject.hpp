// DEPLOYMENT[/SERVICE] as it is written on the command line.
#pragma once

#include "cli/failure.hpp"

#include <string>

namespace cli {

struct Subject {
  std::string deployment, service;  // service: "" = all of it
  std::string text() const { return service.empty() ? deployment : deployment + "/" + service; }
  bool operator==(const Subject&) const = default;
};

Expected<Subject> parse_subject(const std::string& text);
// Where only a deployment makes sense.
Expected<std::string> parse_deployment(const std::string& text);

}  // namespace cli
