#include "reconcile/plan_preview.hpp"

namespace reconcile {

void as_if_applied(model::Deployment& deployment, std::shared_ptr<const model::Spec> spec,
                   const model::Observation& seen) {
  deployment.current.spec = std::move(spec);
  deployment.current.source.kind = model::SourceKind::compose;
  deployment.current.inspects.clear();
  ++deployment.current.number;
  for (const auto& container : seen.containers) {
    if (container.project() != deployment.name || container.oneoff() ||
        deployment.find(container.service()) == nullptr)
      continue;
    deployment.containers.try_emplace(
        container.id, model::ContainerRecord{container.id, container.service(), 0, ""});
  }
}

}  // namespace reconcile
