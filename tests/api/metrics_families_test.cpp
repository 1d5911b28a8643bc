#include "api/ask.hpp"
#include "api/metrics_world.hpp"
#include "core/text.hpp"
#include "support/catch.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <set>

using ask::Asker;
using core::contains;
using metrics_test::World;

namespace {

std::string sample() {
  std::ifstream file(EVENKEEL_TEST_DATA "/api/metrics.txt");
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("the same facts give the same text, which promtool checks as well") {
  const World world;
  CHECK(world.text() == sample());
  CHECK(world.text() == world.text());
}

TEST_CASE("each family and each series is there once") {
  const World world;
  std::set<std::string> seen;
  for (const auto& line : core::split(world.text(), '\n')) {
    if (line.empty()) continue;
    CAPTURE(line);
    const bool header = line.starts_with("# ");
    const auto key = header ? line.substr(0, line.find(' ', 7)) : line.substr(0, line.rfind(' '));
    CHECK(seen.insert(key).second);
  }
}

TEST_CASE("what nobody knows is absent, and never 0") {
  World world;
  world.facts.host.reset();
  world.facts.disks.clear();
  world.facts.checks.clear();
  world.facts.incidents.reset();
  world.facts.deliveries.reset();
  world.facts.passes.reset();
  world.facts.engine_requests.clear();
  world.facts.containers.clear();
  world.facts.loop_lag.reset();
  world.facts.process = {};
  const auto text = world.text();
  for (const auto* prefix :
       {"evenkeel_host_", "evenkeel_disk_", "evenkeel_container_", "evenkeel_loop_lag",
        "evenkeel_check_", "evenkeel_incidents_", "evenkeel_notifications_", "evenkeel_outbox_",
        "evenkeel_reconcile_", "evenkeel_engine_request_", "process_cpu", "process_open",
        "process_resident"}) {
    CAPTURE(prefix);
    CHECK(!contains(text, prefix));
  }
}

TEST_CASE("a service of which nothing is known is neither up nor down") {
  World world;
  const auto text = world.text();
  CHECK(!contains(text, "evenkeel_service_up{deployment=\"blog\""));
  CHECK(
      contains(text, "evenkeel_service_intent_running{deployment=\"blog\",service=\"main\"} 1\n"));
  CHECK(contains(text, "evenkeel_deployment_phase{deployment=\"blog\",phase=\"unknown\"} 1\n"));
}

TEST_CASE("a check that is not known, or whose service does not run, is neither up nor down") {
  World world;
  const auto text = world.text();
  CHECK(contains(text, "evenkeel_check_up{check=\"backup\"} 0\n"));
  CHECK(contains(text, "evenkeel_check_up{check=\"shop/web/ready\"} 1\n"));
  CHECK(!contains(text, "evenkeel_check_up{check=\"gateway\""));
  CHECK(!contains(text, "evenkeel_check_up{check=\"blog/main/page\""));
}

TEST_CASE("GET /metrics shows how long passes and requests took, once there were some") {
  static constexpr std::array bounds = {std::chrono::milliseconds{5},
                                        std::chrono::milliseconds{100}};
  core::Durations passes{bounds};
  core::DurationsByName requests{{"GET", "POST"}, bounds};
  Asker asker;
  CHECK(!contains(asker("GET", "/metrics").text(), "_duration_seconds"));
  asker.world.backend.timings = {&passes, &requests};
  CHECK(!contains(asker("GET", "/metrics").text(), "_duration_seconds"));
  passes.add(std::chrono::milliseconds{2});
  passes.add(std::chrono::milliseconds{250});
  requests.add("POST", std::chrono::microseconds{1'500});
  const auto text = asker("GET", "/metrics").text();
  for (const auto* line :
       {"evenkeel_reconcile_duration_seconds_bucket{le=\"0.005\"} 1\n",
        "evenkeel_reconcile_duration_seconds_bucket{le=\"+Inf\"} 2\n",
        "evenkeel_reconcile_duration_seconds_sum 0.252\n",
        "evenkeel_engine_request_duration_seconds_count{method=\"POST\"} 1\n",
        "evenkeel_engine_request_duration_seconds_sum{method=\"POST\"} 0.0015\n"}) {
    CAPTURE(line);
    CHECK(contains(text, line));
  }
  CHECK(!contains(text, "method=\"GET\""));
}

TEST_CASE("a container without a name goes by its id") {
  World world;
  world.facts.containers = {metrics_test::a_container("", 1)};
  CHECK(contains(world.text(), "container=\"aaaaaaaaaaaa\"} 12.5\n"));
}

TEST_CASE("a hold on the host holds every service") {
  World world;
  world.facts.status.holds = {model::Hold{}};
  CHECK(!contains(world.text(), "evenkeel_service_held{deployment=\"shop\",service=\"web\"} 0\n"));
  CHECK(contains(world.text(), "evenkeel_service_held{deployment=\"blog\",service=\"main\"} 1\n"));
}

TEST_CASE("GET /metrics shows what the others know") {
  Asker asker;
  asker.world.latest.all = {metrics_test::a_container("shop-web-1", 1)};
  asker.world.spikes.open.resize(3);
  asker.world.reload.answer = core::invalid("evenkeel.yaml:3: api.listn: unknown key");
  const auto response = asker("GET", "/metrics");
  CHECK(response.status == 200);
  CHECK(response.content_type == "text/plain; version=0.0.4; charset=utf-8");
  for (const auto* line : {"evenkeel_build_info{version=\"0.1.0\"} 1\n", "evenkeel_engine_up 1\n",
                           "evenkeel_spikes_open 3\n", "evenkeel_config_last_reload_successful 0\n",
                           "evenkeel_service_up{deployment=\"shop\",service=\"web\"} 1\n",
                           "container=\"shop-web-1\"} 12.5\n", "\nprocess_cpu_seconds_total "}) {
    CAPTURE(line);
    CHECK(contains(response.text(), line));
  }
}

TEST_CASE("metrics are for who may read") {
  Asker asker;
  asker.peer = ask::network;
  CHECK(asker("GET", "/metrics").status == 401);
  asker.headers = {{"Authorization", "Bearer fedcba9876543210"}};
  CHECK(asker("GET", "/metrics").status == 200);
  CHECK(asker("POST", "/metrics").status == 405);
}
