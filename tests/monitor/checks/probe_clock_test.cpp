#include "monitor/checks/probe_clock.hpp"

#include "monitor/checks/network_stage.hpp"
#include "monitor/checks/sntp_packets.hpp"

using namespace network_stage;
using namespace std::chrono_literals;
using monitor::KernelClock;
using monitor::Verdict;
using support::LoopbackResponder;

namespace {

monitor::ReadKernelClock kernel_says(bool in_step, core::Milliseconds error = 0ms) {
  return [=]() -> core::Result<KernelClock> { return KernelClock{in_step, error}; };
}

core::Result<KernelClock> kernel_is_mute() {
  return core::Error{core::Errc::denied, "asking the kernel about its clock: no"};
}

monitor::ClockProbe by(const LoopbackResponder& server) {
  return {.offset_max = 1s, .server = "127.0.0.1:" + std::to_string(server.port())};
}

// Answers with its time, so far from the noon of the stage.
LoopbackResponder::Script being_at(core::Milliseconds from_noon) {
  return [from_noon](const std::string& request) {
    sntp_packets::Answer answer;
    answer.received = answer.sent = support::noon.wall + from_noon;
    return std::vector<std::string>{packet(answer, request)};
  };
}

std::string probed(const monitor::ClockProbe& settings, const monitor::ReadKernelClock& kernel,
                   core::Milliseconds limit = 10s) {
  NetworkStage stage;
  const auto probe = monitor::make_clock_probe(settings, stage.tools(), kernel);
  return verdict_and_text(stage.run(*probe, limit));
}

}  // namespace

TEST_CASE("without a server the kernel's word counts") {
  const monitor::ClockProbe settings{.offset_max = 1s, .server = ""};
  CHECK(probed(settings, kernel_says(true, 3ms)) ==
        "passed: the clock is kept in step, and wrong by 3ms at most");
  CHECK(probed(settings, kernel_says(true, 1s)).starts_with("passed: "));
  CHECK(probed(settings, kernel_says(true, 1'001ms)) ==
        "failed: the clock may be wrong by 1s1ms; at most 1s is allowed");
  CHECK(probed(settings, kernel_says(false)) == "failed: no time service keeps the clock in step");
  CHECK(probed(settings, kernel_is_mute) == "unknown: asking the kernel about its clock: no");
}

TEST_CASE("this kernel is asked without being told anything") {
  const auto before = std::chrono::system_clock::now();
  const auto clock = monitor::kernel_clock();
  if (clock)
    CHECK(clock->error >= 0ms);
  else
    CHECK(clock.error().code == core::Errc::denied);
  CHECK(std::chrono::system_clock::now() - before < 1h);
}

TEST_CASE("a server's time decides, whatever the kernel says") {
  struct Case {
    core::Milliseconds from_noon;
    std::string found;
  };
  const Case cases[] = {
      {0ms, "passed: the clock is 0s ahead of 127.0.0.1:"},
      {400ms, "passed: the clock is 400ms behind 127.0.0.1:"},
      {-1s, "passed: the clock is 1s ahead of 127.0.0.1:"},
      {3'200ms, "failed: the clock is 3s200ms behind 127.0.0.1:"},
      {-90'000ms, "failed: the clock is 1m30s ahead of 127.0.0.1:"},
      {24h * 365, "failed: the clock is "},
  };
  for (const auto& each : cases) {
    for (const bool in_step : {true, false}) {
      CAPTURE(each.found);
      const LoopbackResponder server(being_at(each.from_noon));
      CHECK(probed(by(server), kernel_says(in_step)).starts_with(each.found));
      CHECK(server.packets() == 1);
    }
  }
}

TEST_CASE("forged and broken packets are passed over until the true one comes") {
  const LoopbackResponder server([](const std::string& request) {
    auto forged = being_at(1h)(request).front();
    forged[24] = static_cast<char>(forged[24] + 1);
    return std::vector<std::string>{"",
                                    "short",
                                    std::string(1400, '\xFF'),
                                    forged,
                                    being_at(0ms)(request).front(),
                                    being_at(1h)(request).front()};
  });
  CHECK(probed(by(server), kernel_says(true)).starts_with("passed: the clock is 0s ahead"));
}

TEST_CASE("a lost packet is sent again within the limit") {
  int seen = 0;
  const LoopbackResponder server([&seen](const std::string& request) {
    return ++seen < 3 ? std::vector<std::string>{} : being_at(0ms)(request);
  });
  CHECK(probed(by(server), kernel_says(true), 900ms).starts_with("passed: "));
  CHECK(server.packets() == 3);
}

TEST_CASE("a server that says nothing leaves it to the kernel to complain") {
  const LoopbackResponder silent([](const std::string&) { return std::vector<std::string>{}; });
  const auto name = by(silent).server;
  CHECK(probed(by(silent), kernel_says(true), 200ms) ==
        "unknown: " + name + " did not answer in time");
  CHECK(probed(by(silent), kernel_says(false), 200ms) ==
        "failed: no time service keeps the clock in step; " + name + " did not answer in time");
  CHECK(probed(by(silent), kernel_is_mute, 200ms) ==
        "unknown: " + name + " did not answer in time");
}

TEST_CASE("nobody there, and a server that does not know the time") {
  std::string name;
  {
    const LoopbackResponder gone([](const std::string&) { return std::vector<std::string>{}; });
    name = by(gone).server;
  }
  CHECK(probed({.offset_max = 1s, .server = name}, kernel_says(true), 500ms) ==
        "unknown: " + name + ": connection refused");
  const LoopbackResponder lost([](const std::string& request) {
    sntp_packets::Answer answer;
    answer.leap = 3;
    return std::vector<std::string>{packet(answer, request)};
  });
  CHECK(probed(by(lost), kernel_says(true), 500ms) ==
        "unknown: " + by(lost).server + ": it does not know the time itself");
  CHECK(probed({.offset_max = 1s, .server = "a b"}, kernel_says(true)) ==
        "unknown: the server \"a b\" names no host");
}

TEST_CASE("a server that asks to be left alone is left alone for an hour") {
  std::atomic<bool> kissing = true;
  const LoopbackResponder server([&kissing](const std::string& request) {
    sntp_packets::Answer kiss;
    kiss.stratum = 0;
    kiss.reference = "DENY";
    return kissing.load() ? std::vector<std::string>{packet(kiss, request)}
                          : being_at(std::chrono::hours(1))(request);
  });
  NetworkStage stage;
  const auto probe = monitor::make_clock_probe(by(server), stage.tools(), kernel_says(true));
  const auto kissed = "unknown: " + by(server).server + " does not want to be asked (DENY)";
  CHECK(verdict_and_text(stage.run(*probe, 10s)) == kissed);
  stage.clock.advance(59min);
  CHECK(verdict_and_text(stage.run(*probe, 10s)) == kissed);
  CHECK(server.packets() == 1);
  kissing = false;
  stage.clock.advance(1min);
  CHECK(verdict_and_text(stage.run(*probe, 10s)).starts_with("passed: the clock is 0s ahead"));
}
