// The connection that listens: when it connects, what it says, whom it tells.
#include "reconcile/engine_session.hpp"

#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::Journal;
using fakes::World;

// Writes down what it is told.
class Told final : public reconcile::EngineListener {
 public:
  void on_identity(const reconcile::EngineInfo&, std::string identity) override {
    lines.push_back("identity " + identity);
  }
  reconcile::awaitable<void> on_connected() override {
    lines.push_back("connected");
    co_return;
  }
  void on_event(const reconcile::EngineEvent& event) override {
    lines.push_back("event " + event.action);
    last_nano = event.time_nano;
  }
  void on_lost(const std::string&) override { lines.push_back("lost"); }
  std::int64_t last_event_nano() const override { return last_nano; }

  Journal lines;
  std::int64_t last_nano = 0;
};

struct Listening : World {
  Listening() { load(); }
  void listen() {
    life->tasks->spawn("session", life->session->run(told));
    settle();
  }
  bool up() const { return life->session->up(); }
  Journal identities() const {
    Journal found;
    for (const auto& line : told.lines)
      if (line.starts_with("identity ")) found.push_back(line);
    return found;
  }
  void until_up(bool is) {
    settle_until([&] { return up() == is; });
    settle();
  }

  Told told;
};

}  // namespace

TEST_CASE("the listener is told of identity, connection, events and loss, in this order") {
  Listening world;
  world.listen();
  world.engine.crash("web");
  world.settle();
  world.engine.break_stream();
  world.settle();
  CHECK(world.told.lines == Journal{"identity pid:100:1", "connected", "event die", "lost"});
}

TEST_CASE("after a break what was missed is told before the connection is") {
  Listening world;
  world.listen();
  world.engine.crash("web");
  world.settle();
  world.engine.break_stream();
  world.engine.client_starts("web");
  world.settle();
  world.told.lines.clear();
  world.settle_until(
      [&] { return !world.told.lines.empty() && world.told.lines.back() == "connected"; });
  // The last one that was read is told again: `since` includes it.
  CHECK(world.told.lines == Journal{"identity pid:100:1", "event die", "event start", "connected"});
}

TEST_CASE("an engine that is away is told of once, and once when it is back") {
  Listening world;
  world.listen();
  CHECK(world.events.count("engine.connected") == 1);
  world.engine.go_away();
  world.settle();
  CHECK_FALSE(world.up());
  const int connects = world.engine.connects;
  world.settle_until([&] { return world.engine.connects >= connects + 2; });
  CHECK(world.events.count("engine.lost") == 1);
  CHECK(world.life->session->problem().find("connection refused") != std::string::npos);
  world.engine.come_back("200:1");
  world.until_up(true);
  CHECK(world.events.count("engine.lost") == 1);
  CHECK(world.events.count("engine.connected") == 2);
  CHECK(world.life->session->problem().empty());
  CHECK(world.told.lines.back() == "connected");
}

TEST_CASE("the alert of a lost engine fires with the loss and ends with the return") {
  Listening world;
  world.engine.go_away();
  world.listen();
  world.engine.come_back("200:1");
  world.until_up(true);
  REQUIRE(world.events.all.size() == 2);
  CHECK(world.events.all[0].alert == model::Alert{"engine", true});
  CHECK(world.events.all[1].alert == model::Alert{"engine", false});
}

TEST_CASE("a connect would start an engine whose socket systemd holds: it is waited for") {
  struct Case {
    const char* state;
    bool connects;
  };
  const auto [state, connects] = GENERATE(table<const char*, bool>({{"inactive", false},
                                                                    {"failed", false},
                                                                    {"deactivating", false},
                                                                    {"activating", true},
                                                                    {"reloading", true},
                                                                    {"active", true}}));
  INFO("docker.service is " << state);
  Listening world;
  world.units.unit = {true, true, state, ""};
  world.listen();
  CHECK((world.engine.connects > 0) == connects);
  CHECK(world.up() == connects);
  CHECK(world.events.count("engine.lost") == (connects ? 0 : 1));
}

