#include "notify/rounds.hpp"

#include "core/io/atomic_file.hpp"
#include "fakes/manual_clock.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"
#include "support/temp_dir.hpp"

#include <boost/asio/io_context.hpp>

#include <deque>

namespace {

class EventList final : public notify::EventSink {
 public:
  void record(model::Event event) override { events.push_back(std::move(event)); }
  std::vector<model::Event> events;
};

struct Tour {
  void beat() { support::run(io, rounds.beat()); }
  void write() { support::run(io, rounds.write_report()); }

  boost::asio::io_context io{1};
  fakes::ManualClock clock;
  EventList sink;
  std::vector<core::HttpRequest> asked;
  std::deque<core::Result<core::HttpResponse>> answers;
  std::string report = R"({"ok":true})";
  notify::Rounds rounds{sink, clock, io.get_executor(), [this] { return report; },
                        [this](const core::HttpRequest& request) {
                          asked.push_back(request);
                          auto answer = answers.front();
                          answers.pop_front();
                          return answer;
                        }};
};

core::Result<core::HttpResponse> status(int code) {
  core::HttpResponse response;
  response.status = code;
  return response;
}

}  // namespace

TEST_CASE("a heartbeat is a short GET that stops with the agent") {
  Tour tour;
  tour.beat();
  CHECK(tour.asked.empty());  // none is configured
  tour.rounds.configure({"https://hc.example.org/abc", std::chrono::minutes(1)}, "");
  tour.answers = {status(200)};
  tour.beat();
  REQUIRE(tour.asked.size() == 1);
  const auto& request = tour.asked[0];
  CHECK(request.method == "GET");
  CHECK(request.url == "https://hc.example.org/abc");
  CHECK(request.timeout <= std::chrono::seconds(10));
  CHECK(request.body_bytes_max <= 64 * 1024);
  CHECK(request.on_idle());
  tour.rounds.request_stop();
  CHECK_FALSE(request.on_idle());
  CHECK(tour.sink.events.empty());
}

TEST_CASE("a heartbeat that fails is said once, and again only after it had worked") {
  Tour tour;
  tour.rounds.configure({"https://hc.example.org/abc", std::chrono::minutes(1)}, "");
  tour.answers = {core::Error{core::Errc::unavailable, "no route"}, status(500), status(404),
                  status(204), status(503)};
  for (int i = 0; i < 5; ++i) tour.beat();
  REQUIRE(tour.sink.events.size() == 2);
  CHECK(tour.sink.events[0].type == "notification.failed");
  CHECK(tour.sink.events[0].message ==
        "The heartbeat cannot be sent: no route. It is tried again.");
  CHECK(tour.sink.events[1].message.find("HTTP 503") != std::string::npos);
  CHECK(tour.sink.events[1].message.find("abc") == std::string::npos);
}

TEST_CASE("the health report is a whole file, and trouble with it is said once") {
  Tour tour;
  support::TempDir dir;
  tour.write();
  const auto file = dir.path() / "health.json";
  tour.rounds.configure({}, file.string());
  tour.write();
  CHECK(core::read_file(file, 1000).value() == R"({"ok":true})");
  tour.report = R"({"ok":false})";
  tour.write();
  CHECK(core::read_file(file, 1000).value() == R"({"ok":false})");
  CHECK(tour.sink.events.empty());
  tour.rounds.configure({}, (dir.path() / "missing" / "health.json").string());
  tour.write();
  tour.write();
  REQUIRE(tour.sink.events.size() == 1);
  CHECK(tour.sink.events[0].message.starts_with("The health report cannot be"));
}
