#include "store/write_queue.hpp"

#include "store/world.hpp"
#include "support/catch.hpp"

namespace {

using store::WriteQueue;

std::string type_of(const store::BehindItem& item) {
  const auto* event = std::get_if<model::Event>(&item);
  return event == nullptr ? "changes" : event->type;
}

std::vector<std::string> types(std::vector<store::BehindItem> items) {
  std::vector<std::string> found;
  for (const auto& item : items) found.push_back(type_of(item));
  return found;
}

std::vector<reconcile::Change> heartbeat(std::int64_t nano) {
  reconcile::Heartbeat beat;
  beat.last_event_nano = nano;
  return {reconcile::SetHeartbeat{beat}};
}

}  // namespace

TEST_CASE("what waits is taken in the order in which it came") {
  WriteQueue queue;
  queue.push(support::event("a"));
  queue.push(std::vector<reconcile::Change>{reconcile::EndHold{1}});
  queue.push(support::event("b"));
  CHECK(types(queue.take()) == std::vector<std::string>{"a", "changes", "b"});
  CHECK(queue.empty());
}

TEST_CASE("what could not be written comes before what was pushed since") {
  WriteQueue queue;
  queue.push(support::event("a"));
  queue.push(support::event("b"));
  auto taken = queue.take();
  queue.push(support::event("c"));
  queue.put_back(std::move(taken));
  CHECK(types(queue.take()) == std::vector<std::string>{"a", "b", "c"});
}

TEST_CASE("where there is no room the oldest info event goes, then warnings, critical ones last") {
  WriteQueue queue;
  queue.push(support::event("critical", "", model::Severity::critical));
  queue.push(support::event("warning", "", model::Severity::warning));
  for (std::size_t i = 2; i < WriteQueue::events_max; ++i)
    queue.push(support::event("info " + std::to_string(i)));
  CHECK(queue.events_dropped() == 0);
  queue.push(support::event("one more"));
  CHECK(queue.events_dropped() == 1);
  CHECK(queue.size() == WriteQueue::events_max);
  auto left = types(queue.take());
  CHECK(left[0] == "critical");
  CHECK(left[1] == "warning");
  CHECK(left[2] == "info 3");
  CHECK(left.back() == "one more");
}

TEST_CASE("a put back beyond the room drops too") {
  WriteQueue queue;
  for (std::size_t i = 0; i < WriteQueue::events_max; ++i)
    queue.push(support::event("old", "", model::Severity::warning));
  auto taken = queue.take();
  queue.push(support::event("new", "", model::Severity::critical));
  queue.put_back(std::move(taken));
  CHECK(queue.size() == WriteQueue::events_max);
  CHECK(queue.events_dropped() == 1);
  CHECK(types(queue.take()).back() == "new");
}

TEST_CASE("sets of changes are bounded and counted for themselves") {
  WriteQueue queue;
  queue.push(support::event("kept"));
  for (std::size_t i = 0; i < WriteQueue::change_sets_max + 5; ++i) {
    queue.push(std::vector<reconcile::Change>{reconcile::EndHold{static_cast<std::int64_t>(i)}});
  }
  CHECK(queue.change_sets_dropped() == 5);
  CHECK(queue.events_dropped() == 0);
  auto left = queue.take();
  CHECK(type_of(left[0]) == "kept");
  CHECK(
      std::get<reconcile::EndHold>(std::get<std::vector<reconcile::Change>>(left[1]).front()).id ==
      5);
}

TEST_CASE("a heartbeat takes the place of the one that still waits") {
  WriteQueue queue;
  queue.push(heartbeat(1));
  queue.push(support::event("between"));
  queue.push(heartbeat(2));
  auto left = queue.take();
  REQUIRE(left.size() == 2);
  CHECK(type_of(left[0]) == "between");
  const auto& change = std::get<std::vector<reconcile::Change>>(left[1]).front();
  CHECK(std::get<reconcile::SetHeartbeat>(change).heartbeat.last_event_nano == 2);
}

namespace {

store::BehindItem version_of(model::IncidentId id, int attempts) {
  model::Incident incident;
  incident.id = id;
  incident.attempts = attempts;
  return incident;
}

std::vector<std::pair<model::IncidentId, int>> versions(std::vector<store::BehindItem> items) {
  std::vector<std::pair<model::IncidentId, int>> found;
  for (const auto& item : items)
    if (const auto* one = std::get_if<model::Incident>(&item))
      found.emplace_back(one->id, one->attempts);
  return found;
}

using Versions = std::vector<std::pair<model::IncidentId, int>>;

}  // namespace

TEST_CASE(
    "a later version of an incident takes the place of one that waits, after what came between") {
  WriteQueue queue;
  queue.push(version_of(1, 0));
  queue.push(version_of(2, 0));
  queue.push(support::event("between"));
  queue.push(version_of(1, 5));
  CHECK(queue.size() == 3);
  CHECK(versions(queue.take()) == Versions{{2, 0}, {1, 5}});
}

TEST_CASE("an incident that could not be written does not overwrite a later version") {
  WriteQueue queue;
  queue.push(version_of(1, 0));
  queue.push(version_of(2, 0));
  auto taken = queue.take();
  queue.push(version_of(1, 1));
  queue.put_back(std::move(taken));
  CHECK(versions(queue.take()) == Versions{{2, 0}, {1, 1}});
}

TEST_CASE("incidents that wait are bounded, and the oldest goes") {
  WriteQueue queue;
  for (std::size_t i = 1; i <= WriteQueue::incidents_max + 3; ++i)
    queue.push(version_of(static_cast<model::IncidentId>(i), 0));
  CHECK(queue.size() == WriteQueue::incidents_max);
  CHECK(queue.change_sets_dropped() == 3);
  CHECK(versions(queue.take()).front().first == 4);
}
