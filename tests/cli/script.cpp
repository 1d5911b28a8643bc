#include "cli/script.hpp"

#include "cli/noted_output.hpp"

#include <algorithm>
#include <cerrno>
#include <memory>

namespace cli_test {
namespace {

class RefusingBuffer final : public std::streambuf {
 public:
  explicit RefusingBuffer(int why) : why_(why) {}

 protected:
  int_type overflow(int_type) override {
    errno = why_;
    return traits_type::eof();
  }

 private:
  int why_;
};

class ScriptedScreen final : public cli::Screen {
 public:
  explicit ScriptedScreen(Script& script) : script_(script) {}

  cli::ScreenSize size() override { return script_.screen_size; }
  bool draw(const std::string& text) override {
    script_.drawn.push_back(text);
    return true;
  }
  cli::Typed wait(core::Milliseconds limit) override {
    auto& moments = script_.moments;
    if (moments.empty()) return {"", true};
    if (moments.front().at > script_.passed + limit) {
      script_.passed += limit;
      return {};
    }
    const auto moment = moments.front();
    moments.pop_front();
    script_.passed = std::max(script_.passed, moment.at);
    moment.also();
    return {moment.typed, false};
  }

 private:
  Script& script_;
};

}  // namespace

void Script::answers(const std::string& line, Answer answer) {
  answers_[line].push_back(std::move(answer));
}

core::Result<core::HttpResponse> Script::exchange(const core::HttpRequest& request) {
  if (unreachable) return core::Error{core::Errc::unavailable, "connection refused"};
  requests.push_back(request);
  const auto host_end = request.url.find('/', request.url.find("://") + 3);
  const auto line = request.method + " " + request.url.substr(host_end);
  asked.push_back({line, request.body});
  const auto found = answers_.find(line);
  if (found == answers_.end())
    return core::HttpResponse{404, {}, "{\"detail\": \"not scripted: " + line + "\"}"};
  const auto answer = found->second.front();
  if (found->second.size() > 1) found->second.pop_front();
  if (request.on_idle && !request.on_idle()) return core::Error{core::Errc::cancelled, "idle"};
  if (request.on_chunk && answer.status < 300) {
    (void)request.on_chunk(answer.body);
    return core::HttpResponse{answer.status, {{"content-type", answer.content_type}}, ""};
  }
  return core::HttpResponse{answer.status, {{"content-type", answer.content_type}}, answer.body};
}

Run Script::run(std::vector<std::string> arguments, const std::string& input) {
  std::ostringstream kept, err;
  RefusingBuffer refusing(write_error);
  cli::NotedOutput output(write_error == 0 ? static_cast<std::streambuf&>(*kept.rdbuf())
                                           : refusing);
  std::ostream out(&output);
  std::istringstream in(input);
  cli::World world{.out = out,
                   .err = err,
                   .in = in,
                   .in_is_terminal = terminal,
                   .out_is_terminal = terminal,
                   .width = [this] { return width; },
                   .environment = environment,
                   .current_directory = directory,
                   .own_socket = "/nonexistent/own.sock",
                   .system_socket = "/nonexistent/system.sock",
                   .exchange = [this](const auto& request) { return exchange(request); },
                   .now =
                       [this] {
                         const auto at = core::Milliseconds{1'769'850'000'000} + passed;
                         return core::Instant{core::WallTime{at}, core::MonoTime{at}};
                       },
                   .pause = [this](core::Milliseconds time) { passed += time; },
                   .write_error = [&output] { return output.error(); },
                   .print_agent_help = [this] { ++agent_helps; },
                   .channel_samples = [this] { return samples; }};
  if (has_screen)
    world.open_screen = [this]() -> core::Result<std::unique_ptr<cli::Screen>> {
      return std::unique_ptr<cli::Screen>(std::make_unique<ScriptedScreen>(*this));
    };
  const int code = cli::run_in(world, std::move(arguments));
  return {code, kept.str(), err.str()};
}

std::string quiet_host() {
  return R"({"name":"box","engine":{"up":true,"problem":null,"version":"20.10"},"version":"0.1.0",)"
         R"("store_writable":true,"rescue":null,"observe_only":false,"holds":[]})";
}

std::string shop(const std::string& phase, const std::string& web_phase, const std::string& more) {
  const std::string intent =
      R"({"state":"running","set_by":"apply","by":"anna","reason":"","at":"2026-01-31T09:00:00.000Z"})";
  return R"({"name":"shop","kind":"compose","generation":3,"observed_generation":3,"phase":")" +
         phase + R"(","converged":)" + (phase == "converged" ? "true" : "false") +
         R"(,"observed_at":"2026-01-31T09:30:00.000Z","hold":null,"intent":)" + intent +
         R"(,"services":[{"name":"db","phase":"running","why":null,"intent":)" + intent +
         R"(,"image":"postgres:16","replicas":{"desired":1,"running":1,"healthy":1},"restarts":0,)"
         R"("waiting_for":[],"next_attempt_at":null,"containers":[{"id":"aaaaaaaaaaaaaaaa","name":"shop-db-1",)"
         R"("state":"running","health":"healthy","exit_code":null,"oom_killed":false,"started_at":"2026-01-31T09:00:00.000Z"}]},)"
         R"({"name":"web","phase":")" +
         web_phase + R"(","why":null,"intent":)" + intent +
         R"(,"image":"nginx:1.27","replicas":{"desired":2,"running":1,"healthy":1},"restarts":4,)"
         R"("waiting_for":[],"next_attempt_at":null,"containers":[]}])" +
         more + "}";
}

Script with_shop(const std::string& phase, const std::string& web) {
  Script script;
  script.answers("GET /v1/host", quiet_host());
  script.answers(list, R"({"items":[)" + shop(phase, web) + R"(],"next":null})");
  script.answers("GET /v1/deployments/shop", shop(phase, web));
  script.answers("GET /v1/deployments/shop?wait=0s", shop(phase, web));
  return script;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

std::ptrdiff_t lines(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

}  // namespace cli_test
