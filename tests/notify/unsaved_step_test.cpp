#include "notify/unsaved_step.hpp"

#include "support/catch.hpp"
#include "support/noon.hpp"

namespace {

using notify::MemoryRow;
using notify::UnsavedStep;
using support::noon;

notify::Outgoing to(const std::string& channel) { return {channel, {}, noon.wall}; }

}  // namespace

TEST_CASE("what could not be stored grows: the newest of each row, and every message in order") {
  UnsavedStep step;
  step.begin(10, {{"b", "0"}}, noon.mono);
  CHECK_FALSE(step.wants_saving(noon.mono));
  step.took(12);
  step.add({{"a", "1"}, {"b", "1"}}, {to("x")});
  step.took(15);
  step.add({{"b", std::nullopt}, {"c", "1"}}, {to("y"), to("z")});
  CHECK(step.wants_saving(noon.mono));
  CHECK(step.step().cursor == 15);
  CHECK(step.step().memory == std::vector<MemoryRow>{{"a", "1"}, {"b", std::nullopt}, {"c", "1"}});
  REQUIRE(step.step().outgoing.size() == 3);
  CHECK(step.step().outgoing[2].channel == "z");
  step.saved(noon.mono);
  CHECK_FALSE(step.wants_saving(noon.mono));
  CHECK_FALSE(step.has_messages());
  CHECK(step.step().cursor == 15);
}

TEST_CASE("a cursor that moved over what asks for nothing is stored now and then") {
  UnsavedStep step;
  step.begin(10, {}, noon.mono);
  step.took(10 + UnsavedStep::cursor_lag_events - 1);
  CHECK_FALSE(step.wants_saving(noon.mono));
  CHECK(step.wants_saving(noon.mono + UnsavedStep::cursor_lag));
  step.took(10 + UnsavedStep::cursor_lag_events);
  CHECK(step.wants_saving(noon.mono));
}

TEST_CASE("a first cursor is stored at once, also where the log is empty") {
  UnsavedStep step;
  step.begin(UnsavedStep::no_cursor, {}, noon.mono);
  step.took(0);
  CHECK(step.wants_saving(noon.mono));
}

TEST_CASE("with many messages that wait for the store no more events are wanted") {
  UnsavedStep step;
  step.begin(0, {}, noon.mono);
  step.add({}, std::vector<notify::Outgoing>(UnsavedStep::outgoing_max - 1));
  CHECK_FALSE(step.is_full());
  step.add({}, {to("x")});
  CHECK(step.is_full());
}

TEST_CASE("what is forgotten before it was stored is not written, and what was stored is") {
  UnsavedStep step;
  step.begin(10, {}, noon.mono);
  step.add({{"a", std::nullopt}}, {});
  CHECK_FALSE(step.wants_saving(noon.mono));
  step.add({{"a", "1"}}, {});
  step.add({{"a", std::nullopt}}, {});
  CHECK_FALSE(step.wants_saving(noon.mono));
  step.add({{"a", "1"}}, {});
  step.saved(noon.mono);
  step.add({{"a", std::nullopt}}, {});
  CHECK(step.step().memory == std::vector<MemoryRow>{{"a", std::nullopt}});
  step.saved(noon.mono);
  step.add({{"a", std::nullopt}}, {});
  CHECK_FALSE(step.wants_saving(noon.mono));
}
