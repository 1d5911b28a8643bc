#include "systemd/show.hpp"

#include "support/catch.hpp"

#include <fstream>
#include <iterator>

namespace {

reconcile::EngineUnit decoded(const std::string& sample) {
  std::ifstream file(std::string(EVENKEEL_TEST_DATA "/systemd/") + sample + ".txt");
  REQUIRE(file);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  return systemd::decode_engine_unit(text);
}

}  // namespace

TEST_CASE("a running engine has its state and a start that no other process can have") {
  const auto unit = decoded("active_with_socket");
  CHECK(unit.known);
  CHECK(unit.active_state == "active");
  CHECK(unit.start == "322:29122315");
  CHECK(unit.socket_active);
}

TEST_CASE("a stopped engine has no start, and its socket still listens for it") {
  const auto unit = decoded("stopped_with_socket");
  CHECK(unit.known);
  CHECK(unit.active_state == "inactive");
  CHECK(unit.start.empty());
  CHECK(unit.socket_active);
}

TEST_CASE("an engine on its way down says so, and there need be no socket unit") {
  const auto unit = decoded("stopping_without_socket");
  CHECK(unit.active_state == "deactivating");
  CHECK_FALSE(unit.socket_active);
}

TEST_CASE("a unit that does not exist is not known") {
  CHECK_FALSE(decoded("no_docker").known);
  CHECK_FALSE(systemd::decode_engine_unit("").known);
  CHECK_FALSE(systemd::decode_engine_unit("garbage\n=\n\n\nId=docker.service").known);
}

TEST_CASE("only a system that is stopping is going down") {
  CHECK(systemd::decode_going_down("SystemState=stopping\n"));
  for (const char* state :
       {"running", "degraded", "starting", "initializing", "maintenance", "offline", "unknown"}) {
    CHECK_FALSE(systemd::decode_going_down(std::string("SystemState=") + state + "\n"));
  }
  CHECK_FALSE(systemd::decode_going_down(""));
}