TEST_CASE("an inactive unit whose socket nobody holds for it may be connected to") {
  Listening world;
  world.units.unit = {true, false, "inactive", ""};
  world.listen();
  CHECK(world.up());
}

TEST_CASE("a unit that becomes active is connected to, under its own start") {
  Listening world;
  world.units.unit = {true, true, "inactive", ""};
  world.listen();
  world.units.unit = {true, true, "active", "812:99"};
  world.until_up(true);
  CHECK(world.told.lines.front() == "identity unit:812:99");
}

TEST_CASE("an engine without unit and process gets a number of our own, never the same twice") {
  Listening world;
  world.engine.come_back("");
  world.life->session->restore_counter("own:4");
  world.listen();
  world.engine.break_stream();
  world.settle();
  world.until_up(true);
  const auto given = world.identities();
  REQUIRE(given.size() == 2);
  CHECK(given[0].starts_with("identity own:"));
  CHECK(given[1].starts_with("identity own:"));
  CHECK(given[0] != given[1]);
  CHECK(given[0] != "identity own:4");
}

TEST_CASE("an engine that still knows the last event keeps its number, another one does not") {
  Listening world;
  world.engine.come_back("");
  world.listen();
  world.engine.crash("web");
  world.settle();
  world.engine.break_stream();
  world.settle();
  world.until_up(true);
  world.engine.go_away();
  world.engine.come_back("200:1");  // a new one, which forgets, and whose process is not seen
  world.engine.come_back("");
  world.settle();
  world.until_up(true);
  const auto given = world.identities();
  REQUIRE(given.size() == 3);
  CHECK(given[0] == given[1]);
  CHECK(given[1] != given[2]);
}

TEST_CASE("what was known before the agent's own start holds for an engine that remembers it") {
  Listening world;
  world.engine.come_back("");
  world.engine.crash("web");
  world.told.last_nano = world.engine.last_event_nano();
  world.life->session->restore_counter("own:4");
  world.listen();
  CHECK(world.identities() == Journal{"identity own:4"});
}

TEST_CASE("an engine that goes down is listened to until its stream ends") {
  Listening world;
  world.life->session->set_silence(1ms);
  world.listen();
  world.engine.deaf_socket = true;
  (void)world.io.run_one_for(2ms);
  world.engine.crash("web");
  world.settle();
  CHECK(world.told.lines.back() == "event die");
  world.until_up(false);  // a stream that nobody ends any more
  CHECK(world.life->session->problem() == "the engine does not answer");
}

TEST_CASE("an engine that hangs is given up, whose stream would stay open for ever") {
  Listening world;
  world.life->session->set_silence(1ms);
  world.listen();
  world.engine.silent = true;
  world.until_up(false);
  CHECK(world.life->session->problem() == "the engine does not answer");
}

TEST_CASE("an engine that hangs is lost, though the unit that systemd listens for is active") {
  Listening world;
  world.units.unit = {true, true, "active", "812:99"};
  world.life->session->set_silence(1ms);
  world.listen();
  REQUIRE(world.up());
  world.engine.silent = true;
  world.until_up(false);
  CHECK(world.life->session->problem() == "the engine does not answer");
  CHECK(world.events.count("engine.lost") == 1);
}

TEST_CASE("an engine is alive where a fresh connection is answered, or its unit says so") {
  Listening world;
  auto& session = *world.life->session;
  CHECK(world.ask(session.alive(1s)));
  world.engine.silent = true;
  CHECK_FALSE(world.ask(session.alive(1s)));
  world.units.unit = {true, true, "active", "812:99"};
  CHECK(world.ask(session.alive(1s)));
  world.engine.silent = false;
  world.units.unit.active_state = "deactivating";
  CHECK_FALSE(world.ask(session.alive(1s)));
}
