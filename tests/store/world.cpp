#include "store/world.hpp"

#include "core/text.hpp"
#include "store/codec.hpp"

#include <sstream>

namespace support {
namespace {

std::string text(const model::Intent& intent) {
  std::ostringstream out;
  out << model::name_of(intent.state) << " " << model::name_of(intent.set_by) << " '" << intent.by
      << "' '" << intent.reason << "' " << intent.at.time_since_epoch().count() << " "
      << model::name_of(intent.proof);
  return out.str();
}

void print(std::ostream& out, const model::Generation& generation) {
  out << " generation " << generation.number << " '" << generation.spec->canonical_json << "' in "
      << generation.spec->working_dir << " " << core::join(generation.spec->config_files, ",")
      << " " << core::join(generation.spec->environment_files, ",") << " "
      << store::encode(generation.source) << " '" << generation.by << "' '" << generation.reason
      << "' " << generation.at.time_since_epoch().count() << "\n";
  for (const auto& [service, inspect] : generation.inspects) {
    const auto& [container, image, hash] = inspect;
    out << "  inspect " << service << " " << container << " " << image << " '" << hash << "'\n";
  }
}

// By structured bindings: a new field does not compile until it is printed, and so compared.
void print(std::ostream& out, const model::ServiceFacts& facts) {
  const auto& [completed, failed_runs, failed_generation, image, restart, recreate, failed] = facts;
  out << failed_runs << " " << failed_generation << " '" << image << "' "
      << restart.time_since_epoch().count() << " " << recreate.time_since_epoch().count();
  if (failed) {
    const auto& [container, at] = *failed;
    out << " failed " << container << " " << at.time_since_epoch().count();
  }
  if (!completed) return;
  const auto& [container, generation, at, exit_code] = *completed;
  out << " completed " << container << " " << generation << " " << at.time_since_epoch().count()
      << " " << exit_code;
}

void print(std::ostream& out, const model::ContainerRecord& record) {
  const auto& [id, service, generation, engine, mark_spent, signaled, paused_at, made_with,
               made_elsewhere] = record;
  out << id << " " << service << " " << generation << " '" << engine << "' " << mark_spent << " "
      << signaled << " " << paused_at.time_since_epoch().count() << " '" << made_with << "' "
      << made_elsewhere;
}

void print(std::ostream& out, const model::Deployment& deployment) {
  out << "deployment " << deployment.name << " " << deployment.kind
      << " deleting=" << deployment.deleting << " volumes=" << deployment.delete_volumes
      << " auto_heal=" << deployment.auto_heal << "\n";
  print(out, deployment.current);
  for (const auto& [service, intent] : deployment.intents)
    out << " intent " << service << " " << text(intent) << "\n";
  for (const auto& [service, facts] : deployment.facts) {
    print(out << " facts " << service << " ", facts);
    out << "\n";
  }
  for (const auto& [id, record] : deployment.containers) {
    print(out << " container " << id << " ", record);
    out << "\n";
  }
  for (const auto& [service, layer] : deployment.set)
    out << " set '" << service << "' " << store::encode(layer) << "\n";
}

}  // namespace

core::Result<model::Spec> decode_spec(const std::string& canonical) {
  if (canonical == "!") return core::invalid("this is no spec");
  const auto parts = core::split(canonical, ':');
  model::Spec spec;
  spec.canonical_json = canonical;
  spec.name = parts.at(0);
  for (const auto& name : core::split(parts.size() > 1 ? parts[1] : "", ','))
    spec.services[name].name = name;
  return spec;
}

std::shared_ptr<const model::Spec> spec_of(const std::string& canonical) {
  model::Spec spec;
  if (auto decoded = decode_spec(canonical)) spec = *decoded;
  spec.canonical_json = canonical;
  spec.working_dir = "/srv/" + spec.name;
  spec.config_files = {spec.working_dir + "/compose.yaml"};
  spec.environment_files = {spec.working_dir + "/.env"};
  return std::make_shared<const model::Spec>(std::move(spec));
}

model::Generation generation(model::GenerationNumber number, const std::string& canonical) {
  model::Generation made;
  made.number = number;
  made.spec = spec_of(canonical);
  made.source = {model::SourceKind::compose, {"/srv/compose.yaml"}, "/srv", false};
  made.by = "anna (uid 1000)";
  made.reason = "because";
  made.at = store_test::noon;
  return made;
}

model::Intent intent(model::IntentState state, const std::string& reason) {
  return {state,  model::SetBy::api, "anna (uid 1000)",
          reason, store_test::noon,  model::StopProof::deliberate};
}

model::Event event(const std::string& type, const std::string& deployment,
                   model::Severity severity) {
  model::Event made;
  made.at = store_test::noon;
  made.type = type;
  made.severity = severity;
  made.deployment = deployment;
  made.message = "it happened";
  return made;
}

reconcile::Change put(const std::string& deployment, model::GenerationNumber number,
                      const std::string& canonical) {
  return reconcile::PutGeneration{deployment, "compose", generation(number, canonical), true};
}

reconcile::Change set_intent(const std::string& deployment, const std::string& service,
                             model::IntentState state, const std::string& reason) {
  return reconcile::SetIntent{deployment, service, intent(state, reason)};
}

std::string text(const reconcile::Snapshot& snapshot) {
  std::ostringstream out;
  for (const auto& deployment : snapshot.deployments) print(out, deployment);
  for (const auto& hold : snapshot.holds) {
    out << "hold " << hold.id << " " << hold.deployment << "/" << hold.service << " " << hold.by
        << " " << hold.reason << " " << hold.from.time_since_epoch().count() << " "
        << hold.until.time_since_epoch().count() << "\n";
  }
  for (const auto& call : snapshot.own_calls) {
    out << "call " << call.key << " " << call.deployment << "/" << call.service << " " << call.verb
        << " " << call.subject << " " << call.generation << " " << call.engine_start << " "
        << call.at.time_since_epoch().count() << (call.answered ? " answered" : "") << "\n";
  }
  for (const auto& stop : snapshot.pending_stops) {
    out << "stop " << stop.container << " " << stop.deployment << "/" << stop.service << " "
        << stop.at.time_since_epoch().count() << " " << stop.engine_start << " " << stop.answers
        << " " << stop.removed << (stop.marked ? " marked" : "") << "\n";
  }
  if (const auto& beat = snapshot.heartbeat) {
    out << "heartbeat " << beat->at.time_since_epoch().count() << " " << beat->boot_id << " "
        << beat->engine_start << " " << beat->last_event_nano << " " << beat->clean_stop << " "
        << beat->engine_up << "\n";
  }
  return out.str();
}

store::StorageOptions World::options() const {
  store::StorageOptions options;
  options.state_dir = state_dir();
  options.decode_spec = decode_spec;
  return options;
}

std::unique_ptr<store::Storage> World::open() {
  auto wanted = options();
  wanted.on_state = [this](const store::StoreState& state) { states.push_back(state); };
  wanted.on_refused = [this](const core::Error& error) { refused.push_back(error); };
  auto opened = store::open_storage(io.get_executor(), wanted, clock);
  if (!opened) FAIL(opened.error().what);
  return std::move(*opened);
}

core::Status World::commit(store::Storage& storage, std::vector<reconcile::Change> changes) {
  return run(storage.state().commit(std::move(changes)));
}

reconcile::Snapshot World::load(store::Storage& storage) {
  auto snapshot = run(storage.state().load());
  if (!snapshot) FAIL(snapshot.error().what);
  return std::move(*snapshot);
}

std::vector<model::Event> World::events(store::Storage& storage, api::EventQuery query) {
  auto found = run(storage.events().query(std::move(query)));
  if (!found) FAIL(found.error().what);
  return std::move(*found);
}

}  // namespace support
