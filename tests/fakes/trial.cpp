#include "fakes/trial.hpp"

#include "reconcile/loop.hpp"
#include "reconcile/plan_text.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <utility>

namespace fakes {
namespace {

using namespace std::chrono_literals;
using model::ContainerState;
using model::IntentState;

constexpr int quiet_rounds = 30;
constexpr core::Milliseconds shutdown_takes{70'000};  // a stop just before is the engine's own

}  // namespace

Trial::Trial(unsigned seed) : World({"db"}), random_(seed) {
  using namespace support;
  scene.service("migrate", {kind(model::ServiceKind::job), needs("db")});
  scene.container("migrate", {exited(0)}).completed("migrate");
  scene.service("app", {needs("db"), needs("migrate", model::DependencyCondition::completed)});
  scene.container("app");
  scene.service("side", {chance(50) ? sharing_network_of("db") : needs_if_there("app")});
  scene.container("side");
  if (!scene.spec.services["side"].network_mode.empty())
    scene.of("side").network_mode = "container:" + scene.of("db").id;
  scene.service("web", {scaled(2), needs("app")}).container("web").container("web", {}, 2);
  if (chance(40)) scene.spec.services["web"].pull_policy = "always";
  permits = chance(30) ? 1 : 4;
  watch();
}

void Trial::happens() {
  switch (below(16)) {
    case 0:
    case 1: return crashes();
    case 2: return client_acts();
    case 3:
    case 4: return owner_asks();
    case 5: return owner_applies();
    case 6: return hold_or_resume();
    case 7: return is_refused();
    case 8:
    case 9:
    case 10: return lasts();
    case 11:
    case 12: return ends();
    case 13: return below(4) == 0 ? engine_goes_and_comes() : crashes();
    default: return time_passes();
  }
}

void Trial::comes_to_rest() {
  for (const auto& what : std::exchange(held_, {})) turnstile.let_go(what);
  settle();
  const auto holds = life->ledger->desire().holds;
  for (const auto& [id, hold] : holds)
    (void)ask(life->supervisor->resume("", "", id, {"anna", ""}));
  for (int round = 0; round < quiet_rounds; ++round) {
    pass_time(round < 5 ? 2s : 40s);
    if (is_up("migrate")) engine.crash("migrate", 0);
    settle();
    mend_what_was_given_up();
  }
}

std::string Trial::told() const {
  std::string text;
  for (const auto& what : story_) text += what + "\n";
  for (const auto& one : scene.seen.containers)
    text += one.name + " is " + std::string(model::name_of(one.state)) + "\n";
  return text + "\n" + reconcile::plan_text(life->loop->find(name)->plan, scene.spec);
}

const model::Container* Trial::seen_of(const std::string& service) const {
  const auto& all = scene.seen.containers;
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const auto& one) { return one.service() == service; });
  return found == all.end() ? nullptr : &*found;
}

bool Trial::is_up(const std::string& service) const {
  const auto& all = scene.seen.containers;
  return std::any_of(all.begin(), all.end(),
                     [&](const auto& one) { return one.service() == service && one.is_up(); });
}

bool Trial::first_is_up(const std::string& service) const {
  const auto* one = seen_of(service);
  return one != nullptr && one->is_up();
}

void Trial::crashes() {
  const auto& service = any();
  if (!first_is_up(service)) return;
  const int code = service == "migrate" ? below(2) : 1;
  say(service + " crashes with " + std::to_string(code));
  engine.crash(service, code);
  settle_or_not();
}

void Trial::client_acts() {
  const auto& service = any();
  const auto* one = seen_of(service);
  if (one == nullptr) return;
  const bool alone =
      !engine.under_way.contains(one->id) &&
      std::count_if(scene.seen.containers.begin(), scene.seen.containers.end(),
                    [&](const auto& other) { return other.service() == service; }) == 1;
  const bool up = one->is_up();
  clock.advance(1ms);  // what falls into one millisecond with the owner's word is older than that
  word_.erase(service);
  switch (below(4)) {
    case 0:
      if (!up || service == "web") return;  // of several, one is left as the client left it
      say("client stops " + service);
      engine.client_stops(service);
      if (alone && service != "migrate") word_[service] = IntentState::stopped;
      client_stopped_[service] = clock.now().mono;
      break;
    case 1:
      if (up) return;
      say("client starts " + service);
      engine.client_starts(service);
      break;
    case 2:
      if (!up) return;
      say("client kills " + service);
      engine.client_kills(service);
      break;
    default: say("client removes " + service); engine.client_removes(service);
  }
  settle_or_not();
}

