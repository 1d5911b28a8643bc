#include "fakes/toy_docker.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace fakes {
namespace {

using reconcile::awaitable;
using reconcile::Done;

const model::Fault unreachable{model::FaultKind::engine_unreachable, model::FaultClass::engine, 0,
                               "connection refused", "asking the engine"};

// The container that the step is about, "" where it is about none.
model::ContainerId container_of(const model::Step& step) {
  return std::visit(
      [](const auto& action) -> model::ContainerId {
        if constexpr (requires { action.container; }) return action.container;
        return "";
      },
      step.action);
}

std::string subject_of(const model::Step& step) {
  const auto* create = std::get_if<model::CreateContainer>(&step.action);
  return create != nullptr ? create->name : container_of(step);
}

// Steps that mean what this pass created get its id from the work, never by guessing.
void fill_in_created(reconcile::Work& work) {
  std::visit(
      [&](auto& action) {
        if constexpr (requires { action.container; }) {
          if (action.container.empty()) action.container = work.created;
        }
      },
      work.step.action);
}

}  // namespace

ToyDocker::ToyDocker(boost::asio::any_io_executor executor, const ManualClock& clock,
                     Journal& journal, Turnstile& turnstile, support::SceneBuilder& scene)
    : clock_(clock),
      journal_(journal),
      turnstile_(turnstile),
      scene_(scene),
      toy_(scene),
      news_(executor) {}

awaitable<model::Outcome<model::Observation>> ToyDocker::observe(
    std::shared_ptr<const model::Spec> spec, reconcile::Leftovers) {
  co_await turnstile_.pass("observe");
  if (away_ || spec == nullptr) co_return unreachable;
  if (throws.contains("observe ")) throw std::runtime_error("[json] type must be string");
  const auto refused = refusal("observe", "");
  if (refused) co_return *refused;
  ++looks;
  auto seen = scene_.seen;
  co_await turnstile_.pass("observe answer");
  co_return seen;
}

awaitable<model::Outcome<model::Container>> ToyDocker::inspect(model::ContainerId id) {
  ++inspects;
  if (away_) co_return unreachable;
  const auto* found = toy_.find(id);
  if (found == nullptr)
    co_return fault(model::FaultKind::no_such_container, model::FaultClass::repairable);
  co_return *found;
}

awaitable<model::Outcome<model::StoredInspect>> ToyDocker::raw_inspect(model::ContainerId id) {
  if (away_ || toy_.find(id) == nullptr) co_return unreachable;
  co_return model::StoredInspect{"{\"Id\":\"" + id + "\"}", "{}", ""};
}

awaitable<core::Result<std::optional<model::Fault>>> ToyDocker::fault_of_end(
    model::Container ended) {
  ++ends_asked;
  co_await turnstile_.pass("last words");
  const auto found = last_words.find(ended.service());
  if (away_) co_return core::Error{core::Errc::unavailable, "the engine is away"};
  co_return found == last_words.end() ? std::nullopt : std::optional(found->second);
}

void ToyDocker::refuse(const std::string& verb, const std::string& service, model::Fault fault,
                       int times) {
  for (int i = 0; i < times; ++i) refusals_[verb + " " + service].push_back(fault);
}

std::optional<model::Fault> ToyDocker::refusal(const std::string& verb,
                                               const std::string& service) {
  if (away_) return unreachable;
  auto& queue = refusals_[verb + " " + service];
  if (queue.empty()) return std::nullopt;
  auto first = queue.front();
  queue.pop_front();
  return first;
}

awaitable<model::Outcome<Done>> ToyDocker::perform(reconcile::Work work) {
  fill_in_created(work);
  const auto subject = subject_of(work.step);
  if (subject.empty()) co_return co_await perform_alone(std::move(work));
  if (under_way.contains(subject))
    mishaps.push_back(std::string(model::verb_of(work.step.action)) + " " + work.step.service +
                      " beside another call about it");
  struct Presence {
    std::multiset<std::string>& all;
    std::multiset<std::string>::iterator self;
    ~Presence() { all.erase(self); }
  } const presence{under_way, under_way.insert(subject)};
  co_return co_await perform_alone(std::move(work));
}

awaitable<model::Outcome<Done>> ToyDocker::perform_alone(reconcile::Work work) {
  const std::string verb{model::verb_of(work.step.action)};
  journal_.push_back("perform " + verb + " " + work.step.service);
  co_await turnstile_.pass(verb);
  if (throws.contains(verb + " " + work.step.service))
    throw std::runtime_error("[json] type must be string");
  const auto refused = refusal(verb, work.step.service);
  if (refused) co_return *refused;
  auto outcome = co_await carry_out(std::move(work));
  co_await turnstile_.pass(verb + " answer");
  co_return outcome;
}

