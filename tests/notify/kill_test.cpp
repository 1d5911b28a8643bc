// The agent is killed again and again while messages flow through a channel that fails half of the
// time: every event that asks for a message is told, or on record, and duplicates have the same id.
#include "notify/notifier_world.hpp"
#include "support/catch.hpp"

#include <map>
#include <random>
#include <set>

namespace {

using notify::Answer;
using notify::DeliveryState;
using notify::SendOutcome;
using std::chrono::minutes;
using std::chrono::seconds;
using support::NotifierWorld;

class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  int below(int limit) { return static_cast<int>(engine_() % static_cast<std::uint32_t>(limit)); }

 private:
  std::mt19937 engine_;
};

// Half of the time it fails, and of these times it has taken the message in every other one. Asked
// on one thread at a time.
void fail_half_of_the_time(fakes::OtherSide& side, std::shared_ptr<Dice> dice) {
  side.reply_with([&side, dice](const notify::Message& message, const auto&) {
    switch (dice->below(4)) {
      case 0: return Answer{SendOutcome::retry, "no route", {}};
      case 1: side.keep(message); return Answer{SendOutcome::retry, "the answer was lost", {}};
      default: return Answer{SendOutcome::delivered, "ok", {}};
    }
  });
}

// One after the other, each until its store is cut off at some write; how many were killed.
int live_and_die(NotifierWorld& world, Dice& dice, int events) {
  int told = 0, killed = 0;
  while (told < events || killed < 20) {
    world.start();
    world.store().writes_left = dice.below(9);
    world.store().cut_after_the_write = dice.below(2) == 0;
    for (int step = 0; step < 200 && !world.store().broken; ++step) {
      for (int i = dice.below(4); i > 0 && told < events; --i) world.tell(++told);
      world.advance(seconds(1 + dice.below(20)));
    }
    killed += world.store().broken ? 1 : 0;
  }
  return killed;
}

std::map<model::EventId, std::set<std::string>> ids_by_event(
    const std::vector<notify::Message>& messages) {
  std::map<model::EventId, std::set<std::string>> ids;
  for (const auto& message : messages)
    for (const auto& item : message.items)
      for (const auto event : item.events) ids[event].insert(message.id);
  return ids;
}

// Events of what is on record as told: sent, or counted in a digest that was.
std::set<model::EventId> on_record(const NotifierWorld& world) {
  std::set<model::EventId> events;
  std::set<std::string> sent;
  for (const auto& one : world.disk.in(DeliveryState::sent))
    sent.insert("in notification " + std::to_string(one.id));
  for (const auto& one : world.disk.outbox) {
    if (one.state != DeliveryState::sent && !sent.contains(one.answer)) continue;
    for (const auto& item : one.message.items)
      events.insert(item.events.begin(), item.events.end());
  }
  return events;
}

void check_all_told(const NotifierWorld& world) {
  const auto taken = world.side->taken();
  const auto ids = ids_by_event(taken);
  const auto recorded = on_record(world);
  std::size_t unrecorded = 0, unnamed = 0, under_two_ids = 0, left_out = 0;
  for (const auto event : world.told) {
    const auto found = ids.find(event);
    unrecorded += recorded.contains(event) ? 0 : 1;
    unnamed += found == ids.end() ? 1 : 0;
    under_two_ids += found != ids.end() && found->second.size() > 1 ? 1 : 0;
  }
  for (const auto& message : taken) left_out += static_cast<std::size_t>(message.left_out);
  CHECK(unrecorded == 0);
  CHECK(unnamed <= left_out);  // a digest has room for fifty, and counts the others
  CHECK(under_two_ids == 0);
  std::set<std::string> sent;
  for (const auto& one : world.disk.in(DeliveryState::sent)) sent.insert(one.message.id);
  for (const auto& message : taken) CHECK(sent.contains(message.id));
  CHECK(world.disk.in(DeliveryState::pending).empty());
}

}  // namespace

TEST_CASE("agents that are killed at any write leave no event untold, and none under two ids") {
  int killed = 0;
  for (std::uint32_t seed = 1; seed <= 8; ++seed) {
    CAPTURE(seed);
    NotifierWorld world;
    const auto dice = std::make_shared<Dice>(seed);
    Dice fate(seed + 1000);
    fail_half_of_the_time(*world.side, dice);
    world.start();  // it begins at the newest event
    killed += live_and_die(world, fate, 500);
    world.start();
    for (int step = 0; step < 400; ++step) {
      if (step > 30 && world.disk.in(DeliveryState::pending).empty()) break;
      world.advance(minutes(1));
    }
    check_all_told(world);
    world.stop();
  }
  CHECK(killed >= 200);
}
