#include "support/toy_engine.hpp"

#include "reconcile/order.hpp"

#include <algorithm>

namespace support {
namespace {

using model::ContainerState;

template <class... Parts> struct Overloaded : Parts... { using Parts::operator()...; };

constexpr int any_number = 0;

bool is_job(const SceneBuilder& world, const std::string& service) {
  const auto it = world.spec.services.find(service);
  return it != world.spec.services.end() && it->second.from_service.kind == model::ServiceKind::job;
}

void run(SceneBuilder& world, model::Container& one) {
  one.state = ContainerState::running;
  one.started_at = world.now.wall;
  one.error.clear();
  const auto& services = world.spec.services;
  const auto service = services.find(one.service());
  const bool check = service != services.end() && service->second.healthcheck.has_value();
  one.health = check ? model::Health::starting : model::Health::none;
  reconcile::note_started(world.memory.services[one.service()], one.id, world.now);
}

}  // namespace

model::Container* ToyEngine::find(const std::string& id) {
  for (auto& one : world_.seen.containers) {
    if (one.id == id) return &one;
  }
  return nullptr;
}

model::Container* ToyEngine::made(const std::string& id, const std::string& service, int number) {
  if (!id.empty()) return find(id);
  model::Container* newest = nullptr;
  for (auto& one : world_.seen.containers) {
    const bool is = one.service() == service && (number == any_number || one.number() == number);
    if (is && (newest == nullptr || one.created_at >= newest->created_at)) newest = &one;
  }
  return newest;
}

void ToyEngine::make_network(const std::string& key) {
  const auto& network = world_.spec.networks.at(key);
  world_.seen.networks.push_back({"net-" + std::to_string(++next_ + 1000),
                                  network.name,
                                  {{"com.docker.compose.project", world_.spec.name},
                                   {"com.docker.compose.config-hash", network.config_hash}}});
}

std::string ToyEngine::remove_network(const model::RemoveNetwork& action) {
  for (const auto& one : world_.seen.containers) {
    const auto is = [&](const auto& attached) { return attached.network_id == action.id; };
    if (one.is_up() && std::any_of(one.networks.begin(), one.networks.end(), is))
      return "network " + action.name + " has active endpoints";
  }
  std::erase_if(world_.seen.networks, [&](const auto& one) { return one.id == action.id; });
  return "";
}

std::string ToyEngine::connect(const model::ConnectNetwork& action) {
  auto* container = find(action.container);
  if (container == nullptr) return "No such container";
  std::erase_if(container->networks,
                [&](const auto& one) { return one.network == action.network; });
  container->networks.push_back({action.network, "", {}, ""});
  return container->is_up() ? attach(*container) : "";
}

void ToyEngine::remove_network(const std::string& key) {
  const auto name = world_.spec.networks.at(key).name;
  std::erase_if(world_.seen.networks, [&](const auto& one) { return one.name == name; });
}

std::string ToyEngine::create(const model::Step& step, const model::CreateContainer& action) {
  const auto& service = world_.spec.services.at(step.service);
  for (const auto& one : world_.seen.containers) {
    if (one.name == action.name) return "the name " + action.name + " is taken";
  }
  if (world_.seen.images.count(action.image) == 0) return "no image " + action.image;
  model::Container one;
  const auto parent = reconcile::namespace_parent(service.network_mode);
  if (!parent.empty()) {
    const auto* of = made("", parent, any_number);
    if (of == nullptr) return "no container of " + parent;
    one.network_mode = "container:" + of->id;
  }
  one.id = id_of(action.name + " made as", ++next_);
  one.name = action.name;
  one.image = action.image;
  one.labels = {{"com.docker.compose.project", world_.spec.name},
                {"com.docker.compose.service", step.service},
                {"com.docker.compose.container-number", std::to_string(action.number)},
                {"com.docker.compose.config-hash", service.config_hash}};
  one.created_at = world_.now.wall + core::Milliseconds{next_};
  for (const auto& [key, attachment] : service.networks)
    one.networks.push_back({world_.spec.networks.at(key).name, "", {}, attachment.ipv4_address});
  for (const auto& port : service.ports)
    one.ports.push_back({port.host_ip, port.published, port.protocol});
  world_.deployment.containers[one.id] = {one.id, step.service, world_.deployment.current.number,
                                          ""};
  world_.seen.containers.push_back(std::move(one));
  return "";
}

std::string ToyEngine::attach(model::Container& container) {
  for (auto& attached : container.networks) {
    const auto& networks = world_.seen.networks;
    const auto now = std::find_if(networks.begin(), networks.end(),
                                  [&](const auto& one) { return one.name == attached.network; });
    if (now == networks.end()) return "network " + attached.network + " not found";
    if (!attached.network_id.empty() && attached.network_id != now->id)
      return "network " + attached.network_id + " not found";
    attached.network_id = now->id;
  }
  return "";
}

std::string ToyEngine::parent_problem(const model::Container& container) {
  const std::string prefix = "container:";
  if (!container.network_mode.starts_with(prefix)) return "";
  const auto* parent = find(container.network_mode.substr(prefix.size()));
  if (parent == nullptr) return "No such container: " + container.network_mode;
  return parent->state == ContainerState::running
             ? ""
             : "cannot join network of a non running container";
}

std::string ToyEngine::taken_from(const model::Container& container) {
  for (const auto& other : world_.seen.containers) {
    if (other.id == container.id || !other.is_up()) continue;
    for (const auto& port : container.ports) {
      if (std::find(other.ports.begin(), other.ports.end(), port) != other.ports.end())
        return "port is already allocated: " + port.host + " of " + other.name;
    }
    for (const auto& mine : container.networks) {
      const auto same = [&](const auto& theirs) {
        return !mine.ip_address.empty() && theirs.network == mine.network &&
               theirs.ip_address == mine.ip_address;
      };
      if (std::any_of(other.networks.begin(), other.networks.end(), same))
        return "Address already in use: " + mine.ip_address + " of " + other.name;
    }
  }
  return "";
}

std::string ToyEngine::start(const model::Step& step, const model::StartContainer& action) {
  auto* one = made(action.container, step.service, action.number);
  if (one == nullptr) return "No such container";
  if (one->state == ContainerState::running) return "";
  auto problem = parent_problem(*one);
  if (problem.empty()) problem = attach(*one);
  if (problem.empty()) problem = taken_from(*one);
  if (!problem.empty()) {
    one->error = problem;
    return problem;
  }
  run(world_, *one);
  return "";
}

std::string ToyEngine::remove(const std::string& id) {
  auto* one = find(id);
  if (one == nullptr) return "No such container: " + id;
  if (one->is_up()) return "container is running: " + one->name;
  world_.deployment.containers.erase(id);
  std::erase_if(world_.seen.containers,
                [&](const model::Container& other) { return other.id == id; });
  return "";
}

std::string ToyEngine::rename(const model::Step& step, const model::RenameContainer& action) {
  auto* one = made(action.container, step.service, action.number);
  if (one == nullptr) return "No such container";
  for (const auto& other : world_.seen.containers) {
    if (other.name == action.to) return "the name " + action.to + " is taken";
  }
  one->name = action.to;
  return "";
}

std::string ToyEngine::apply(const model::Step& step) {
  const auto stop = [&](const std::string& id) -> std::string {
    auto* one = find(id);
    if (one == nullptr) return "No such container: " + id;
    one->state = ContainerState::exited;
    one->finished_at = world_.now.wall;
    reconcile::note_stopped(world_.memory.services[one->service()], id, world_.now);
    return "";
  };
  return std::visit(
      Overloaded{
          [&](const model::CreateNetwork& a) -> std::string { return make_network(a.key), ""; },
          [&](const model::CreateVolume& a) -> std::string {
            return world_.seen.volumes.push_back({world_.spec.volumes.at(a.key).name, {}}), "";
          },
          [&](const model::RemoveNetwork& a) { return remove_network(a); },
          [&](const model::RemoveVolume& a) -> std::string {
            return std::erase_if(world_.seen.volumes,
                                 [&](const auto& v) { return v.name == a.name; }),
                   "";
          },
          [&](const model::PullImage& a) -> std::string {
            return world_.seen.images[a.reference] = {.id = "sha256:" + a.reference}, "";
          },
          [&](const model::CreateContainer& a) { return create(step, a); },
          [&](const model::StartContainer& a) { return start(step, a); },
          [&](const model::StopContainer& a) { return stop(a.container); },
          [&](const model::RestartContainer& a) -> std::string {
            auto* one = find(a.container);
            if (one == nullptr) return "No such container";
            return run(world_, *one), "";
          },
          [&](const model::RemoveContainer& a) { return remove(a.container); },
          [&](const model::RenameContainer& a) { return rename(step, a); },
          [&](const model::ConnectNetwork& a) { return connect(a); },
      },
      step.action);
}

std::string ToyEngine::carry_out(const model::Plan& plan, std::mt19937& random,
                                 std::size_t steps_max) {
  enum class State { waiting, done, never };
  std::vector<State> states(plan.steps.size(), State::waiting);
  std::string first_refusal;
  for (std::size_t carried = 0; carried < steps_max; ++carried) {
    std::vector<std::size_t> ready;
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
      const auto& step = plan.steps[i];
      const auto is = [&](State state) {
        return [&, state](std::size_t before) { return states[before] == state; };
      };
      if (!step.gates.empty() ||
          std::any_of(step.after.begin(), step.after.end(), is(State::never)))
        states[i] = State::never;
      if (states[i] == State::waiting &&
          std::all_of(step.after.begin(), step.after.end(), is(State::done)))
        ready.push_back(i);
    }
    if (ready.empty()) break;
    const auto chosen =
        ready[std::uniform_int_distribution<std::size_t>(0, ready.size() - 1)(random)];
    const auto refusal = apply(plan.steps[chosen]);
    states[chosen] = refusal.empty() ? State::done : State::never;
    if (!refusal.empty() && first_refusal.empty())
      first_refusal = reconcile::step_text(plan.steps[chosen], world_.spec) + ": " + refusal;
  }
  return first_refusal;
}

void ToyEngine::time_passes(core::Milliseconds by) {
  world_.later(by);
  for (auto& one : world_.seen.containers) {
    if (one.state != ContainerState::running) continue;
    if (one.health != model::Health::none) one.health = model::Health::healthy;
    if (!is_job(world_, one.service())) continue;
    one.state = ContainerState::exited;
    one.exit_code = 0;
    one.finished_at = world_.now.wall;
    reconcile::note_stopped(world_.memory.services[one.service()], one.id, world_.now);
    world_.deployment.facts[one.service()].completed =
        model::Completed{one.id, world_.deployment.current.number, world_.now.wall, 0};
  }
}

}  // namespace support