awaitable<model::Outcome<Done>> ToyDocker::carry_out(reconcile::Work work) {
  scene_.now = clock_.now();
  scene_.spec = *work.spec;
  const auto* found = toy_.find(container_of(work.step));
  const auto before = found == nullptr ? model::Container{} : *found;
  const auto refusal = toy_.apply(work.step);
  if (refusal.ends_with("is taken")) mishaps.push_back(refusal);
  if (!refusal.empty())
    co_return model::Fault{model::FaultKind::unknown, model::FaultClass::transient, 500, refusal,
                           "carrying it out"};
  Done done;
  done.container = before.id;
  if (const auto* create = std::get_if<model::CreateContainer>(&work.step.action)) {
    auto& made = scene_.seen.containers.back();
    made.image_id = "sha256:" + create->image;
    done.container = made.id;
  }
  tell_of(work.step, before);
  co_return done;
}

// ENGINE.md 2.
void ToyDocker::tell_of(const model::Step& step, const model::Container& before) {
  const auto verb = model::verb_of(step.action);
  if (verb == "create") return tell(scene_.seen.containers.back(), "create");
  if (before.id.empty()) return;
  if ((verb == "stop" || verb == "restart") && before.is_up()) tell_of_end(before, 15, 0, true);
  if (verb == "remove") tell(before, "destroy");
  // A start by any client takes back the mark of the stop before.
  if ((verb == "start" && !before.is_up()) || verb == "restart") manual_flags.erase(before.id);
  if (verb == "start" && !before.is_up()) tell(*toy_.find(before.id), "start");
  if (verb == "restart") {
    if (!beside.empty()) tell(before, "stop");
    tell(*toy_.find(before.id), "start");
    tell(*toy_.find(before.id), "restart");
    if (beside == "restart") tell(*toy_.find(before.id), "restart");
  }
  if (verb == "rename") tell(*toy_.find(before.id), "rename", {{"oldName", "/" + before.name}});
}

void ToyDocker::tell_of_end(const model::Container& one, int signal, int exit_code, bool stopped) {
  tell(one, "kill", {{"signal", std::to_string(signal)}});
  tell(one, "die", {{"exitCode", std::to_string(exit_code)}});
  if (stopped) tell(one, "stop");
}

std::int64_t ToyDocker::nano() {
  const auto wall = clock_.now().wall.time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(wall).count() + ++sequence_;
}

void ToyDocker::tell(const model::Container& of, const std::string& action, model::StringMap more) {
  reconcile::EngineEvent event;
  event.type = "container";
  event.action = action;
  event.id = of.id;
  event.attributes = of.labels;
  event.attributes["name"] = of.name;
  event.attributes["image"] = of.image;
  event.attributes.insert(more.begin(), more.end());
  event.time_nano = nano();
  event.read_at = clock_.now().mono;
  if (action == "health_status") event.health = of.health;
  if (deaf) return;
  ring_.push_back(event);
  if (broken_) return;
  pending_.push_back(std::move(event));
  news_.notify();
}

void ToyDocker::repeat_last_event() {
  pending_.push_back(ring_.back());
  news_.notify();
}

awaitable<model::Outcome<reconcile::Greeting>> ToyDocker::connect(std::int64_t since_nano) {
  ++connects;
  if (away_) co_return unreachable;
  broken_ = false;
  pending_.clear();
  reconcile::Greeting greeting;
  for (const auto& event : ring_) {
    if (since_nano > 0 && event.time_nano >= since_nano) greeting.past.push_back(event);
  }
  greeting.remembers = !greeting.past.empty() && greeting.past.front().time_nano == since_nano;
  greeting.info.version = "28.0";
  greeting.info.api_version = "1.48";
  greeting.info.peer_start = start_;
  co_return greeting;
}

awaitable<model::Outcome<std::vector<reconcile::EngineEvent>>> ToyDocker::next_events() {
  while (pending_.empty() && !broken_) co_await news_.wait();
  if (pending_.empty())
    co_return model::Fault{model::FaultKind::protocol, model::FaultClass::engine, 0,
                           "the stream ended", "reading events"};
  std::vector<reconcile::EngineEvent> batch(pending_.begin(), pending_.end());
  pending_.clear();
  co_return batch;
}

awaitable<reconcile::Reaction> ToyDocker::reaction(core::Milliseconds) {
  using reconcile::Reaction;
  if (away_ || deaf_socket) co_return Reaction::refused;
  co_return silent ? Reaction::silent : Reaction::answered;
}

awaitable<std::optional<bool>> ToyDocker::manually_stopped(model::ContainerId id) {
  const auto found = manual_flags.find(id);
  co_return found == manual_flags.end() ? std::nullopt : std::optional<bool>(found->second);
}

awaitable<model::Outcome<std::vector<model::Container>>> ToyDocker::list_all() {
  if (away_) co_return unreachable;
  co_return scene_.seen.containers;
}

void ToyDocker::break_stream() {
  broken_ = true;
  news_.notify();
}

void ToyDocker::go_away() {
  away_ = true;
  break_stream();
}

// The ring of events is in the engine's memory.
void ToyDocker::come_back(const std::string& start) {
  away_ = false;
  if (start != start_) ring_.clear();
  start_ = start;
}

}  // namespace fakes
