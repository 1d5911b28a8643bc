// One way of probing. A probe may keep what it needs from one run to the next (a place in a file);
// it is never run twice at once. I/O thread only; what blocks goes through a pool.
#pragma once

#include "core/clock.hpp"
#include "monitor/checks/check.hpp"
#include "monitor/ports.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace core {
class BlockingPool;
}

namespace monitor {

// `unknown` is no verdict: nothing could be found out, and nothing is concluded.
enum class Verdict : std::uint8_t { passed, failed, unknown };
std::string_view name_of(Verdict verdict);

struct Finding {
  Verdict verdict = Verdict::unknown;
  // One plain line of UTF-8, at most `finding_bytes_max`, no secrets: "answered 503 after 12 ms".
  std::string text;
  // Of a service's check: containers that failed, where not all of them did. Empty: all.
  std::vector<model::ContainerId> failing;
  // Failed, as nothing could be asked: of the host that is a failure, of a service `unknown`.
  bool unasked = false;
  // Passed, as far as it was looked at: the time that it is about began before.
  bool partial = false;
  // Failed by what no restart of a container mends, as the end of a certificate.
  bool beyond_restart = false;
};

inline constexpr std::size_t finding_bytes_max = 512;

// Any bytes as such a line: line breaks become spaces, what is no UTF-8 or cannot be shown is
// replaced, what is too long is cut.
std::string finding_text(std::string_view bytes);

// The text goes through finding_text.
Finding passed(std::string text);
Finding failed(std::string text);
Finding unknown(std::string text);
Finding unable(std::string text);  // failed, `unasked`

// What a check of a service is about: its containers that run now. Empty for the host's.
using Target = std::vector<Running>;

class Probe {
 public:
  virtual ~Probe() = default;
  // Ends within `limit` (and a little): what took longer has failed, and nothing of it goes on. The
  // caller keeps the probe alive until then.
  virtual awaitable<Finding> run(Target target, core::Milliseconds limit) = 0;
};

// What probes work with. All must outlive them.
struct ProbeTools {
  core::BlockingPool& network;   // http, tcp, clock
  core::BlockingPool& programs;  // exec
  core::BlockingPool& files;     // file, disk, process, log: may hang with a disk
  EngineAnswers& engine;
  ContainerLogs& container_logs;
  SystemdUnits& units;
  LaunchdJobs& jobs;
  const core::Clock& clock;
};

std::unique_ptr<Probe> make_probe(const ProbeSettings& settings, ProbeTools tools);

}  // namespace monitor
