#include "notify/channel/alertmanager/alertmanager.hpp"

#include "core/io/curl_http_client.hpp"
#include "core/time_text.hpp"
#include "notify/channel/alertmanager/real_alertmanager.hpp"
#include "notify/channel/channel_stage.hpp"
#include "notify/render/sample_messages.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

using namespace std::chrono_literals;
using channel_stage::read_channel;
using channel_stage::RecordingServer;
using nlohmann::json;
using notify::AlertNow;
using notify::SendOutcome;
using notify::alertmanager::format;
using notify::alertmanager::PostedAlerts;
using notify::alertmanager::Settings;

namespace {

const core::WallTime now = core::parse_rfc3339("2026-01-31T09:40:00Z").value();

AlertNow firing() { return {sample_messages::unhealthy_item(), now + 3min}; }

json formatted(const std::vector<AlertNow>& alerts, PostedAlerts& posted,
               const Settings& settings = {}, core::WallTime at = now) {
  auto all = json::array();
  for (const auto& body : format(alerts, "nas", settings, at, posted)) {
    for (const auto& alert : json::parse(body)) all.push_back(alert);
  }
  return all;
}

}  // namespace

TEST_CASE("what fires is posted with its labels and an end that is to come") {
  PostedAlerts posted;
  Settings settings;
  settings.labels = {{"site", "home"}, {"host", "other"}};
  const auto all = formatted({firing()}, posted, settings);
  REQUIRE(all.size() == 1);
  CHECK(all[0].at("labels") == json({{"alertname", "EvenkeelIncident"},
                                     {"host", "other"},
                                     {"key", "incident/7"},
                                     {"severity", "critical"},
                                     {"deployment", "shop"},
                                     {"service", "web"},
                                     {"fingerprint", "unhealthy"},
                                     {"site", "home"}}));
  CHECK(all[0].at("startsAt") == "2026-01-31T09:30:00.000Z");
  CHECK(all[0].at("endsAt") == "2026-01-31T09:43:00.000Z");
  const auto& annotations = all[0].at("annotations");
  CHECK(annotations.at("summary") == "shop/web is unhealthy: its health check fails");
  CHECK(annotations.at("command") == "evenkeel explain shop/web");
  CHECK(posted.size() == 1);
}

TEST_CASE("what is over is posted with its end, and forgotten") {
  PostedAlerts posted;
  formatted({firing()}, posted);
  auto over = firing();
  over.item.firing = false;
  over.item.ended = now - 1min;
  const auto all = formatted({over}, posted);
  REQUIRE(all.size() == 1);
  CHECK(all[0].at("endsAt") == "2026-01-31T09:39:00.000Z");
  CHECK(posted.empty());
  CHECK(formatted({}, posted).empty());
}

TEST_CASE("an alert whose labels change ends under its former ones") {
  PostedAlerts posted;
  auto alert = firing();
  alert.item.severity = model::Severity::warning;
  formatted({alert}, posted);
  alert.item.severity = model::Severity::critical;
  const auto all = formatted({alert}, posted);
  REQUIRE(all.size() == 2);
  CHECK(all[0].at("labels").at("severity") == "warning");
  CHECK(all[0].at("endsAt") == core::rfc3339(now));
  CHECK(all[1].at("labels").at("severity") == "critical");
  CHECK(formatted({alert}, posted).size() == 1);
}

TEST_CASE("what is not told of any more ends") {
  PostedAlerts posted;
  formatted({firing()}, posted);
  const auto all = formatted({}, posted);
  REQUIRE(all.size() == 1);
  CHECK(all[0].at("endsAt") == core::rfc3339(now));
  CHECK(posted.empty());
}

TEST_CASE("many alerts go in several posts, each of them bounded") {
  std::vector<AlertNow> alerts;
  for (int i = 0; i < 1'200; ++i) {
    alerts.push_back(firing());
    alerts.back().item.key = "incident/" + std::to_string(i);
  }
  PostedAlerts posted;
  const auto bodies = format(alerts, "nas", {}, now, posted);
  REQUIRE(bodies.size() == 3);
  CHECK(json::parse(bodies[0]).size() == 500);
  CHECK(json::parse(bodies[2]).size() == 200);
}

