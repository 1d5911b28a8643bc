#include "store/retention.hpp"

#include "store/configure.hpp"
#include "store/idempotency_table.hpp"
#include "store/incident_table.hpp"
#include "store/incident_world.hpp"
#include "store/notify_tables.hpp"
#include "store/outbox_table.hpp"
#include "store/world.hpp"
#include "support/catch.hpp"

namespace {

using std::chrono::hours;
using store::EventAge;
using store_test::noon;

constexpr core::Milliseconds keep = hours(24 * 90);
constexpr core::WallTime old = noon - keep - hours(1), fresh = noon - hours(1),
                         future = noon + hours(1), never_set{};

store::Connection database() {
  auto db = store::Connection::open(":memory:", store::Connection::Mode::create);
  REQUIRE(store::configure_new(*db));
  REQUIRE(store::migrate(*db, store::migrations(), {}));
  return std::move(*db);
}

void insert(store::Connection& db, int count, core::WallTime at, std::size_t data_bytes = 2) {
  auto event = support::event("service.started");
  event.at = at;
  event.data = std::string(data_bytes, 'x');
  for (int i = 0; i < count; ++i) REQUIRE(store::insert_event(db, event));
}

std::int64_t count(store::Connection& db) {
  return db.number("SELECT count(*) FROM events").value();
}

}  // namespace

TEST_CASE("events expire from the old end, and a wrong clock neither keeps nor removes others") {
  struct Case {
    std::vector<core::WallTime> times;
    model::EventId expected;
  };
  const std::vector<Case> cases = {
      {{}, 0},
      {{fresh, fresh}, 0},
      {{old, old, fresh}, 2},
      {{old, fresh, old}, 1},
      {{future, old, fresh}, 2},
      {{future, fresh}, 0},
      {{fresh, never_set, fresh}, 0},
      {{never_set, fresh}, 0},
      {{never_set, old, never_set}, 2},
  };
  for (const auto& one : cases) {
    CAPTURE(&one - cases.data());
    std::vector<EventAge> ages;
    for (const auto at : one.times)
      ages.push_back({static_cast<model::EventId>(ages.size() + 1), at});
    CHECK(store::expired_up_to(ages, noon, keep) == one.expected);
  }
}

TEST_CASE("a clock that steps ahead by years removes nothing before it has stood so for a day") {
  auto db = database();
  insert(db, 3, noon - hours(1));
  store::BelievedTime time(noon, {noon, core::MonoTime{}});
  const auto step = [&](core::Milliseconds passed, core::Milliseconds ahead) {
    REQUIRE(store::retention_step(db, {}, time, {noon + passed + ahead, core::MonoTime{passed}}));
  };
  const auto years = hours(24 * 3650);
  step(hours(1), hours(0));
  step(hours(2), years);
  step(hours(25), years);
  CHECK(count(db) == 3);
  step(hours(26), hours(0));
  step(hours(27), years);
  step(hours(50), years);
  CHECK(count(db) == 3);
  step(hours(51), years);
  CHECK(count(db) == 0);
}

