#include "fakes/world.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>

namespace fakes {
namespace {

constexpr int turns_max = 10'000;  // more than any test needs: something spins
constexpr core::Milliseconds real_time_max{5'000};

}  // namespace

World::World(const std::vector<std::string>& running)
    : turnstile(io.get_executor()),
      store(journal, turnstile),
      engine(io.get_executor(), clock, journal, turnstile, scene) {
  for (const auto& service : running) scene.service(service).container(service);
}

World::~World() { die(); }

std::shared_ptr<const model::Spec> World::spec() const {
  auto made = std::make_shared<model::Spec>(scene.spec);
  for (const auto& [service, spec] : made->services)
    made->canonical_json += service + " from " + spec.image + " as " + spec.config_hash + ";";
  return made;
}

void World::put_on_record() {
  auto deployment = scene.deployment;
  deployment.current.spec = spec();
  deployment.current.at = clock.now().wall - std::chrono::hours(3);
  store.durable.deployments[name] = std::move(deployment);
}

void World::load() {
  life = std::make_unique<Life>();
  const auto on = boost::asio::any_io_executor(io.get_executor());
  core::TaskGroup::OnFailure on_failure = [this](const std::string& task, std::exception_ptr why) {
    try {
      std::rethrow_exception(why);
    } catch (const std::exception& error) {
      failure_ = task + ": " + error.what();
    }
  };
  auto& l = *life;
  l.tasks = std::make_unique<core::TaskGroup>(on, on_failure);
  l.permits = std::make_unique<core::Semaphore>(on, permits);
  l.ledger = std::make_unique<reconcile::Ledger>(store, io.get_executor());
  const reconcile::Loop::Ports ports{engine, editor,   *l.ledger,  events, l.own_calls,
                                     clock,  *l.tasks, *l.permits, units};
  l.loop = std::make_unique<reconcile::Loop>(ports, on, settings);
  l.session = std::make_unique<reconcile::EngineSession>(engine, units, events, clock);
  const reconcile::Watcher::Ports watch{*l.loop, *l.ledger, engine,      engine, *l.session,
                                        units,   events,    l.own_calls, clock,  *l.tasks};
  l.watcher = std::make_unique<reconcile::Watcher>(watch, on);
  const reconcile::Returning::Ports back{*l.loop,     *l.ledger, *l.watcher, engine, events,
                                         l.own_calls, clock,     *l.tasks,   on};
  const reconcile::Returning::Host host{boot_id, booted_at,
                                        [this] { return booted_at + clock_set_by; }};
  l.returning = std::make_unique<reconcile::Returning>(back, host, report_after);
  l.loop->set_listener(l.returning.get());
  const reconcile::Supervisor::Ports rule{*l.loop, *l.ledger, *l.session, *l.returning,
                                          events,  clock,     on};
  l.supervisor = std::make_unique<reconcile::Supervisor>(
      rule, reconcile::Supervisor::Host{host.booted_at, clock.now().wall});
  if (!ask(l.ledger->load())) throw std::runtime_error("the store could not be read");
}

void World::begin() {
  load();
  auto& l = *life;
  if (l.ledger->desire().heartbeat)
    l.session->restore_counter(l.ledger->desire().heartbeat->engine_start);
  l.returning->begin();
  l.tasks->spawn("engine", l.session->run(*l.returning));
  settle_until([&] { return l.loop->surroundings().engine_up; });
}

void World::watch() {
  put_on_record();
  begin();
  journal.clear();
}

void World::verb(reconcile::Verb verb, const std::string& service) {
  const reconcile::VerbRequest request{name, {service}, verb, {"anna (uid 1000)", ""}};
  if (!ask(life->supervisor->act(request))) throw std::runtime_error("the verb was refused");
  journal.clear();
  events.all.clear();
}

void World::reconnect() {
  settle();
  const int before = engine.connects;
  settle_until([&] { return engine.connects > before && life->loop->surroundings().engine_up; });
}

void World::die() {
  if (!life) return;
  // On the I/O thread, as the agent does: from outside, Asio tells a task that may have ended by
  // then.
  boost::asio::post(io, [this] { life->tasks->cancel(); });
  settle();
  settle_until([&] { return life->tasks->size() == 0; });
  life.reset();
  engine.break_stream();
}

void World::next_life(core::Milliseconds away) {
  die();
  clock.advance(away);
  events.all.clear();
  journal.clear();
  begin();
}

void World::settle() {
  io.restart();
  for (int turns = 0; io.poll_one() > 0; ++turns) {
    if (turns > turns_max) throw std::runtime_error("it never comes to rest");
  }
  if (!failure_.empty()) throw std::runtime_error(std::exchange(failure_, ""));
}

void World::settle_until(const std::function<bool()>& done) {
  const auto until = std::chrono::steady_clock::now() + real_time_max;
  for (settle(); !done(); settle()) {
    if (std::chrono::steady_clock::now() > until) throw std::runtime_error("it does not happen");
    (void)io.run_one_for(core::Milliseconds(5));
  }
}

void World::pass_time(core::Milliseconds by) {
  clock.advance(by);
  scene.later(by);
  for (const auto& [deployment, track] : life->loop->tracks()) {
    for (auto& [id, trail] : track->trails) {
      if (trail.judging) trail.news->notify();
    }
  }
  settle();
  life->loop->wake_all();
  settle();
}

bool World::has_recovery(const std::string& cause) const {
  return std::ranges::any_of(events.all, [&](const auto& event) {
    return event.type == "recovery.completed" &&
           event.data.find("\"cause\":\"" + cause + "\"") != std::string::npos;
  });
}

bool World::runs(const std::string& service) {
  const auto& all = scene.seen.containers;
  return std::any_of(all.begin(), all.end(), [&](const auto& one) {
    return one.service() == service && one.state == model::ContainerState::running;
  });
}

model::Intent World::intent_of(const std::string& service) const {
  return store.durable.deployments.at(name).intent_of(service);
}

int World::times(const std::string& line) const {
  return static_cast<int>(std::count(journal.begin(), journal.end(), line));
}

Journal World::lines(const std::string& start) const {
  Journal found;
  for (const auto& line : journal) {
    if (line.starts_with(start)) found.push_back(line);
  }
  return found;
}

std::size_t World::place(const std::string& line) const {
  return static_cast<std::size_t>(std::find(journal.begin(), journal.end(), line) -
                                  journal.begin());
}

}  // namespace fakes