void Trial::owner_asks() {
  using enum reconcile::Verb;
  const auto& service = any();
  const auto verb =
      std::array{start, stop, restart, recreate, stop, start}[static_cast<std::size_t>(below(6))];
  say("owner's verb " + std::to_string(static_cast<int>(verb)) + " on " + service);
  const reconcile::VerbRequest request{name, {service}, verb, {"anna", ""}, {}};
  REQUIRE(ask(life->supervisor->act(request)));
  word_[service] = verb == stop ? IntentState::stopped : IntentState::running;
  client_stopped_.erase(service);
}

void Trial::owner_applies() {
  const auto& service = any();
  say("a new generation changes " + service);
  auto next = *life->ledger->find(name)->current.spec;
  next.services.at(service).config_hash += "'";
  next.canonical_json += service + "';";
  reconcile::ApplyRequest request;
  request.spec = std::make_shared<const model::Spec>(std::move(next));
  request.caller.by = "anna";
  REQUIRE(ask(life->supervisor->apply(std::move(request))));
}

void Trial::hold_or_resume() {
  const auto holds = life->ledger->desire().holds;
  if (!holds.empty() && chance(60)) {
    say("the hold ends");
    REQUIRE(ask(life->supervisor->resume("", "", holds.begin()->first, {"anna", ""})));
    return;
  }
  model::Hold hold;
  hold.deployment = name;
  if (chance(50)) hold.service = any();
  say("hold on " + (hold.service.empty() ? "all" : hold.service));
  hold.until = clock.now().wall + 5min;
  hold.by = "anna";
  REQUIRE(ask(life->supervisor->hold(hold)));
}

void Trial::is_refused() {
  const auto& service = any();
  const std::string verb = std::array{
      "start", "stop", "create", "pull", "restart", "remove"}[static_cast<std::size_t>(below(6))];
  say("the engine refuses " + verb + " of " + service);
  engine.refuse(verb, service,
                fakes::fault(model::FaultKind::unknown, chance(70) ? model::FaultClass::transient
                                                                   : model::FaultClass::engine));
}

void Trial::lasts() {
  static constexpr std::array<const char*, 12> what{
      "stop", "stop answer",   "start",         "start answer", "restart",        "restart answer",
      "pull", "create answer", "remove answer", "observe",      "observe answer", "stop answer"};
  const auto* one = what[static_cast<std::size_t>(below(12))];
  say(std::string("lasting: ") + one);
  held_.insert(one);
  turnstile.hold(one);
}

void Trial::ends() {
  if (held_.empty()) return;
  const auto which = std::next(held_.begin(), below(static_cast<int>(held_.size())));
  if (chance(30)) {
    say("one ends: " + *which);
    turnstile.let_one_go(*which);
  } else {
    say("no longer lasting: " + *which);
    turnstile.let_go(*which);
    held_.erase(which);
  }
  settle_or_not();
}

void Trial::engine_goes_and_comes() {
  say("the engine goes away and comes back");
  for (const auto& [service, at] : client_stopped_)
    if (clock.now().mono - at < shutdown_takes) word_.erase(service);
  engine.go_away();
  if (chance(50)) settle();
  for (auto& one : scene.seen.containers) {
    if (!one.is_up() || chance(50)) continue;
    one.state = ContainerState::exited;
    one.exit_code = 255;
    one.finished_at = clock.now().wall;
  }
  engine.come_back(std::to_string(++engine_start_) + "00:1");
  reconnect();
}

void Trial::time_passes() {
  static constexpr std::array<core::Milliseconds, 6> times{100ms, 300ms, 1s, 3s, 15s, 60s};
  const auto by = times[static_cast<std::size_t>(below(6))];
  say(std::to_string(by.count()) + " ms pass");
  pass_time(by);
}

void Trial::settle_or_not() {
  if (chance(80)) settle();
}

void Trial::mend_what_was_given_up() {
  for (const auto& verdict : track().plan.services) {
    if (verdict.phase != model::ServicePhase::needs_operator) continue;
    say("owner mends " + verdict.service + ": " + verdict.why);
    const reconcile::VerbRequest request{
        name, {verdict.service}, reconcile::Verb::start, {"anna", ""}, {}};
    REQUIRE(ask(life->supervisor->act(request)));
    break;
  }
}

std::optional<IntentState> Trial::word_on(const std::string& service) const {
  const auto found = word_.find(service);
  if (found == word_.end()) return std::nullopt;
  return found->second;
}

}  // namespace fakes
