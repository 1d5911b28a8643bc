// Everything of one deployment, looked at afresh. I/O thread only.
#pragma once

#include "core/clock.hpp"
#include "docker/engine_client.hpp"
#include "docker/images.hpp"
#include "model/observation.hpp"
#include "reconcile/ports.hpp"

#include <map>
#include <memory>
#include <string>

namespace docker {

constexpr Milliseconds inspect_limit{10'000};  // an engine that works on a container may not answer
                                               // about it (ENGINE.md 9)
constexpr std::size_t images_remembered_max = 512;  // by id, which never changes

class Observer {
 public:
  // All must outlive it.
  Observer(EngineClient& client, Images& images, const core::Clock& clock)
      : client_(client), images_(images), clock_(clock) {}

  awaitable<Outcome<model::Observation>> observe(std::shared_ptr<const model::Spec> spec,
                                                 reconcile::Leftovers leftovers);
  awaitable<Outcome<model::Container>> inspect(model::ContainerId id);

 private:
  struct Look;
  awaitable<void> list_containers(Look& look, std::string filter, std::vector<std::string> values);
  awaitable<void> list_networks(Look& look, std::string filter, std::vector<std::string> values);
  awaitable<void> find_attached(Look& look, std::size_t index);
  awaitable<void> list_volumes(Look& look);
  awaitable<void> find_image(Look& look, std::string reference);
  awaitable<void> find_stranger(Look& look, std::string name);
  awaitable<void> inspect_one(Look& look, std::size_t index);
  awaitable<void> look_at_all(Look& look);

  EngineClient& client_;
  Images& images_;
  const core::Clock& clock_;
  std::map<model::ImageId, model::SeenImage> known_images_;
};

}  // namespace docker