TEST_CASE("a post of long alerts is no larger than a proxy takes") {
  std::vector<AlertNow> alerts;
  for (int i = 0; i < 200; ++i) {
    alerts.push_back(firing());
    alerts.back().item.key = "incident/" + std::to_string(i);
    alerts.back().item.why.assign(6, std::string(1'900, 'x'));
    alerts.back().item.what = std::string(1'900, '"');
  }
  PostedAlerts posted;
  std::size_t count = 0;
  for (const auto& body : format(alerts, "nas", {}, now, posted)) {
    CHECK(body.size() <= notify::alertmanager::post_bytes_max);
    count += json::parse(body).size();
  }
  CHECK(count == 200);
}

TEST_CASE("nasty texts are valid alerts") {
  PostedAlerts posted;
  for (const auto& item : sample_messages::nasty().items) {
    const auto all = formatted({{item, now + 3min}}, posted);
    for (const auto& [name, value] : all[0].at("annotations").items())
      CHECK(value.get<std::string>().size() <= 4 * 2'000);
  }
}

TEST_CASE("a feed posts to every server, and one that takes it is enough") {
  RecordingServer good, bad(RecordingServer::reply("500 Internal Server Error", "down"));
  const auto read = read_channel(
      "alertmanager", "{urls: ['" + bad.url() + "', '" + good.url() + "'], allow_private: true}");
  REQUIRE(read.settings);
  const auto feed = read.settings->make_feed();
  const auto answer = feed->post({firing()}, "nas", {});
  CHECK(answer.outcome == SendOutcome::delivered);
  CHECK(answer.text == "HTTP 200: {}; 1 of 2 servers, as one says: HTTP 500: down");
  CHECK(good.take().size() == 1);
  CHECK(bad.take().size() == 1);
  CHECK(feed->post({firing()}, "nas", {}).outcome == SendOutcome::delivered);
  CHECK(read.settings->make()->send(sample_messages::problem(), {}).text ==
        "told by what is posted each minute");
  CHECK(good.take().size() == 1);
}

TEST_CASE("what was not taken is posted again as if it had not been tried") {
  RecordingServer bad(RecordingServer::reply("503 Service Unavailable", ""));
  const auto read = read_channel("alertmanager", "{url: '" + bad.url() + "', allow_private: true}");
  const auto feed = read.settings->make_feed();
  CHECK(feed->post({firing()}, "nas", {}).outcome == SendOutcome::retry);
  // Nothing was taken, hence nothing has to be ended.
  CHECK(feed->post({}, "nas", {}).text == "nothing fires");
}

TEST_CASE("mistakes in an Alertmanager are named") {
  CHECK(read_channel("alertmanager", "{url: 'http://a', urls: ['http://b'], labels: {a-b: c}}")
            .mistakes ==
        "c.labels: expected a name of letters, digits and _, found 'a-b'\n"
        "c.urls: expected one of 'url' and 'urls', found both");
  CHECK(read_channel("alertmanager", "{urls: [ftp://b]}").mistakes ==
        "c.urls: expected 1 to 8 addresses\n"
        "c.urls[0]: expected http://HOST/... or https://HOST/..., found another text");
  CHECK(read_channel("alertmanager", "{}").mistakes ==
        "c: expected the key 'url', which is missing");
}

// Debian's prometheus-alertmanager; where it is absent this says so and tests nothing.
TEST_CASE("a real Alertmanager receives what fires, and resolves it") {
  const channel_stage::RealAlertmanager server;
  if (!server.is_there()) return;
  const auto read =
      read_channel("alertmanager", "{url: '" + server.url() + "', allow_private: true}");
  auto test = sample_messages::problem();
  test.kind = notify::MessageKind::test;
  const auto tested = read.settings->make()->send(test, {});
  CHECK(tested.outcome == SendOutcome::delivered);
  CHECK(tested.text.starts_with("HTTP 200"));
  const auto feed = read.settings->make_feed();
  auto alert = firing();
  const auto real_now = core::SystemClock().now().wall;
  alert.item.since = real_now - 10min;
  alert.ends_at = real_now + 3min;
  REQUIRE(feed->post({alert}, "nas", {}).outcome == SendOutcome::delivered);
  auto active = server.alerts();
  REQUIRE(active.size() == 1);
  CHECK(active[0].at("labels").at("key") == "incident/7");
  CHECK(active[0].at("annotations").at("command") == "evenkeel explain shop/web");
  alert.item.severity = model::Severity::warning;
  REQUIRE(feed->post({alert}, "nas", {}).outcome == SendOutcome::delivered);
  active = server.alerts();
  REQUIRE(active.size() == 1);
  CHECK(active[0].at("labels").at("severity") == "warning");
  alert.item.firing = false;
  alert.item.ended = real_now - 1s;
  REQUIRE(feed->post({alert}, "nas", {}).outcome == SendOutcome::delivered);
  CHECK(server.alerts().empty());
}
