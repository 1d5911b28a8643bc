#include "reconcile/census.hpp"

#include "reconcile/patch.hpp"

namespace reconcile {

void Census::take(const std::vector<model::Container>& all) {
  projects_.clear();
  for (const auto& container : all) projects_[container.id] = container.project();
}

void Census::note(const EngineEvent& event) {
  if (event.type != "container") return;
  if (event.action == "destroy") projects_.erase(event.id);
  if (event.action == "create" || event.action == "start")
    projects_[event.id] = subject_of(event).deployment;
}

}  // namespace reconcile
