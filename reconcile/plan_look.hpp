// A scene sorted for the planner: whose is which container, which are as they should be, how each
// service is. Looks, decides nothing.
#pragma once

#include "reconcile/scene.hpp"

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace reconcile {

// What there is of one replica. At most one container is `current` and one `outdated`; all else of
// its number are leftovers.
struct Replica {
  int number = 1;
  const model::Container* current = nullptr;   // as the current generation wants it
  const model::Container* outdated = nullptr;  // the one whose place is to be taken
  std::vector<const model::Container*> leftovers;
  // A client has stopped it while others of its service go on: it is left as it is.
  bool set_aside = false;
};

struct ServiceLook {
  const model::Service* spec = nullptr;
  const model::Intent* intent = nullptr;
  const model::Hold* hold = nullptr;  // null: not held
  // Evenkeel itself took it down, to start it again: no hold keeps it down.
  bool comes_back = false;
  const model::Hold* hold_on_rest = nullptr;  // then: what of it runs is left alone
  std::vector<Replica> replicas;              // as many as desired, by number
  std::vector<const model::Container*> surplus, unrecorded;
  bool has_check = false;
  bool wanted = true;        // intent is running
  bool completed = false;    // done in the current generation
  bool exited_well = false;  // some container of it ended with 0
  bool paused = false;
  bool started = false, healthy = false;  // all replicas run that are not set aside; and none is
                                          // ill or unsure
};

struct Look {
  explicit Look(const Scene& seen) : scene(seen), spec(*seen.deployment.current.spec) {}
  const Scene& scene;
  const model::Spec& spec;
  std::vector<model::ServiceName> order;  // dependencies first
  std::map<model::ServiceName, ServiceLook> services;
  std::vector<const model::Container*> orphans;  // of services that are gone from the spec, with a
                                                 // record
  std::unordered_map<std::string, const model::Container*> by_name;
  std::unordered_map<std::string, const model::SeenNetwork*> networks;  // by name
  std::unordered_map<std::string, const model::SeenVolume*> volumes;
};

Look look_at(const Scene& scene);

// The longest one that holds this service of the deployment now, also where the specification does
// not name it any more; nullptr for none.
const model::Hold* hold_of(const Scene& scene, const model::ServiceName& service);

// The containers of a deployment by label (or record); "" for what is not its.
model::ServiceName service_of(const model::Deployment& deployment,
                              const model::Container& container);
// It has a record, and was made from what the current generation says.
bool is_of_current_spec(const model::Deployment& deployment, const model::Observation& seen,
                        const model::Service& service, const model::Container& container);
bool is_of_current_spec(const Scene& scene, const model::Service& service,
                        const model::Container& container);
// And nobody asked to make it anew.
bool is_up_to_date(const Scene& scene, const model::Service& service,
                   const model::Container& container);
std::string container_name(const model::Spec& spec, const model::Service& service, int number);
// The name a replacement bears until the container it replaces is gone.
std::string temporary_name(const model::Container& replaced, const std::string& name);
bool is_temporary(const std::string& seen, const std::string& name);
// What a container was made to replace, where that is still there and the container was not started
// yet: so `compose up` leaves it until the old one has stopped. nullptr: it waits for nothing.
const model::Container* waits_to_replace(const model::Observation& seen,
                                         const model::Container& container);
// Its holder is to be replaced itself. Until then a replacement runs under its temporary name: two
// that bear each other's names would wait for each other otherwise.
bool comes_free(const Look& look, const std::string& name);

}  // namespace reconcile
