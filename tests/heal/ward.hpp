// A ward for incidents: services that a test makes ill and well, a book that watches them, and what
// it says.
#pragma once

#include "heal/book.hpp"

#include "fakes/manual_clock.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace ward {

using namespace std::chrono_literals;
using model::ServicePhase;

class Services final : public heal::Services {
 public:
  void each_service(const Each& each) const override {
    for (const auto& [subject, service] : all) each(service);
  }
  bool engine_is_away() const override { return away; }

  std::map<model::Subject, heal::ServiceNow> all;
  bool away = false;
};

// "shop/web"
inline model::Subject subject(const std::string& name) {
  const auto slash = name.find('/');
  if (slash == std::string::npos) return {name, "", ""};
  return {name.substr(0, slash), name.substr(slash + 1), ""};
}

inline model::Event event(const std::string& type, const std::string& of, std::string message = "",
                          std::string data = "{}") {
  const auto about = subject(of);
  model::Event event;
  event.type = type;
  event.deployment = about.deployment;
  event.service = about.service;
  event.message = message.empty() ? type : std::move(message);
  event.data = std::move(data);
  return event;
}

inline model::Event failed(const std::string& of, const std::string& fault,
                           const std::string& klass, const std::string& text,
                           const std::string& action = "start",
                           const std::string& object = "a-container") {
  return event("action.failed", of, action + " " + object + ": " + text,
               R"({"action":")" + action + R"(","object":")" + object +
                   R"(","because":"it exited with 1","detail":")" + text + R"(","fault":")" +
                   fault + R"(","fault_class":")" + klass + R"("})");
}

inline model::Event check(const std::string& type, const std::string& of, const std::string& name,
                          const std::string& criticality = "standard",
                          const std::string& ended = "well") {
  auto one = event(type, of, "the check `" + name + "`",
                   R"({"check":")" + (of.empty() ? name : of + "/" + name) +
                       R"(","type":"http","criticality":")" + criticality + R"(","ended":")" +
                       ended + R"("})");
  return one;
}

inline model::Event crashed(const std::string& of) {
  return event("service.exited", of, "it exited with 1", R"({"exit_code":1,"asked_for":false})");
}

class Ward {
 public:
  Ward() { add("shop/web"); }

  heal::ServiceNow& add(const std::string& name, std::vector<std::string> depends_on = {}) {
    auto& service = services.all[subject(name)];
    service.deployment = subject(name).deployment;
    service.service = subject(name).service;
    service.phase = ServicePhase::running;
    service.depends_on = std::move(depends_on);
    look();
    return service;
  }
  heal::ServiceNow& at(const std::string& name = "shop/web") {
    return services.all.at(subject(name));
  }

  // The event as it goes into the log.
  model::Event note(model::Event event) {
    event.at = clock.now().wall;
    auto noted = book.note(std::move(event), clock.now());
    take(std::move(noted.changes));
    return std::move(noted.event);
  }
  void look() { take(book.look(services, clock.now())); }
  // Time goes by, and the services are looked at meanwhile.
  void pass(core::Milliseconds time) {
    for (; time > 0ms; time -= 10s) {
      clock.advance(std::min<core::Milliseconds>(time, 10s));
      look();
    }
  }
  void take(heal::Changes changes) {
    for (auto& incident : changes.incidents) stored[incident.id] = std::move(incident);
    for (auto& event : changes.events) {
      said.push_back(event.type.substr(event.type.find('.') + 1));
      events.push_back(std::move(event));
    }
  }
  // What was said since it was last asked: "opened needs_operator".
  std::string news() {
    std::string text;
    for (const auto& each : said) text += (text.empty() ? "" : " ") + each;
    said.clear();
    return text;
  }
  const model::Incident& incident(model::IncidentId id = 1) const {
    return book.incidents().at(id).incident;
  }
  std::size_t open_count() const {
    return static_cast<std::size_t>(
        std::count_if(book.incidents().begin(), book.incidents().end(),
                      [](const auto& entry) { return entry.second.incident.is_open(); }));
  }

  fakes::ManualClock clock;
  Services services;
  heal::Book book{heal::Settings{}};
  std::map<model::IncidentId, model::Incident> stored;
  std::vector<model::Event> events;
  std::vector<std::string> said;
};

}  // namespace ward
