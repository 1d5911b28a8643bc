// What the newest look said of every service, and for how long each has waited. Pure.
#pragma once

#include "heal/ports.hpp"
#include "model/incident.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace heal {

enum class Standing : std::uint8_t {
  well,
  ill,       // or on its way: not well yet
  frozen,    // in its owner's hands, and not running
  unseen,    // nothing is known of it now
  unwanted,  // stopped on purpose
  gone,      // nobody looks after it any more
};

struct Seen {
  ServiceNow now;
  std::optional<core::MonoTime> waiting_since;
  std::string first_fault;  // a fault that is no reason to worry until it comes again; "" for none
  std::uint64_t look = 0;
};

class Roster {
 public:
  void look(const Services& services, core::Instant now);

  const std::map<model::Subject, Seen>& all() const { return services_; }
  const Seen* find(const model::Subject& service) const;
  // Of a deployment as a whole: the worst of its services.
  Standing standing_of(const model::Subject& subject) const;
  // Whether that fault was there before, and the service has not been well since.
  bool comes_again(const model::Subject& service, const std::string& fault);

  // All that it depends on or waits for, near ones first, each once; false from `visit` ends it.
  using Visit = std::function<bool(const model::Subject&)>;
  void each_dependency(const model::Subject& service, const Visit& visit) const;
  // The end of what it waits for, which is not waiting itself; nothing where it waits for nothing.
  std::optional<model::Subject> root_of_wait(const model::Subject& service) const;

 private:
  void take(const ServiceNow& service, core::MonoTime now);

  std::map<model::Subject, Seen> services_;
  std::uint64_t looks_ = 0;
};

// "db" of `of`, or "postgres/db".
model::Subject dependency_of(const model::DeploymentName& of, const model::ServiceName& name);

}  // namespace heal
