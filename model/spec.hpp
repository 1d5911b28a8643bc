// Spec: what a deployment should be, in canonical form (the project that `docker compose config`
// would print), immutable per generation. Values only. Paths are absolute, interpolation is done,
// env_file is merged, defaults are filled in.
#pragma once

#include "core/clock.hpp"
#include "model/ids.hpp"
#include "model/policy.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace model {

using StringMap = std::map<std::string, std::string>;

enum class DependencyCondition { started, healthy, completed };

struct Dependency {
  DependencyCondition condition = DependencyCondition::started;
  bool restart = false;  // restart this one after the dependency was updated by us
  bool required = true;
  bool implied = false;  // from links, volumes_from, network_mode/ipc/pid: service:x
  bool operator==(const Dependency&) const = default;
};

// `written` tells "no restart key at all" (nullopt mode) from a written "no".
enum class RestartMode { no, on_failure, unless_stopped, always };
struct RestartPolicy {
  std::optional<RestartMode> written;  // nullopt: no policy is written in the file
  int max_retries = 0;                 // on-failure:N; 0 = without limit
  RestartMode effective() const { return written.value_or(RestartMode::no); }
  bool operator==(const RestartPolicy&) const = default;
};

struct Healthcheck {
  bool disabled = false;          // disable: true, or test NONE
  std::vector<std::string> test;  // "CMD", ... or "CMD-SHELL", "..."; empty: inherited from the
                                  // image
  std::optional<core::Milliseconds> interval, timeout, start_period, start_interval;
  std::optional<int> retries;
  bool operator==(const Healthcheck&) const = default;
};

struct Port {
  std::string mode = "ingress";
  std::string host_ip;
  std::uint16_t target = 0;
  std::string published;  // "", "8080" or "8080-8090"
  std::string protocol = "tcp";
  std::string name, app_protocol;
  bool operator==(const Port&) const = default;
};

struct NetworkAttachment {
  bool written = false;  // a mapping, not just the name
  std::vector<std::string> aliases;
  std::string ipv4_address, ipv6_address, mac_address, interface_name;
  std::vector<std::string> link_local_ips;
  StringMap driver_opts;
  int priority = 0, gw_priority = 0;
  bool operator==(const NetworkAttachment&) const = default;
};

enum class MountType { bind, volume, tmpfs, npipe, cluster, image };
struct Mount {
  MountType type = MountType::volume;
  std::string source;  // bind: absolute path; volume: key of Spec::volumes, "" = anonymous; image:
                       // reference
  std::string target;
  bool read_only = false;
  std::string consistency;
  // bind
  std::string propagation, selinux, recursive;
  std::optional<bool> create_host_path;  // short syntax: true
  // volume / image
  bool volume_section = false;  // `volume:` is there, possibly empty
  bool nocopy = false;
  std::string subpath;
  StringMap volume_labels;
  // tmpfs
  bool tmpfs_section = false;  // `tmpfs:` is there, possibly empty
  std::optional<std::int64_t> tmpfs_size;
  std::optional<std::uint32_t> tmpfs_mode;
  bool operator==(const Mount&) const = default;
};

struct Ulimit {
  std::int64_t soft = 0, hard = 0;
  bool single = false;  // written as one number
  bool operator==(const Ulimit&) const = default;
};

struct Build {
  std::string context, dockerfile, dockerfile_inline, target;
  std::map<std::string, std::optional<std::string>> args;
  std::string canonical_json;  // the whole section, for printing; building comes with the Compose
                               // issue
  bool operator==(const Build&) const = default;
};

struct FileReference {  // a config or secret as a service uses it
  std::string source, target, uid, gid;
  std::optional<std::uint32_t> mode;
  bool operator==(const FileReference&) const = default;
};

struct Logging {
  std::string driver;
  StringMap options;
  bool operator==(const Logging&) const = default;
};

struct DeviceRequest {  // deploy.resources.reservations.devices, gpus
  std::string driver;
  std::vector<std::string> capabilities, device_ids;
  std::optional<std::int64_t> count;  // -1 = all
  StringMap options;
  bool operator==(const DeviceRequest&) const = default;
};

struct ThrottleDevice {  // blkio: bytes or operations a second, or a weight
  std::string path;
  std::int64_t rate = 0;
  bool operator==(const ThrottleDevice&) const = default;
};

struct BlockIo {
  int weight = 0;
  std::vector<ThrottleDevice> weight_device, read_bps, read_iops, write_bps, write_iops;
  bool operator==(const BlockIo&) const = default;
};

