#include "monitor/spike_settings.hpp"

#include "support/catch.hpp"

#include <string>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

SpikeSettings with(const std::string& json) { return with_overrides({}, json).value(); }

std::string refused(const std::string& json) {
  const auto result = with_overrides({}, json);
  REQUIRE_FALSE(result);
  CHECK(result.error().code == core::Errc::invalid);
  return result.error().what;
}

}  // namespace

TEST_CASE("the defaults are those of the contract") {
  const SpikeSettings settings;
  CHECK(settings.cpu == ThresholdRule{true, 90, 75, 10min, LimitOf::limit});
  CHECK(settings.memory == ThresholdRule{true, 95, 85, 5min, LimitOf::limit});
  CHECK(settings.adaptive == AdaptiveRule{true, 6, 5min, model::Severity::info});
  CHECK(settings.forecast == ForecastRule{true, 6h});
}

TEST_CASE("a service says what it wants to have otherwise, the rest stays") {
  const auto settings = with(R"({"cpu": {"above": 95, "for": "2m", "of": "host"}, "memory": "off",
    "adaptive": {"sensitivity": 9.5, "for": "90s", "severity": "warning"},
    "forecast": {"horizon": "2h"}})");
  CHECK(settings.cpu == ThresholdRule{true, 95, 75, 2min, LimitOf::host});
  CHECK(settings.memory == ThresholdRule{false, 95, 85, 5min, LimitOf::limit});
  CHECK(settings.adaptive == AdaptiveRule{true, 9.5, 90s, model::Severity::warning});
  CHECK(settings.forecast == ForecastRule{true, 2h});
}

TEST_CASE("null and an empty map say nothing") {
  CHECK(with("null") == SpikeSettings{});
  CHECK(with("{}") == SpikeSettings{});
  CHECK(with(R"({"cpu": null, "memory": {"above": null, "clear": null}})") == SpikeSettings{});
}

TEST_CASE("all four are switched off by one word, and on again") {
  const std::string off = GENERATE(R"("off")", "false", R"("false")");
  const auto none = with(off);
  CHECK_FALSE(none.cpu.enabled);
  CHECK_FALSE(none.memory.enabled);
  CHECK_FALSE(none.adaptive.enabled);
  CHECK_FALSE(none.forecast.enabled);
  const std::string on = GENERATE(R"("on")", "true");
  CHECK(with_overrides(none, on).value() == SpikeSettings{});
}

TEST_CASE("each rule is switched by a word or by `enabled`") {
  CHECK_FALSE(with(R"({"adaptive": {"enabled": false}})").adaptive.enabled);
  CHECK_FALSE(with(R"({"cpu": false})").cpu.enabled);
  CHECK_FALSE(with(R"({"forecast": "off"})").forecast.enabled);
  auto off = with(R"("off")");
  CHECK(with_overrides(off, R"({"cpu": {"enabled": true, "above": 80}})").value().cpu ==
        ThresholdRule{true, 80, 75, 10min, LimitOf::limit});
}

TEST_CASE("a nearer place that says how a rule is to be switches it on, and no other") {
  const auto off = with(R"("off")");
  const auto busy = with_overrides(off, R"({"cpu": {"above": 10}, "memory": {}})").value();
  CHECK(busy.cpu == ThresholdRule{true, 10, 5, 10min, LimitOf::limit});
  CHECK_FALSE(busy.memory.enabled);
  CHECK_FALSE(busy.forecast.enabled);
  CHECK_FALSE(with_overrides(off, R"({"cpu": {"above": null}})").value().cpu.enabled);
  CHECK_FALSE(
      with_overrides({}, R"({"cpu": {"above": 10, "enabled": false}})").value().cpu.enabled);
}

TEST_CASE("the lower level makes room where only the upper one is given") {
  CHECK(with(R"({"cpu": {"above": 60}})").cpu.clear == 45);
  CHECK(with(R"({"cpu": {"above": 75}})").cpu.clear == 60);
  CHECK(with(R"({"cpu": {"above": 10}})").cpu.clear == 5);
  CHECK(with(R"({"cpu": {"above": 76}})").cpu.clear == 75);
}

TEST_CASE("a mistake names its key, what was expected and what was found") {
  CHECK(refused(R"({"cpu": {"above": "much"}})") ==
        "spikes.cpu.above: expected a percentage, more than 0 and at most 100, found \"much\"");
  CHECK(refused(R"({"cpu": {"above": 0}})") ==
        "spikes.cpu.above: expected a percentage, more than 0 and at most 100, found 0");
  CHECK(refused(R"({"memory": {"clear": 95}})") ==
        "spikes.memory.clear: expected less than `above`, found 95");
  CHECK(refused(R"({"cpu": {"abov": 95}})") ==
        "spikes.cpu.abov: expected one of above, clear, for, of, enabled, found `abov`; did you "
        "mean `above`?");
  CHECK(refused(R"({"disk": {}})") ==
        "spikes.disk: expected one of cpu, memory, adaptive, forecast, found `disk`");
  CHECK(refused(R"({"cpu": {"for": 120}})") ==
        "spikes.cpu.for: expected a duration such as 5m, from 0s to 1d, found 120");
  CHECK(refused(R"({"forecast": {"horizon": "1m"}})") ==
        "spikes.forecast.horizon: expected a duration such as 5m, from 30m to 1w, found \"1m\"");
  CHECK(refused(R"({"cpu": {"of": "core"}})") ==
        "spikes.cpu.of: expected `limit` or `host`, found \"core\"");
  CHECK(refused(R"({"adaptive": {"sensitivity": 0.5}})") ==
        "spikes.adaptive.sensitivity: expected a number from 1 to 100, found 0.5");
  CHECK(refused(R"({"adaptive": {"severity": "loud"}})") ==
        "spikes.adaptive.severity: expected `info`, `warning` or `critical`, found \"loud\"");
  CHECK(refused(R"({"adaptive": {"enabled": 3}})") ==
        "spikes.adaptive.enabled: expected true or false, found 3");
  CHECK(refused(R"({"cpu": [1]})") == "spikes.cpu: expected a map, `on` or `off`, found [1]");
  CHECK(refused("7") == "spikes: expected a map, `on` or `off`, found 7");
  CHECK(refused("{") == "spikes: expected JSON, found something else");
}

TEST_CASE("what cannot be shown in an error is cut short") {
  const auto text = refused("{\"cpu\": {\"of\": \"" + std::string(100'000, 'x') + "\"}}");
  CHECK(text == "spikes.cpu.of: expected `limit` or `host`, found a longer value");
}
