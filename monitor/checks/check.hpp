// What is probed, how often, and when it counts as failed: CONTRACT.md `monitor.checks` and the
// policy key `checks`. Values; docs/monitoring.md says what each key means.
#pragma once

#include "core/clock.hpp"
#include "model/ids.hpp"
#include "model/policy.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace monitor {

// In `url` and `address` of a service's check: the address of each of its containers in turn.
inline constexpr std::string_view container_placeholder = "{container}";

struct HttpProbe {
  std::string url;
  std::string method = "GET";
  std::map<std::string, std::string> headers;  // may hold secrets: never shown
  std::string body;
  std::vector<std::pair<int, int>> status = {{200, 299}};  // any of these ranges, ends included
  std::string contains;                                    // "" = any body
  std::string matches;                                     // RE2, somewhere in the body
  std::string json_path;                                   // "$.db[0].state"; "" = not asked for
  std::optional<std::string> json_equals;  // JSON text; absent: the path must be there
  core::Milliseconds certificate_left{0};  // must be valid for so long from now
  std::string ca_file;                     // "" = the machine's authorities
  bool verify = true;                      // the certificate
  bool operator==(const HttpProbe&) const = default;
};

struct TcpProbe {
  std::string address;  // "host:port", "[::1]:5432"
  std::string send;     // "" = nothing
  std::string expect;   // must be in what is answered; "" = an open connection is enough
  bool operator==(const TcpProbe&) const = default;
};

struct ExecProbe {
  std::vector<std::string> command;                // with `shell`: one text
  bool shell = false;                              // /bin/sh -c
  std::string directory;                           // "" = /
  std::map<std::string, std::string> environment;  // over the agent's
  std::vector<int> exit_codes = {0};
  std::string contains;  // in its output; "" = any
  std::string matches;   // RE2
  bool operator==(const ExecProbe&) const = default;
};

struct FileProbe {
  std::string path;
  bool exists = true;                               // false: it must not be there
  std::optional<core::Milliseconds> fresh;          // changed within so long
  std::optional<std::uint64_t> size_min, size_max;  // bytes
  bool operator==(const FileProbe&) const = default;
};

// Fails while more than `count` lines of the last `per` match.
struct LogProbe {
  std::string file, unit;  // one of them; neither: the log of the service's containers
  std::string pattern;     // RE2
  int count = 0;
  core::Milliseconds per{300'000};
  bool operator==(const LogProbe&) const = default;
};

struct DiskProbe {
  std::string path;
  std::optional<double> used_percent;       // at most
  std::optional<std::uint64_t> free_bytes;  // at least
  std::optional<double> inodes_percent;     // at most
  bool operator==(const DiskProbe&) const = default;
};

struct ProcessProbe {
  std::string name;      // as in /proc/PID/comm, or the file name of its program
  std::string matches;   // RE2, in its command line
  std::string pid_file;  // one of the three
  int count_min = 1;
  std::optional<int> count_max;
  bool operator==(const ProcessProbe&) const = default;
};

struct UnitProbe {
  std::string unit;  // "nginx.service"; a timer, a mount... as well
  bool operator==(const UnitProbe&) const = default;
};

struct JobProbe {
  std::string job;  // launchd's label
  bool operator==(const JobProbe&) const = default;
};

struct EngineProbe {
  bool operator==(const EngineProbe&) const = default;
};

// The kernel says that the clock is kept in step, and by how much it may be wrong; with a server,
// the difference to its time (SNTP, RFC 4330).
struct ClockProbe {
  core::Milliseconds offset_max{1'000};
  std::string server;  // "host[:port]"; "" = the kernel's word alone
  bool operator==(const ClockProbe&) const = default;
};

using ProbeSettings = std::variant<HttpProbe, TcpProbe, ExecProbe, FileProbe, LogProbe, DiskProbe,
                                   ProcessProbe, UnitProbe, JobProbe, EngineProbe, ClockProbe>;

struct Check {
  std::string name;                  // as written by its owner
  model::DeploymentName deployment;  // "" = of the host
  model::ServiceName service;
  model::Criticality criticality = model::Criticality::standard;
  core::Milliseconds interval{30'000};
  core::Milliseconds timeout{5'000};
  int fall = 3;  // failures in a row until it counts as failed
  int rise = 2;  // passes in a row until it counts as well again
  ProbeSettings probe;
  bool operator==(const Check&) const = default;

  bool of_host() const { return deployment.empty(); }
};

// "http", "tcp", "exec", "file", "log", "disk", "process", "systemd", "launchd", "engine", "clock"
std::string_view type_of(const ProbeSettings& probe);

// Whether it is about something that the containers of a service have no part in: a disk, the
// clock, the engine, a unit or a job of the host.
bool is_beyond_containers(const ProbeSettings& probe);

// What it is known by everywhere: "backup", or "shop/web/ready" where it is of a service.
std::string id_of(const Check& check);

}  // namespace monitor
