// What each service gets of one small message, byte for byte: tests/data/notify/<kind>.txt. Run
// with EVENKEEL_WRITE_GOLDEN=1 to write them anew, and read the difference.
#include "notify/channel/channel_stage.hpp"
#include "notify/channel/ready_settings.hpp"
#include "notify/render/sample_messages.hpp"
#include "support/catch.hpp"
#include "support/time_zone.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

using channel_stage::made;
using channel_stage::ready_settings;
using channel_stage::RecordingServer;
using channel_stage::Seen;
using channel_stage::settings_for;

namespace {

notify::Message small_problem() {
  auto message = sample_messages::problem();
  message.title = "shop/web <is> unhealthy & more";
  message.items.resize(1);
  message.items[0].why.resize(1);
  message.items[0].done.resize(1);
  message.mentioned.clear();
  return message;
}

std::string shown(const Seen& seen) {
  static const std::set<std::string> passing{"host", "accept", "content-length", "user-agent",
                                             "x-evenkeel-signature"};
  auto text = seen.method + " " + seen.path + "\n";
  for (const auto& [name, value] : seen.headers)
    if (!passing.contains(name)) text += name + ": " + value + "\n";
  const auto json = nlohmann::ordered_json::parse(seen.body, nullptr, false);
  return text + "\n" + (json.is_discarded() ? seen.body : json.dump(2)) + "\n";
}

std::string written(const std::string& type, const notify::Message& message) {
  RecordingServer server;
  const auto channel = made(type, settings_for(type, server.url()));
  CHECK(channel->send(message, {}).outcome == notify::SendOutcome::delivered);
  std::string text;
  for (const auto& seen : server.take()) text += shown(seen);
  return text;
}

}  // namespace

TEST_CASE("every service gets a message in its own form") {
  const support::TimeZone utc("UTC");
  for (const auto& [type, keys] : ready_settings) {
    if (type == "alertmanager") continue;  // is fed: alertmanager_test.cpp
    CAPTURE(type);
    auto text = written(type, small_problem());
    if (type == "pagerduty" || type == "opsgenie")
      text += written(type, sample_messages::resolved());
    const auto path = EVENKEEL_TEST_DATA "/notify/" + type + ".txt";
    if (std::getenv("EVENKEEL_WRITE_GOLDEN") != nullptr) std::ofstream(path) << text;
    std::ostringstream golden;
    golden << std::ifstream(path).rdbuf();
    CHECK(text == golden.str());
  }
}