struct Device {
  std::string source, target, permissions;
  bool operator==(const Device&) const = default;
};

// One entry under `services`. Fields are those that creating a container needs; the compose folder
// owns their exact meaning.
struct Service {
  ServiceName name;
  std::string image;
  std::string container_name;                                     // "" = <project>-<service>-<n>
  int scale = 1;                                                  // replicas
  std::optional<std::vector<std::string>> command, entrypoint;    // nullopt: the image's own; empty
                                                                  // list: none
  std::map<std::string, std::optional<std::string>> environment;  // no value: unset in the client's
                                                                  // environment
  StringMap labels, annotations, sysctls, storage_opt;
  std::map<ServiceName, Dependency> depends_on;
  RestartPolicy restart;
  std::optional<Healthcheck> healthcheck;
  std::vector<Port> ports;
  std::vector<std::string> expose;
  std::vector<Mount> volumes;
  std::vector<std::string> tmpfs, volumes_from;
  std::map<std::string, NetworkAttachment> networks;  // key of Spec::networks
  std::string network_mode, pid, ipc, uts, cgroup, cgroup_parent, userns_mode, isolation, runtime,
      platform, pull_policy;
  std::vector<std::string> links, external_links, extra_hosts, dns, dns_search, dns_opt;
  std::string hostname, domainname, user, working_dir, mac_address, stop_signal, volume_driver;
  std::optional<core::Milliseconds> stop_grace_period;
  std::vector<std::string> cap_add, cap_drop, security_opt, group_add, device_cgroup_rules,
      profiles;
  std::vector<Device> devices;
  std::map<std::string, Ulimit> ulimits;
  std::vector<FileReference> configs, secrets;
  std::optional<Logging> logging;
  std::optional<Build> build;
  std::vector<DeviceRequest> device_requests, gpus;
  BlockIo block_io;
  std::optional<bool> init;
  bool privileged = false, read_only = false, tty = false, stdin_open = false,
       oom_kill_disable = false;
  std::int64_t mem_limit = 0, mem_reservation = 0, memswap_limit = 0, mem_swappiness = -1,
               shm_size = 0;
  std::int64_t cpu_shares = 0, cpu_quota = 0, cpu_period = 0, cpu_rt_runtime = 0, cpu_rt_period = 0,
               pids_limit = 0, cpu_count = 0;
  int oom_score_adj = 0;
  double cpus = 0, cpu_percent = 0;  // as the nearest float32, as the reference has them
  std::string cpuset;

  std::string canonical_json;  // compact JSON in the reference's order, without what the
                               // config-hash leaves out (build, depends_on, scale, ...)
  std::string config_hash;     // the true hash of Docker Compose 2.40 (without resolving service:x
                               // namespaces)
  PolicyLayer from_labels, from_service;  // evenkeel.* labels; x-evenkeel of this service
  bool operator==(const Service&) const = default;
};

struct IpamPool {
  std::string subnet, gateway, ip_range;
  StringMap aux_addresses;
  bool operator==(const IpamPool&) const = default;
};

struct Network {
  std::string key;
  std::string name;  // as the engine knows it: <project>_<key> or explicit
  bool external = false;
  std::string driver;
  StringMap driver_opts, labels;
  bool internal = false, attachable = false;
  std::optional<bool> enable_ipv4, enable_ipv6;
  std::string ipam_driver;
  std::vector<IpamPool> ipam_pools;
  StringMap ipam_options;
  std::string config_hash;
  bool operator==(const Network&) const = default;
};

struct Volume {
  std::string key, name;
  bool external = false;
  std::string driver;
  StringMap driver_opts, labels;
  std::string config_hash;
  bool operator==(const Volume&) const = default;
};

struct FileSource {  // top-level configs and secrets
  std::string key, name, file, environment;
  std::optional<std::string> content;
  bool external = false;
  bool operator==(const FileSource&) const = default;
};

struct Spec {
  DeploymentName name;
  std::string working_dir;                // absolute; "" where unknown
  std::vector<std::string> config_files;  // absolute
  std::vector<std::string> environment_files;
  std::map<ServiceName, Service> services;
  std::map<std::string, Network> networks;
  std::map<std::string, Volume> volumes;
  std::map<std::string, FileSource> configs, secrets;
  PolicyLayer from_deployment;  // top-level x-evenkeel
  std::string canonical_json;   // see compose/load.hpp; equal text = equal spec
  bool operator==(const Spec&) const = default;
};

}  // namespace model
