#include "store/memory_notify.hpp"

#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

namespace {

using notify::DeliveryState;

struct Kept {
  store::MemoryNotify notify;
  boost::asio::io_context io;

  void tell(const std::string& id, model::Severity severity = model::Severity::warning) {
    notify::Outgoing one;
    one.channel = "ops";
    one.message.id = id;
    one.message.severity = severity;
    notify::Step step;
    step.outgoing.push_back(one);
    REQUIRE(support::run(io, notify.commit_step(step)));
  }
  std::vector<notify::Delivery> all(notify::DeliveryQuery query = {}) {
    return *support::run(io, notify.deliveries(query));
  }
  std::vector<notify::Delivery> in(DeliveryState state) {
    notify::DeliveryQuery query;
    query.state = state;
    return all(query);
  }
};

}  // namespace

TEST_CASE("without a database every event of this life is read") {
  Kept kept;
  const auto remembered = support::run(kept.io, kept.notify.load_pipeline());
  REQUIRE(remembered.has_value());
  CHECK(remembered->cursor == model::EventId{0});
}

TEST_CASE("messages in memory are numbered in their order, and end") {
  Kept kept;
  kept.tell("a");
  kept.tell("b");
  auto waiting = kept.in(DeliveryState::pending);
  REQUIRE(waiting.size() == 2);
  CHECK(waiting[0].message.id == "a");
  CHECK(waiting[0].id < waiting[1].id);
  waiting[0].state = DeliveryState::sent;
  CHECK(support::run(kept.io, kept.notify.put_delivery(waiting[0])));
  CHECK(kept.in(DeliveryState::sent).size() == 1);
  CHECK(kept.in(DeliveryState::pending).size() == 1);
}

TEST_CASE("where there is no room the oldest of the lowest severity goes") {
  Kept kept;
  kept.tell("critical", model::Severity::critical);
  kept.tell("first");
  kept.tell("second");
  const auto gone = support::run(kept.io, kept.notify.trim(2, "no room", {}));
  REQUIRE(gone->size() == 1);
  CHECK(gone->front().message.id == "first");
  CHECK(gone->front().answer == "no room");
  CHECK(kept.in(DeliveryState::pending).size() == 2);
}

TEST_CASE("a backlog in memory becomes one message") {
  Kept kept;
  kept.tell("a");
  kept.tell("b");
  notify::Outgoing digest;
  digest.channel = "ops";
  digest.message.id = "both";
  const auto made = support::run(kept.io, kept.notify.merge({1, 2}, digest, {}));
  REQUIRE(made.has_value());
  CHECK(kept.in(DeliveryState::merged).size() == 2);
  REQUIRE(kept.in(DeliveryState::pending).size() == 1);
  CHECK(kept.in(DeliveryState::pending)[0].message.id == "both");
}

TEST_CASE("the newest are the last ones, in ascending order") {
  Kept kept;
  for (const char* id : {"a", "b", "c"}) kept.tell(id);
  notify::DeliveryQuery query;
  query.limit = 2;
  query.newest = true;
  const auto found = kept.all(query);
  REQUIRE(found.size() == 2);
  CHECK(found[0].message.id == "b");
}
