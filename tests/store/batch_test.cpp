#include "store/batch.hpp"

#include "store/event_table.hpp"
#include "store/migrations.hpp"
#include "store/snapshot.hpp"
#include "store/world.hpp"
#include "support/catch.hpp"

namespace {

using Changes = std::vector<reconcile::Change>;
using model::IntentState;

store::Connection database() {
  auto db = store::Connection::open(":memory:", store::Connection::Mode::create);
  REQUIRE(store::migrate(*db, store::migrations(), {}));
  return std::move(*db);
}

store::Work applying(Changes changes) {
  return [changes](store::Connection& db) -> core::Status {
    for (const auto& change : changes) {
      if (auto done = store::apply_change(db, change); !done) return done;
    }
    return {};
  };
}

std::int64_t count(store::Connection& db, const std::string& table) {
  return db.number("SELECT count(*) FROM " + table).value();
}

}  // namespace

TEST_CASE("a batch is written in order and its events get ids without a hole") {
  auto db = database();
  const auto outcome = store::write_batch(
      db,
      {support::event("a"), Changes{support::put("shop", 1, "shop:web")},
       Changes{support::set_intent("shop", "web", IntentState::stopped)}, support::event("b")},
      {});
  CHECK(outcome.committed);
  CHECK(outcome.ids == std::vector<model::EventId>{1, 2});
  CHECK(outcome.refused.empty());
  CHECK(count(db, "intents") == 1);
}

TEST_CASE("a set that the database refuses is left out whole and the rest is written") {
  auto db = database();
  const auto outcome =
      store::write_batch(db,
                         {Changes{support::put("shop", 1, "shop:web"),
                                  support::set_intent("none", "web", IntentState::stopped)},
                          support::event("after")},
                         {});
  CHECK(outcome.committed);
  CHECK(outcome.ids == std::vector<model::EventId>{1});
  REQUIRE(outcome.refused.size() == 1);
  CHECK(outcome.refused[0].code == core::Errc::conflict);
  CHECK(count(db, "deployments") == 0);
}

TEST_CASE("refused work of the caller leaves no trace and what waited is written") {
  auto db = database();
  const auto outcome = store::write_batch(
      db, {support::event("waited")},
      applying({support::put("shop", 1, "shop:web"), reconcile::MarkDeleting{"none", false}}));
  CHECK(outcome.committed);
  REQUIRE_FALSE(outcome.work);
  CHECK(outcome.work.error() == core::not_found("no deployment none"));
  CHECK(count(db, "events") == 1);
  CHECK(count(db, "deployments") == 0);
}

TEST_CASE("where there is no room nothing of the batch is written") {
  auto db = database();
  REQUIRE(store::write_batch(db, {support::event("before")}, {}).committed);
  const auto pages = db.number("PRAGMA page_count").value();
  REQUIRE(db.number("PRAGMA max_page_count = " + std::to_string(pages)).value() == pages);
  auto large = support::event("large");
  large.data = std::string(100'000, 'x');
  const auto outcome = store::write_batch(db, {support::event("small"), large},
                                          applying({support::put("shop", 1, "shop:web")}));
  REQUIRE_FALSE(outcome.committed);
  CHECK(outcome.committed.error().code == core::Errc::unavailable);
  CHECK(outcome.committed.error().what ==
        "writing :memory:: database or disk is full; free some space there");
  CHECK(count(db, "events") == 1);
  CHECK(count(db, "deployments") == 0);
  REQUIRE(db.number("PRAGMA max_page_count = 1000000"));
  CHECK(store::write_batch(db, {support::event("small"), large}, {}).ids ==
        std::vector<model::EventId>{2, 3});
}
