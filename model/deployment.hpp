// Deployment as desired and remembered: what the store holds and the loop keeps in memory. Values
// only.
#pragma once

#include "model/hold.hpp"
#include "model/intent.hpp"
#include "model/observation.hpp"
#include "model/spec.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace model {

enum class SourceKind { compose, engine };

struct Source {
  SourceKind kind = SourceKind::compose;
  std::vector<std::string> files;
  std::string directory;
  bool differs = false;  // the files on disk say something else by now
  bool operator==(const Source&) const = default;
};

// The stored inspect of a container that another client made, from which it is made again (source
// `engine`).
struct StoredInspect {
  std::string container_json;  // GET /containers/{id}/json
  std::string image_json;      // GET /images/{id}/json
  std::string config_hash;  // the container's own label; takes the place of the hash that the spec
                            // would give
  bool operator==(const StoredInspect&) const = default;
};

struct Generation {
  GenerationNumber number = 0;
  std::shared_ptr<const Spec> spec;
  Source source;
  std::string by, reason;
  core::WallTime at;
  std::map<ServiceName, StoredInspect> inspects;  // only services whose newest word came from the
                                                  // engine
};

// Completed: a durable fact about a job (or a service that is done).
struct Completed {
  ContainerId container;
  GenerationNumber generation = 0;
  core::WallTime at;
  int exit_code = 0;
  bool operator==(const Completed&) const = default;
};

// Of a container whose making was begun and may not have been finished (networks, inline files): it
// is made anew.
inline constexpr GenerationNumber half_made = -1;

// What is known of a container id beyond the engine's memory.
struct ContainerRecord {
  ContainerId id;
  ServiceName service;
  GenerationNumber generation = 0;  // drift of the spec is judged by this
  std::string last_running_engine;  // engine start under which it was last seen running; "" never
  // Since its last start a client has sent it a signal that was to end nothing, which sets the
  // engine's mark of a client's stop all the same (ENGINE.md 2): the mark proves nothing.
  bool mark_spent = false;
  // Since its last start a client has sent it a signal that ends it: an end with 0 is no job done.
  bool signaled = false;
  core::WallTime paused_at = {};  // since when it is seen paused; the epoch: it is not
  std::string made_with = {};     // model::made_with of its generation; "" not known
  // By another client, while this generation was in force: what it was made with is not known, and
  // not what this or an older one says. 0: by evenkeel, or before it was taken over.
  GenerationNumber made_elsewhere = 0;
  bool operator==(const ContainerRecord&) const = default;
};

// Of a job, by the engine's clock.
struct FailedRun {
  ContainerId container;
  core::WallTime at;
  bool operator==(const FailedRun&) const = default;
};

struct ServiceFacts {
  std::optional<Completed> completed;
  int failed_job_runs = 0;  // of the current generation
  GenerationNumber failed_job_generation = 0;
  ImageId converged_image;  // the image id that last converged
  // Verbs as durable, level-triggered facts: a container started (a job ended) before
  // `restart_after` is started anew; one created before `recreate_after` is replaced. The epoch:
  // never asked.
  core::WallTime restart_after, recreate_after;
  // The newest that is counted: what is found, or told again, in another life counts once.
  std::optional<FailedRun> failed_run = {};
  bool operator==(const ServiceFacts&) const = default;
};

struct Deployment {
  DeploymentName name;
  std::string kind = "compose";  // or "container"
  Generation current;
  std::map<ServiceName, Intent> intents;  // one per service of the spec; removed services keep none
  std::map<ServiceName, ServiceFacts> facts;
  std::map<ContainerId, ContainerRecord> containers;
  PolicyLayer configured;  // deployments: of the configuration
  std::map<ServiceName, PolicyLayer> configured_services;
  std::map<ServiceName, PolicyLayer> set;  // evenkeel set; key "" = the deployment
  bool deleting = false;  // a DELETE with containers is under way; survives a restart of the agent
  bool delete_volumes = false;
  bool auto_heal = true;

  const Service* find(const ServiceName& service) const;
  const Intent& intent_of(const ServiceName& service) const;  // running where none is stored
  bool any_running() const;
};

// The value of a policy key with its origin.
template <class T> struct Resolved {
  T value;
  Origin origin = Origin::builtin;
};

// set > configuration > service > deployment > label > built in.
// Off, set, where the owner applied it without healing.
Resolved<HealMode> heal_mode_of(const Deployment&, const ServiceName&, HealMode builtin);
Resolved<Criticality> criticality_of(const Deployment&, const ServiceName&);
Resolved<std::vector<std::string>> allow_of(const Deployment&, const ServiceName&,
                                            const std::vector<std::string>& builtin);
Resolved<ServiceKind> kind_of(const Deployment&, const ServiceName&);  // built in: the rule of
                                                                       // DESIGN.md ("Completed")
Resolved<core::Milliseconds> grace_of(const Deployment&, const ServiceName&,
                                      core::Milliseconds builtin);
Resolved<KillMeans> kill_means_of(const Deployment&, const ServiceName&);
// How long its dependencies may take to be ready.
Resolved<core::Milliseconds> deadline_of(const Deployment&, const ServiceName&,
                                         core::Milliseconds builtin);
Resolved<std::vector<ForeignDependency>> foreign_dependencies_of(const Deployment&,
                                                                 const ServiceName&);
// Nothing where no place says so.
std::optional<Resolved<bool>> rollback_of(const Deployment&, const ServiceName&);
Resolved<std::string> notes_of(const Deployment&, const ServiceName&);  // for people

// What is said under a key of a part that reads it for itself (PolicyLayer::later), as JSON texts,
// the farthest first.
std::vector<std::string> later_of(const Deployment&, const ServiceName&, const std::string& key);

// Whether a clean exit counts as done: jobs, and services whose `kind` is not written, under no
// policy, `no` or `on-failure`, with neither a published port nor a health check.
bool may_complete(const Deployment&, const ServiceName&);

}  // namespace model
