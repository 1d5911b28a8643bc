// Whatever happens, a pipeline that dies and goes on from its rows tells what it would have told.
#include "notify/pipeline_world.hpp"
#include "support/catch.hpp"

#include <functional>
#include <random>

using namespace pipeline_test;
using model::Severity;

namespace {

constexpr int incidents_max = 6, steps = 120;

notify::Settings crash_settings() {
  auto settings = plain_settings({"chat", "ops"});
  notify::Route night;
  night.channels = {"chat"};
  night.quiet = notify::QuietHours{22 * 60, 7 * 60, Severity::warning};
  night.go_on = true;
  notify::Route all;
  all.channels = {"ops"};
  settings.routes = {night, all};
  return settings;
}

// One thing that happens; the same for the same numbers, whoever it happens to.
class Script {
 public:
  explicit Script(unsigned seed) : random_(seed) {}

  void step(World& world, int life_or_death) {
    const int kind = roll(14), which = roll(incidents_max);
    const auto wait = core::Milliseconds(roll(4) == 0 ? roll(5'400'000) : roll(90'000));
    if (life_or_death == 1) world.crash();
    if (life_or_death == 2) world.lose_next = 1;
    if (kind < 6)
      incident(world, kind, which + 1);
    else if (kind < 9)
      world.alert("check/c" + std::to_string(which), kind < 8,
                  which == 0 ? Severity::critical : Severity::warning,
                  "the check `c" + std::to_string(which) + "` " + (kind < 8 ? "fails" : "is well"));
    else
      other(world, kind);
    world.lose_next = 0;
    world.pass(wait);
  }

 private:
  int roll(int sides) { return static_cast<int>(random_() % static_cast<unsigned>(sides)); }

  static void incident(World& world, int kind, int id) {
    const auto known = world.incidents.find(id);
    if (known == world.incidents.end()) {
      auto& made = world.open(id, "d" + std::to_string(id % 3), "web", "unhealthy", "it is ill");
      if (id == 2) made.criticality = model::Criticality::critical;
      if (id == 3) made.cause = "disk_full sda1";
      return world.begin(id);
    }
    const bool open = known->second.is_open();
    if (!open) return world.begin(id, true);
    if (kind == 0) return world.resolve(id);
    if (kind == 1) return world.needs_operator(id);
    if (kind == 2) return world.gets_well(id);
    if (kind == 3 && known->second.well_since) return world.begin(id, true);
    world.attempt_ends(id);
  }

  void other(World& world, int kind) {
    const bool on = roll(2) == 0;
    if (kind == 9) return world.alert("engine", on, Severity::critical, "the engine is away");
    if (kind == 10) {
      if (on)
        world.held.insert("d1");
      else
        world.held.clear();
      return world.happens(world.event(on ? "hold.started" : "hold.ended", Severity::info, "hold"));
    }
    if (kind == 11) return world.happens(world.event("config.refused", Severity::warning, "bad"));
    if (kind == 12) {
      auto died = world.event("service.exited", Severity::warning, "web exited");
      died.deployment = "d2";
      return world.happens(died);
    }
    world.recovery(on ? "recovery.completed" : "recovery.updated", Severity::warning, "host_reboot",
                   R"({"name":"d0","outcome":"pending","services":[]},)"
                   R"({"name":"d1","outcome":"failed","services":[]})");
  }

  std::mt19937 random_;
};

// Ids and threads by their first appearance.
std::vector<std::string> told_in(const World& world) {
  std::map<std::string, std::string> threads;
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < world.messages.size(); ++i) {
    const auto& message = world.messages[i].message;
    auto line = world.sent[i] + " | " + std::string(notify::name_of(message.kind)) + " " +
                std::string(model::name_of(message.severity)) + " " + message.group;
    const auto number = std::to_string(threads.size());
    line += " thread " + threads.emplace(message.thread, number).first->second;
    for (const auto& item : message.items)
      line += " / " + item.key + " " + item.what + (item.firing ? " fires " : " over ") +
              std::to_string(item.occurrences) + " " + item.next;
    lines.push_back(line);
  }
  return lines;
}

std::vector<std::string> told_by_life(unsigned seed, bool with_deaths) {
  World world(crash_settings(), midnight + 20h);
  Script script(seed);
  std::mt19937 deaths(seed + 1'000);
  for (int i = 0; i < steps; ++i) {
    const auto roll = deaths() % 6;
    script.step(world, with_deaths && roll < 3 ? static_cast<int>(roll) : 0);
  }
  world.pass(24h);
  return told_in(world);
}

}  // namespace

TEST_CASE("a pipeline that dies at random moments tells what it would have told") {
  std::size_t told = 0;
  for (unsigned seed = 1; seed <= 6; ++seed) {
    INFO("seed " << seed);
    const auto lines = told_by_life(seed, false);
    const auto after_deaths = told_by_life(seed, true);
    REQUIRE(after_deaths == lines);
    told += lines.size();
  }
  CHECK(told > 200);
}
