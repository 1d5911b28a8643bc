// What other clients do to the toy engine's containers, and what just happens to them.
#include "fakes/toy_docker.hpp"

#include <algorithm>
#include <stdexcept>

namespace fakes {

model::Container& ToyDocker::of(const std::string& service, int number) {
  auto& all = scene_.seen.containers;
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) {
    return one.service() == service && (number == 0 || one.number() == number);
  });
  if (found == all.end()) throw std::runtime_error("there is no container of " + service);
  return *found;
}

void ToyDocker::end(model::Container& one, int exit_code) {
  one.state = model::ContainerState::exited;
  one.exit_code = exit_code;
  one.finished_at = clock_.now().wall;
}

void ToyDocker::crash(const std::string& service, int exit_code) {
  auto& one = of(service);
  end(one, exit_code);
  tell(one, "die", {{"exitCode", std::to_string(exit_code)}});
}

void ToyDocker::runs_out_of_memory(const std::string& service) { tell(of(service), "oom"); }

void ToyDocker::client_stops(const std::string& service, int number) {
  auto& one = of(service, number);
  end(one, 0);
  tell_of_end(one, 15, 0, true);
}

void ToyDocker::client_stops_in_vain(const std::string& service) {
  tell(of(service), "kill", {{"signal", "15"}});
  grace_is_over(service);
}

void ToyDocker::grace_is_over(const std::string& service) {
  auto& one = of(service);
  end(one, 137);
  tell_of_end(one, 9, 137, true);
}

void ToyDocker::client_pauses(const std::string& service) {
  of(service).state = model::ContainerState::paused;
  tell(of(service), "pause");
}

void ToyDocker::client_unpauses(const std::string& service) {
  of(service).state = model::ContainerState::running;
  tell(of(service), "unpause");
}

void ToyDocker::client_stops_untold(const std::string& service) {
  auto& one = of(service);
  end(one, 0);
  tell(one, "kill", {{"signal", "15"}});
  tell(one, "stop");
}

void ToyDocker::tells_of_death(const std::string& service) {
  tell(of(service), "die", {{"exitCode", "0"}});
}

void ToyDocker::client_kills(const std::string& service) {
  auto& one = of(service);
  end(one, 137);
  tell_of_end(one, 9, 137, false);
}

void ToyDocker::client_signals(const std::string& service, int signal) {
  const auto& one = of(service);
  manual_flags[one.id] = true;
  tell(one, "kill", {{"signal", std::to_string(signal)}});
}

void ToyDocker::client_starts(const std::string& service) {
  auto& one = of(service);
  one.state = model::ContainerState::running;
  one.started_at = clock_.now().wall;
  manual_flags.erase(one.id);
  tell(one, "start");
}

void ToyDocker::turns(const std::string& service, model::Health health) {
  auto& one = of(service);
  one.health = health;
  tell(one, "health_status");
}

void ToyDocker::client_removes(const std::string& service, int number) {
  const auto one = of(service, number);
  std::erase_if(scene_.seen.containers, [&](const auto& other) { return other.id == one.id; });
  tell(one, "destroy");
}

void ToyDocker::client_prepares(const std::string& service, const std::string& image) {
  const auto name = of(service).id.substr(0, 12) + "_" + of(service).name;
  auto made = made_by_client(service, image, 1);
  made.name = name;
  support::created()(made);
  scene_.seen.containers.push_back(made);
  tell(made, "create");
}

void ToyDocker::client_names_and_starts(const std::string& service) {
  auto& one = of(service);
  one.name = scene_.spec.name + "-" + service + "-1";
  tell(one, "rename");
  client_starts(service);
}

model::Container ToyDocker::made_by_client(const std::string& service, const std::string& image,
                                           int number) {
  support::SceneBuilder other(scene_.spec.name);
  other.now = clock_.now();
  other.service(service, {[&](model::Service& made) { made.image = image; }});
  other.container(service, {support::with_id(support::id_of(service + " of " + image, number))},
                  number);
  auto made = other.seen.containers.front();
  made.created_at = made.started_at = clock_.now().wall;
  made.labels["com.docker.compose.config-hash"] = "hash of " + image;
  scene_.seen.images[image] = other.seen.images[image];
  return made;
}

void ToyDocker::client_makes(const std::string& service, const std::string& image, int number) {
  const auto made = made_by_client(service, image, number);
  scene_.seen.containers.push_back(made);
  tell(made, "create");
  tell(made, "start");
}

}  // namespace fakes
