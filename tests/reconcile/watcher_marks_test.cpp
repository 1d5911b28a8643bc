// The engine's own mark of a client's stop, which any signal of a client sets (ENGINE.md 2).
#include "reconcile/watcher.hpp"

#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using model::IntentState;
using support::id_of;

struct Watched : fakes::World {
  Watched() { watch(); }
  // The engine ends everything in order and comes back under another start.
  void engine_restarts() {
    engine.client_stops("web");
    settle();
    engine.go_away();
    pass_time(3s);
    engine.come_back("200:1");
    reconnect();
    for (const auto pause : {300ms, 1000ms, 12000ms}) pass_time(pause);
  }
};

constexpr int hup = 1;

}  // namespace

TEST_CASE("a signal that reloads is no stop when the engine is restarted afterwards") {
  Watched world;
  world.engine.client_signals("web", hup);
  world.settle();
  world.engine_restarts();
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.runs("web"));
}

TEST_CASE("nor when the agent was restarted in between") {
  Watched world;
  world.engine.client_signals("web", hup);
  world.settle();
  world.next_life();
  world.engine_restarts();
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.runs("web"));
}

TEST_CASE("nor when the signal came while the agent was away") {
  Watched world;
  world.die();
  world.engine.deaf = true;
  world.engine.client_signals("web", hup);
  world.engine.deaf = false;
  world.begin();
  world.engine_restarts();
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.runs("web"));
}

TEST_CASE("the mark of a run after that is believed again") {
  Watched world;
  world.engine.client_signals("web", hup);
  world.settle();
  world.engine.crash("web");
  world.settle();
  REQUIRE(world.runs("web"));
  world.engine.manual_flags[id_of("web")] = true;  // with the stop below
  world.engine_restarts();
  CHECK(world.intent_of("web").state == IntentState::stopped);
}

TEST_CASE("the signal that a container ends by is a kill, whatever its number") {
  Watched world;
  constexpr int winch = 28;
  world.scene.of("web").stop_signal = "SIGWINCH";
  world.life->loop->wake("shop");
  world.settle();
  world.engine.client_signals("web", winch);
  world.settle();
  CHECK_FALSE(world.life->ledger->find("shop")->containers.at(id_of("web")).mark_spent);
}
