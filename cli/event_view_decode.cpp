#include "cli/event_view.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cli {
namespace {

std::string padded(const std::string& text, std::size_t columns) {
  const auto used = columns_of(text);
  return text + std::string(columns - std::min(columns, used), ' ');
}

std::string subject_of(const EventText& event) {
  if (event.service.empty()) return event.deployment.empty() ? "host" : event.deployment;
  return event.deployment + "/" + event.service;
}

}  // namespace

std::string event_line(const EventText& event, const Surface& surface) {
  const auto tone = tone_of_severity(event.severity);
  auto line = padded(std::to_string(event.id), 6) + "  " + local_time(event.at) + "  " +
              painted(padded(event.severity, 8), tone, surface.color) + "  " +
              padded(printable(event.type), 24) + "  " + padded(printable(subject_of(event)), 16) +
              "  " + printable(event.message);
  return line + "\n";
}

std::string gap_line(const std::string& data) {
  const auto json = nlohmann::json::parse(data, nullptr, false);
  const auto number = [&](const char* key) {
    const bool known = json.is_object() && json.contains(key) && json[key].is_number_integer();
    return known ? std::to_string(json[key].get<long long>()) : "?";
  };
  return "evenkeel: events from " + number("from") + " to " + number("to") +
         " are missing here: they are no longer kept, or came faster than they were read\n";
}

}  // namespace cli
