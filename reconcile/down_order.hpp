// In which order containers go down: what a service depends on goes after it.
#pragma once

#include "reconcile/plan_look.hpp"

#include <map>
#include <vector>

namespace reconcile {

// All of a service that have a record, by name.
std::vector<const model::Container*> containers_of(const ServiceLook& one);

// Steps by service. Dependents have to be noted before what they depend on is asked about.
class DownOrder {
 public:
  std::vector<std::size_t> after_dependents(const model::ServiceName& service) const;
  void note(const ServiceLook& one, const std::vector<std::size_t>& steps);

 private:
  std::map<model::ServiceName, std::vector<std::size_t>> dependents_;
};

}  // namespace reconcile
