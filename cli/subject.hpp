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

// What is returned can stand in an address of the API. An empty name, `.` and `..` are wrong usage:
// each would lead to the address of something larger than what was meant.
Expected<Subject> parse_subject(const std::string& text);
// Where only a deployment makes sense.
Expected<std::string> parse_deployment(const std::string& text);
// Where a service is an argument of its own.
Expected<std::string> parse_service(const std::string& text);
// The number of a thing that has no name; `of`: "an incident".
Expected<std::string> parse_number(const std::string& text, const char* of);

}  // namespace cli
