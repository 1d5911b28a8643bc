// How long calls took, as the client counts it.
#include "docker/engine_client.hpp"
#include "fakes/scripted_engine.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <numeric>

using boost::asio::awaitable;
using fakes::answer;
using namespace std::chrono_literals;

namespace {

docker::Call a_call(std::string method, std::string path) {
  docker::Call call;
  call.doing = "asking";
  call.method = std::move(method);
  call.path = std::move(path);
  return call;
}

docker::Endpoint endpoint_of(const fakes::ScriptedEngine& engine) {
  docker::Endpoint out;
  out.peer.unix_path = engine.path();
  return out;
}

struct Counted {
  boost::asio::io_context io{1};
  fakes::ScriptedEngine engine{io};
  docker::EngineClient client{io.get_executor(), endpoint_of(engine), {100ms, 100ms}};

  // Asks one after the other, the last one as a stream where that is asked for.
  void ask(std::vector<docker::Call> calls, bool last_is_stream = false) {
    support::run(io, asked(std::move(calls), last_is_stream));
  }

  std::uint64_t calls(std::string_view method) const {
    for (const auto& [name, durations] : client.call_durations().all()) {
      const auto counts = durations.counts();
      if (name == method) return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
    }
    FAIL("not among the methods");
    return 0;
  }

 private:
  awaitable<void> asked(std::vector<docker::Call> calls, bool last_is_stream) {
    for (std::size_t i = 0; i < calls.size(); ++i) {
      if (last_is_stream && i + 1 == calls.size())
        (void)co_await client.stream(std::move(calls[i]));
      else
        (void)co_await client.call(std::move(calls[i]));
    }
    co_await engine.stop();
  }
};

}  // namespace

TEST_CASE("calls that were answered are counted by their method, also where the answer is no") {
  Counted counted;
  counted.engine.on("GET /info", answer(200, "{}"));
  counted.engine.on("GET /nothing", answer(404, R"({"message":"no such thing"})"));
  counted.engine.on("POST /start", answer(204, ""));
  counted.ask({a_call("GET", "/info"), a_call("GET", "/nothing"), a_call("POST", "/start")});
  CHECK(counted.calls("GET") == 3);  // and the version
  CHECK(counted.calls("POST") == 1);
  CHECK(counted.calls("DELETE") == 0);
}

TEST_CASE("a call without an answer, and a stream, are not counted") {
  Counted counted;
  counted.engine.on("GET /slow", fakes::silence());
  counted.engine.on("GET /events", fakes::raw({fakes::stream_head(), fakes::chunk("{}")}));
  counted.ask({a_call("GET", "/slow"), a_call("GET", "/events")}, true);
  CHECK(counted.calls("GET") == 1);  // the version
}
