// Port SpecEditor over the canonical form of a Compose project. Pure.
#pragma once

#include "reconcile/ports.hpp"

namespace agent {

class SpecEditor final : public reconcile::SpecEditor {
 public:
  core::Result<std::shared_ptr<const model::Spec>> with_container(
      const model::Spec& base, const model::ServiceName& service,
      const model::Container& container) override;
  core::Result<std::shared_ptr<const model::Spec>> with_scale(const model::Spec& base,
                                                              const model::ServiceName& service,
                                                              int replicas) override;
};

}  // namespace agent
