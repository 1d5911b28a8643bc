// How runs begin and end.
#include "monitor/checks/runner.hpp"

#include "monitor/checks/scripted_probes.hpp"
#include "support/catch.hpp"

#include <chrono>

using namespace std::chrono_literals;
using monitor_test::ask;
using monitor_test::Asked;
using monitor_test::World;
using namespace monitor;

namespace {

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("of 200 checks all have their turn, never more than eight at once, and not in bursts") {
  World world;
  Texts names;
  for (int i = 0; i < 200; ++i) names.push_back("c" + std::to_string(i) + ":1");
  world.host(names);
  int most_in_a_second = 0;
  for (int second = 0; second < 60; ++second) {
    int before = 0, after = 0;
    for (const auto& name : names) before += world.scripts[name].runs;
    world.go(1s);
    for (const auto& name : names) after += world.scripts[name].runs;
    most_in_a_second = std::max(most_in_a_second, after - before);
  }
  for (const auto& name : names) {
    CAPTURE(name);
    CHECK(world.scripts[name].runs >= 5);
    CHECK(world.scripts[name].runs <= 7);
    CHECK(world.view(name).state == CheckState::passing);
  }
  CHECK(most_in_a_second < 50);
}

TEST_CASE("no more than eight run at once, and whoever waits comes after them") {
  World world;
  Texts names;
  for (int i = 0; i < 20; ++i) names.push_back("c" + std::to_string(i) + ":1");
  for (const auto& name : names) world.scripts[name].held = true;
  auto slow = [&] {
    std::vector<Check> checks;
    for (const auto& name : names) {
      checks.push_back(World::check(name));
      checks.back().timeout = 10min;
    }
    return checks;
  };
  world.runner.configure(slow());
  world.go(30s);
  CHECK(world.scripts.under_way == check_runs_max);
  for (const auto& name : names) world.scripts[name].let_go();
  world.go(30s);
  CHECK(world.scripts.most_at_once == check_runs_max);
  for (const auto& name : names) CHECK(world.scripts[name].runs >= 1);
}

TEST_CASE("a probe that does not come back has failed, and keeps only its own check waiting") {
  World world;
  Texts names{"hung:1"};
  for (int i = 0; i < 7; ++i) names.push_back("hung" + std::to_string(i) + ":1");
  for (const auto& name : names) {
    world.scripts[name].held = true;
    world.scripts[name].deaf = true;
  }
  names.push_back("well:1");
  world.host(names);
  world.go(60s);
  CHECK(world.view("hung:1").last_verdict == "failed");
  CHECK(world.view("hung:1").last_text.starts_with("no answer: its run of "));
  CHECK(world.view("hung:1").failures >= 3);  // each turn that it misses
  CHECK(world.view("hung:1").failures <= 6);
  CHECK(world.view("hung:1").state == CheckState::failing);
  CHECK(world.scripts["hung:1"].runs == 1);  // and is not run again
  CHECK(world.view("well:1").state == CheckState::passing);
  CHECK(world.scripts["well:1"].runs >= 4);

  world.scripts["hung:1"].let_go();
  world.poll();
  CHECK(world.view("hung:1").last_verdict == "failed");  // too late
  world.go(30s);
  CHECK(world.scripts["hung:1"].runs >= 3);
  CHECK(world.view("hung:1").state == CheckState::passing);
}

TEST_CASE("a probe that takes too long is asked to end") {
  World world;
  auto check = World::check("slow:1");
  check.timeout = 100ms;
  check.fall = 1;
  world.scripts["slow:1"].held = true;
  world.runner.configure({check});
  world.go_until_under_way("slow:1");
  world.io.restart();
  while (world.scripts["slow:1"].under_way > 0 && world.io.run_one() > 0) {
  }
  world.poll();
  CHECK(world.view("slow:1").last_text == "no answer within 100ms");
  CHECK(world.events.types() == Texts{"check.failed"});
}

TEST_CASE("a probe that throws has found out nothing") {
  World world;
  world.host({"odd:1"});
  world.scripts["odd:1"].throws = "no memory";
  world.go(60s);
  CHECK(world.view("odd:1").last_verdict == "unknown");
  CHECK(world.view("odd:1").last_text == "the check itself went wrong: no memory");
  CHECK(world.view("odd:1").state == CheckState::pending);
  CHECK(world.events.all.empty());
}

TEST_CASE("what cannot be found out is no verdict") {
  World world;
  world.host({"dark:1"});
  world.scripts["dark:1"].answer = failed("x");
  world.go(45s);
  REQUIRE(world.view("dark:1").state == CheckState::failing);
  world.scripts["dark:1"].answer = unknown("no systemd");
  world.go(60s);
  CHECK(world.view("dark:1").state == CheckState::failing);
  CHECK(world.view("dark:1").last_verdict == "unknown");
  CHECK(world.events.types() == Texts{"check.failed"});
}

TEST_CASE("what a probe found is shown as one bounded line, whatever it is") {
  World world;
  world.host({"binary:1"});
  std::string flood;
  for (int i = 0; i < 100'000; ++i) flood += static_cast<char>(i);
  world.scripts["binary:1"].answer = {Verdict::failed, flood, {}};
  world.go(45s);
  const auto text = world.view("binary:1").last_text;
  CHECK(text.size() <= finding_bytes_max);
  CHECK(text.find('\n') == std::string::npos);
  REQUIRE(world.events.all.size() == 1);
  CHECK(world.events.all.front().message.size() < 2 * finding_bytes_max);
}

TEST_CASE("after a standstill the checks do not run all at once") {
  World world;
  Texts names;
  for (int i = 0; i < 100; ++i) names.push_back("c" + std::to_string(i) + ":1");
  world.host(names);
  world.go(20s);
  const auto runs = [&] {
    int all = 0;
    for (const auto& name : names) all += world.scripts[name].runs;
    return all;
  };
  const auto before = runs();
  world.clock.advance(2h);
  world.step();
  CHECK(runs() == before);
  world.go(1s);
  CHECK(runs() < before + 40);
  world.go(12s);
  CHECK(runs() >= before + 100);
}

TEST_CASE("a check is run out of turn, and its result counts like any other") {
  World world;
  world.host({"a:1"});
  world.step();
  world.scripts["a:1"].answer = failed("x");
  world.scripts["a:1"].held = true;
  Asked first, second;
  ask(world, "a:1", first);
  CHECK_FALSE(first.answer);
  ask(world, "a:1", second);
  REQUIRE(second.answer);
  CHECK(second.answer->error().code == core::Errc::conflict);
  world.scripts["a:1"].let_go();
  world.poll();
  REQUIRE(first.answer);
  CHECK(first.answer->value().last_text == "x");
  CHECK(first.answer->value().failures == 1);
}

TEST_CASE("a check that is not there, or paused, cannot be run") {
  World world;
  world.host({"backup:1"});
  world.web(R"({"ready": {"type": "tcp", "address": "a:1"}})");
  world.step();
  Asked unknown, paused;
  ask(world, "bakup:1", unknown);
  CHECK(unknown.answer->error().code == core::Errc::not_found);
  CHECK(unknown.answer->error().what == "there is no check `bakup:1`");
  ask(world, "shop/web/ready", paused);
  CHECK(paused.answer->error().code == core::Errc::conflict);
  CHECK(paused.answer->error().what ==
        "the check `shop/web/ready` is paused: its service does not run");
  world.containers.add("web", "a", world.clock.now().wall);
  world.policies.all.front().paused = true;
  world.go(6s);
  Asked held;
  ask(world, "shop/web/ready", held);
  CHECK(held.answer->error().what == "the check `shop/web/ready` is paused: its service is held");
}

TEST_CASE("who asked for a run hears when it hangs") {
  World world;
  world.host({"a:1"});
  world.scripts["a:1"].held = world.scripts["a:1"].deaf = true;
  world.step();
  Asked asked;
  ask(world, "a:1", asked);
  CHECK_FALSE(asked.answer);
  world.go(7s);
  REQUIRE(asked.answer);
  CHECK(asked.answer->value().last_text == "no answer within 5s");
}

TEST_CASE("who asked for a run hears when its check is taken away") {
  World world;
  world.host({"a:1"});
  world.scripts["a:1"].held = true;
  world.step();
  Asked asked;
  ask(world, "a:1", asked);
  CHECK_FALSE(asked.answer);
  world.host({});
  world.step();
  REQUIRE(asked.answer);
  CHECK(asked.answer->error().code == core::Errc::not_found);
}

TEST_CASE("a runner that is stopped in the middle of a run ends at once, and tells nothing") {
  World world;
  world.host({"a:1", "b:1"});
  world.scripts["a:1"].held = true;
  world.tasks.spawn("checks", world.runner.run());
  world.go_until_under_way("a:1");
  const auto runs = world.scripts["b:1"].runs;
  world.tasks.cancel();
  support::run(world.io, monitor_test::joined(world.tasks));
  CHECK(world.tasks.size() == 0);
  CHECK(world.scripts["a:1"].under_way == 0);
  CHECK(world.events.all.empty());
  CHECK(world.view("a:1").last_verdict.empty());
  CHECK(world.scripts["b:1"].runs == runs);
}

TEST_CASE("the loop begins what is due, and goes on when something changes") {
  World world;
  auto check = World::check("a:1");
  check.interval = 1s;
  world.runner.configure({check});
  world.tasks.spawn("checks", world.runner.run());
  world.poll();
  CHECK(world.runner.checks().size() == 1);
  world.clock.advance(1s);
  world.runner.look_again();
  world.poll();
  CHECK(world.scripts["a:1"].runs == 1);
}