TEST_CASE("old events go in bounded steps until only the others are left") {
  auto db = database();
  insert(db, 1200, old);
  insert(db, 10, fresh);
  const store::EventLimits limits{keep, 1'000'000'000};
  CHECK(store::retention_step(db, limits, noon).value());
  CHECK(count(db) == 710);
  while (store::retention_step(db, limits, noon).value()) {
  }
  CHECK(count(db) == 10);
}

TEST_CASE("a database that is too large loses its oldest events and gives the space back") {
  auto db = database();
  insert(db, 4000, fresh, 4000);
  const auto before = db.number("PRAGMA page_count").value();
  const store::EventLimits limits{keep, 5'000'000};
  int steps = 0;
  while (store::retention_step(db, limits, noon).value()) REQUIRE(++steps < 200);
  const auto range = store::read_event_range(db).value();
  CHECK(range.newest == 4000);
  CHECK(range.oldest > 2000);
  CHECK(range.oldest <= 4000);
  CHECK(db.number("PRAGMA page_count").value() < before / 2);
}

TEST_CASE("remembered answers go after a day") {
  auto db = database();
  api::RememberedAnswer answer;
  answer.at = noon - hours(25);
  REQUIRE(store::put_answer(db, "old", answer));
  answer.at = noon - hours(23);
  REQUIRE(store::put_answer(db, "fresh", answer));
  CHECK_FALSE(store::retention_step(db, {}, noon).value());
  CHECK(store::read_answer(db, "old").value() == std::nullopt);
  CHECK(store::read_answer(db, "fresh").value().has_value());
}

TEST_CASE("resolved incidents go with the events, and open ones never") {
  auto db = database();
  const auto put = [&](model::IncidentId id, model::IncidentState state, core::WallTime at) {
    auto one = support::incident(id, state);
    one.opened_at = at;
    if (state == model::IncidentState::resolved) one.resolved_at = at;
    REQUIRE(store::put_incident(db, one));
  };
  put(1, model::IncidentState::resolved, old);
  put(2, model::IncidentState::open, old);
  put(3, model::IncidentState::needs_operator, old);
  put(4, model::IncidentState::resolved, fresh);
  put(5, model::IncidentState::resolved, future);
  put(6, model::IncidentState::resolved, never_set);
  CHECK_FALSE(store::retention_step(db, {}, noon).value());
  const auto left = store::read_incidents(db, 100).value();
  std::vector<model::IncidentId> ids;
  for (const auto& one : left) ids.push_back(one.id);
  CHECK(ids == std::vector<model::IncidentId>{2, 3, 4, 5, 6});
}

TEST_CASE("of resolved incidents so many are kept that times which cannot be true do no harm") {
  auto db = database();
  for (int id = 1; id <= 30; ++id)
    REQUIRE(store::put_incident(db, support::incident(id, model::IncidentState::resolved)));
  CHECK(store::forget_resolved_incidents(db, {old, old, 20, 4}).value() == 4);
  CHECK(store::forget_resolved_incidents(db, {old, old, 20, 400}).value() == 6);
  CHECK(store::read_incidents(db, 100).value().front().id == 11);
}

namespace {

void insert_ended(store::Connection& db, int count, core::WallTime at, const std::string& prefix) {
  for (int i = 0; i < count; ++i) {
    auto sent = support::outgoing("ops", prefix + std::to_string(i));
    REQUIRE(store::insert_delivery(db, sent, at));
    notify::Delivery ended;
    ended.id = db.last_insert_id();
    ended.state = notify::DeliveryState::sent;
    ended.ended_at = at;
    REQUIRE(store::update_delivery(db, ended));
  }
}

std::int64_t count_outbox(store::Connection& db) {
  return db.number("SELECT count(*) FROM outbox").value();
}

}  // namespace

TEST_CASE("ended deliveries go with the events, and beyond a week only the newest are kept") {
  auto db = database();
  const auto transaction = store::Transaction::begin(db);
  insert_ended(db, 10, old, "old");
  insert_ended(db, 2600, noon - hours(24 * 8), "week");
  insert_ended(db, 100, fresh, "fresh");
  REQUIRE(store::insert_delivery(db, support::outgoing("ops", "waits"), old));
  CHECK(store::retention_step(db, {}, noon).value());
  CHECK(count_outbox(db) == 2711 - 10 - 500);
  while (store::retention_step(db, {}, noon).value()) {
  }
  CHECK(count_outbox(db) == 2000 + 100 + 1);
  CHECK(db.number("SELECT count(*) FROM outbox WHERE state = 'pending'").value() == 1);
}

TEST_CASE("silences are listed for a week after their end") {
  auto db = database();
  notify::Silence silence;
  silence.match.type = "*";
  silence.ends_at = noon - hours(24 * 8);
  REQUIRE(store::put_silence(db, silence));
  silence.ends_at = noon - hours(24 * 6);
  REQUIRE(store::put_silence(db, silence));
  REQUIRE(store::retention_step(db, {}, noon));
  const auto left = store::read_silences(db).value();
  REQUIRE(left.size() == 1);
  CHECK(left[0].id == 2);
}
