#include "monitor/checks/probe_engine.hpp"

#include "monitor/checks/network_stage.hpp"

using namespace network_stage;
using namespace std::chrono_literals;

TEST_CASE("an engine that answers passes, and one that does not says why itself") {
  NetworkStage stage;
  const auto probe = monitor::make_engine_probe({}, stage.tools());
  CHECK(stage.run(*probe, 7s).text == "the engine answered after 12 ms");
  CHECK(stage.engine.asked_for == 7s);
  stage.engine.status = core::Error{core::Errc::unavailable, "docker.service is failed"};
  CHECK(verdict_and_text(stage.run(*probe, 7s)) == "failed: docker.service is failed");
}
