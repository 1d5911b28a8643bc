// A folder, a clock that stands, and what a store needs beside them.
#pragma once

#include "core/clock.hpp"
#include "core/io/task_group.hpp"
#include "model/event.hpp"
#include "reconcile/ports.hpp"
#include "store/storage.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"
#include "support/temp_dir.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace store_test {

// The moment of support::noon, by the clock on the wall alone.
constexpr core::WallTime noon =
    std::chrono::sys_days(std::chrono::year(2026) / 1 / 31) + std::chrono::hours(12);

}  // namespace store_test

namespace support {

class StandingClock final : public core::Clock {
 public:
  core::Instant now() const override { return at; }
  core::Instant at{store_test::noon, core::MonoTime{core::Milliseconds(1'000'000)}};
};

// The canonical form of these tests: "name:service,service". "!" cannot be decoded.
core::Result<model::Spec> decode_spec(const std::string& canonical);
std::shared_ptr<const model::Spec> spec_of(const std::string& canonical);

model::Generation generation(model::GenerationNumber number, const std::string& canonical);
model::Intent intent(model::IntentState state, const std::string& reason = "");
model::Event event(const std::string& type, const std::string& deployment = "",
                   model::Severity severity = model::Severity::info);
reconcile::Change put(const std::string& deployment, model::GenerationNumber number,
                      const std::string& canonical);
reconcile::Change set_intent(const std::string& deployment, const std::string& service,
                             model::IntentState state, const std::string& reason = "");

// Everything in it, one line a fact, so that two of them can be compared and the difference read.
std::string text(const reconcile::Snapshot& snapshot);

// Opens storages in one folder, one after the other.
class World {
 public:
  store::StorageOptions options() const;
  std::unique_ptr<store::Storage> open();
  std::filesystem::path state_dir() const { return dir.path() / "state"; }
  std::filesystem::path file() const { return state_dir() / "state.db"; }

  template <class T> T run(boost::asio::awaitable<T> work) {
    return support::run(io, std::move(work));
  }
  core::Status commit(store::Storage& storage, std::vector<reconcile::Change> changes);
  reconcile::Snapshot load(store::Storage& storage);
  std::vector<model::Event> events(store::Storage& storage, api::EventQuery query = {});

  TempDir dir;
  boost::asio::io_context io{1};
  StandingClock clock;
  std::vector<store::StoreState> states;
  std::vector<core::Error> refused;
};

// `work` while the loops of the storage run.
template <class T>
boost::asio::awaitable<T> with_loops(store::Storage& storage, boost::asio::any_io_executor executor,
                                     boost::asio::awaitable<T> work) {
  core::TaskGroup group(
      executor, [](const std::string&, std::exception_ptr) { FAIL("a loop of the store ended"); });
  storage.start(group);
  auto result = co_await std::move(work);
  group.cancel();
  const bool joined = co_await group.join(core::Milliseconds(5000));
  CHECK(joined);
  co_return result;
}

}  // namespace support
