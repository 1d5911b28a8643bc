// A file system that refuses writes: the kernel's limit on the size of files plays the full disk.
#include "store/writer.hpp"

#include "core/io/task_group.hpp"
#include "store/open_database.hpp"
#include "store/snapshot.hpp"
#include "store/world.hpp"
#include "support/catch.hpp"

#include <csignal>

#include <sys/resource.h>

namespace {

using boost::asio::awaitable;
using model::IntentState;
using support::World;

// While it lives no file of this process grows beyond `bytes`.
class FilesLimited {
 public:
  explicit FilesLimited(rlim_t bytes) {
    ::signal(SIGXFSZ, SIG_IGN);
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before_) == 0);
    const rlimit limited{bytes, before_.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &limited) == 0);
  }
  FilesLimited(const FilesLimited&) = delete;
  FilesLimited& operator=(const FilesLimited&) = delete;
  ~FilesLimited() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

std::size_t events_in(World& world, store::Storage& storage) {
  return world.events(storage, {{}, 0, 1000, false}).size();
}

// The limit goes while the loops run; they find out by themselves.
awaitable<bool> wait_until_written(store::Storage& storage, std::unique_ptr<FilesLimited>& limit) {
  auto subscription = storage.events().subscribe({}, std::nullopt);
  limit.reset();
  auto item = co_await subscription->next(core::Milliseconds(10'000));
  co_return item.has_value();
}

}  // namespace

TEST_CASE("a commit that cannot be written says so, and the store is degraded until one can") {
  World world;
  auto storage = world.open();
  REQUIRE(world.commit(*storage, {support::put("shop", 1, "shop:web")}));
  {
    const FilesLimited limited(4096);
    const auto done = world.commit(
        *storage,
        {support::set_intent("shop", "web", IntentState::stopped, std::string(20'000, 'x'))});
    REQUIRE_FALSE(done);
    CHECK(done.error().code == core::Errc::unavailable);
    CHECK(done.error().what.find(world.file().string()) != std::string::npos);
    REQUIRE(world.states.size() == 1);
    CHECK_FALSE(world.states[0].writable);
    CHECK_FALSE(world.states[0].reason.empty());
    CHECK_FALSE(storage->condition().writable);
    CHECK_FALSE(world.commit(*storage, {support::set_intent("shop", "web", IntentState::stopped)}));
    CHECK(world.states.size() == 1);
    CHECK(world.load(*storage).deployments.at(0).intents.empty());
  }
  REQUIRE(world.commit(*storage, {support::set_intent("shop", "web", IntentState::stopped)}));
  REQUIRE(world.states.size() == 2);
  CHECK(world.states[1].writable);
  CHECK(world.states[1].reason.empty());
  CHECK(world.load(*storage).deployments.at(0).intents.at("web").state == IntentState::stopped);
}

TEST_CASE(
    "what was written behind waits while writing does not work, and is there in order afterwards") {
  World world;
  auto storage = world.open();
  REQUIRE(world.commit(*storage, {support::put("shop", 1, "shop:web")}));
  {
    const FilesLimited limited(4096);
    storage->sink().record(support::event("first"));
    CHECK_FALSE(world.run(storage->flush()));
    storage->sink().record(support::event("second"));
    storage->state().commit_behind({support::set_intent("shop", "web", IntentState::stopped)});
    CHECK_FALSE(world.run(storage->flush()));
    CHECK(events_in(world, *storage) == 0);
  }
  REQUIRE(world.run(storage->flush()));
  const auto events = world.events(*storage);
  REQUIRE(events.size() == 2);
  CHECK(events[0].type == "first");
  CHECK(events[1].id == 2);
  CHECK(world.load(*storage).deployments.at(0).intents.size() == 1);
}

TEST_CASE("the store recovers by itself when writing works again") {
  World world;
  auto storage = world.open();
  auto limit = std::make_unique<FilesLimited>(4096);
  storage->sink().record(support::event("waiting"));
  CHECK_FALSE(world.run(storage->flush()));
  auto work = wait_until_written(*storage, limit);
  CHECK(world.run(support::with_loops(*storage, world.io.get_executor(), std::move(work))));
  REQUIRE(world.states.size() == 2);
  CHECK(world.states[1].writable);
}

TEST_CASE("memory is bounded while writing does not work, and what was dropped is counted") {
  World world;
  auto storage = world.open();
  {
    const FilesLimited limited(4096);
    for (std::size_t i = 0; i < store::WriteQueue::events_max + 7; ++i)
      storage->sink().record(support::event("service.started"));
    CHECK_FALSE(world.run(storage->flush()));
    CHECK(world.states.at(0).events_dropped == 7);
  }
  REQUIRE(world.run(storage->flush()));
  CHECK(world.states.at(1).events_dropped == 7);
  auto newest = world.events(*storage, {{}, 0, 1, true});
  REQUIRE(newest.size() == 1);
  CHECK(newest[0].id == static_cast<model::EventId>(store::WriteQueue::events_max));
}

TEST_CASE("a cancelled commit loses nothing of what waited") {
  World world;
  auto storage = world.open();
  storage->sink().record(support::event("waiting"));
  core::TaskGroup group(world.io.get_executor(), [](const std::string&, std::exception_ptr) {});
  auto flush_ignoring = [](store::Storage& of) -> awaitable<void> { (void)co_await of.flush(); };
  for (int i = 0; i < 5; ++i) group.spawn("flush", flush_ignoring(*storage));
  group.cancel();
  CHECK(world.run(group.join(core::Milliseconds(5000))));
  REQUIRE(world.run(storage->flush()));
  CHECK(events_in(world, *storage) == 1);
}
