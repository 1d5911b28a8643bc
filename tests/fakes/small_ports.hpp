// The ports of reconcile that need no more than a value: clock, events, host units, spec editor.
#pragma once

#include "fakes/manual_clock.hpp"
#include "reconcile/ports.hpp"
#include "support/scene_builder.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace fakes {

class EventLog final : public reconcile::EventSink {
 public:
  void record(model::Event event) override { all.push_back(std::move(event)); }
  int count(const std::string& type) const {
    return static_cast<int>(std::count_if(all.begin(), all.end(),
                                          [&](const auto& event) { return event.type == type; }));
  }
  // The message of the newest of the type, "" where there is none.
  std::string last(const std::string& type) const {
    const auto found = std::find_if(all.rbegin(), all.rend(),
                                    [&](const auto& event) { return event.type == type; });
    return found == all.rend() ? std::string() : found->message;
  }

  std::vector<model::Event> all;
};

// No systemd, unless the test fills in the unit.
class StandingUnits final : public reconcile::HostUnits {
 public:
  reconcile::awaitable<reconcile::EngineUnit> engine_unit() override { co_return unit; }
  reconcile::awaitable<bool> host_going_down() override { co_return going_down; }

  reconcile::EngineUnit unit;
  bool going_down = false;
};

// Takes over image and config-hash of a container, and a number of replicas.
class PlainEditor final : public reconcile::SpecEditor {
 public:
  core::Result<std::shared_ptr<const model::Spec>> with_container(
      const model::Spec& base, const model::ServiceName& service,
      const model::Container& container) override {
    auto spec = std::make_shared<model::Spec>(base);
    spec->services.at(service).image = container.image;
    spec->services.at(service).config_hash = container.config_hash();
    spec->services.at(service).canonical_json = "from " + container.image;
    spec->canonical_json += " " + service + " from " + container.image;
    return std::shared_ptr<const model::Spec>(std::move(spec));
  }
  core::Result<std::shared_ptr<const model::Spec>> with_scale(const model::Spec& base,
                                                              const model::ServiceName& service,
                                                              int replicas) override {
    auto spec = std::make_shared<model::Spec>(base);
    spec->services.at(service).scale = replicas;
    spec->canonical_json += " " + service + " times " + std::to_string(replicas);
    return std::shared_ptr<const model::Spec>(std::move(spec));
  }
};

}  // namespace fakes
