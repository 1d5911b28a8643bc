// A process of its own that is killed while it writes; what it said was durable must be there, and
// nothing may be half there.
#include "store/world.hpp"
#include "support/catch.hpp"

#include <csignal>
#include <functional>

#include <sys/wait.h>
#include <unistd.h>

namespace {

using boost::asio::awaitable;
using model::IntentState;
using support::World;

class Child {
 public:
  // `life` runs in the child until it is killed; what it says arrives at `wait_for_word`.
  explicit Child(const std::function<void(int words)>& life) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    pid_ = ::fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
      ::close(ends[0]);
      ::alarm(60);  // never longer than its parent's patience
      life(ends[1]);
      for (;;) ::pause();
    }
    ::close(ends[1]);
    words_ = ends[0];
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    kill();
    ::close(words_);
  }
  void wait_for_word() const {
    char word = 0;
    REQUIRE(::read(words_, &word, 1) == 1);
  }
  void kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }

 private:
  pid_t pid_ = 0;
  int words_ = -1;
};

void say(int words) {
  if (::write(words, "x", 1) != 1) ::_exit(1);
}

std::unique_ptr<store::Storage> open_or_exit(World& world) {
  auto opened = store::open_storage(world.io.get_executor(), world.options(), world.clock);
  if (!opened || (*opened)->rescue() != nullptr) ::_exit(1);
  return std::move(*opened);
}

// Every set sets both services to the same number; an event says the number too.
awaitable<bool> write_for_ever(store::Storage& storage, int words) {
  const std::vector<reconcile::Change> first = {support::put("shop", 1, "shop:web,db")};
  if (!co_await storage.state().commit(first)) ::_exit(1);
  for (int number = 1;; ++number) {
    const auto name = std::to_string(number);
    std::vector<reconcile::Change> pair = {
        support::set_intent("shop", "web", IntentState::running, name),
        support::set_intent("shop", "db", IntentState::running, name)};
    storage.sink().record(support::event("number", name));
    storage.state().commit_behind(std::move(pair));
    if (number % 20 == 0) co_await core::wait_for(core::Milliseconds(3));
    if (number == 200 && !co_await storage.flush()) ::_exit(1);
    if (number >= 200 && number % 37 == 0) say(words);
  }
}

}  // namespace

TEST_CASE("a commit that returned survives the process being killed") {
  World world;
  Child child([&](int words) {
    auto storage = open_or_exit(world);
    if (!world.run(storage->state().commit({support::put("shop", 7, "shop:web")}))) ::_exit(1);
    if (!world.run(storage->state().commit(
            {support::set_intent("shop", "web", IntentState::stopped, "upgrade")})))
      ::_exit(1);
    say(words);
    for (;;) ::pause();
  });
  child.wait_for_word();
  child.kill();
  auto storage = world.open();
  REQUIRE(storage->rescue() == nullptr);
  const auto snapshot = world.load(*storage);
  REQUIRE(snapshot.deployments.size() == 1);
  CHECK(snapshot.deployments[0].current.number == 7);
  CHECK(snapshot.deployments[0].intents.at("web").reason == "upgrade");
}

TEST_CASE("a process killed while it writes behind leaves whole sets and events without a hole") {
  for (int round = 0; round < 8; ++round) {
    World world;
    Child child([&](int words) {
      auto storage = open_or_exit(world);
      auto work = write_for_ever(*storage, words);
      (void)world.run(support::with_loops(*storage, world.io.get_executor(), std::move(work)));
    });
    for (int word = 0; word <= round; ++word) child.wait_for_word();  // another moment each time
    child.kill();
    auto storage = world.open();
    REQUIRE(storage->rescue() == nullptr);
    const auto deployment = world.load(*storage).deployments.at(0);
    const auto events = world.events(*storage, {{}, 0, 1'000'000, false});
    CAPTURE(round, events.size());
    REQUIRE_FALSE(events.empty());
    CHECK(deployment.intents.at("web") == deployment.intents.at("db"));
    CHECK(deployment.intents.at("web").reason == events.back().deployment);
    for (std::size_t i = 0; i < events.size(); ++i) {
      REQUIRE(events[i].id == static_cast<model::EventId>(i + 1));
      REQUIRE(events[i].deployment == std::to_string(i + 1));
    }
  }
}
