#include "api/peers.hpp"

#include "fakes/api_backend.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <future>

#include <sys/socket.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

// The other end of a Unix socket: this process.
struct Ends {
  Ends() { REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, both) == 0); }
  ~Ends() {
    ::close(both[0]);
    ::close(both[1]);
  }
  int both[2];
};

struct Asked {
  api::Peer at_first, at_once, answered;
  int questions = 0;
};

}  // namespace

TEST_CASE("a user database that hangs keeps the agent's own user waiting for its limit only") {
  Ends ends;
  boost::asio::io_context io{1};
  core::BlockingPool pool("test", 1);
  fakes::ApiClock clock;
  std::promise<void> release;
  std::atomic<int> questions = 0;
  const auto look_up = [&, released = release.get_future().share()](api::Credentials,
                                                                    const std::string&) {
    ++questions;
    released.wait();
    return api::Peers::Answer{{"anna", {}}, std::nullopt};
  };
  api::Peers peers(pool, clock, "staff", look_up, 20ms);
  const auto scenario = [](api::Peers* who, const Ends* of, fakes::ApiClock* time,
                           std::promise<void>* letting_go) -> api::awaitable<Asked> {
    Asked seen;
    seen.at_first = co_await who->identify(of->both[0]);
    seen.at_once = co_await who->identify(of->both[0]);
    letting_go->set_value();
    time->at.mono += api::Peers::silence_remembered_for;
    seen.answered = co_await who->identify(of->both[0]);
    co_return seen;
  };
  const auto seen = support::run(io, scenario(&peers, &ends, &clock, &release));
  const auto uid = "uid " + std::to_string(::geteuid());
  CHECK(seen.at_first.name == uid);
  CHECK(seen.at_first.principal.has_value());
  CHECK(seen.at_once.name == uid);
  CHECK(seen.answered.name == "anna (" + uid + ")");
  CHECK(questions == 1);
}
