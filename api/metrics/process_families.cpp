// Our own process, by the names that every Prometheus client uses.
#include "api/metrics/exposition.hpp"
#include "api/metrics/families.hpp"

namespace api::metrics {
namespace {

constexpr About process_cpu{"process_cpu_seconds_total", Type::counter,
                            "User and system CPU time of the agent."};
constexpr About process_resident{"process_resident_memory_bytes", Type::gauge,
                                 "Memory of the agent that is in RAM."};
constexpr About process_virtual{"process_virtual_memory_bytes", Type::gauge,
                                "Address space of the agent."};
constexpr About process_open{"process_open_fds", Type::gauge, "Open file descriptors."};
constexpr About process_max{"process_max_fds", Type::gauge,
                            "So many file descriptors may be open; absent where all may."};
constexpr About process_start{"process_start_time_seconds", Type::gauge,
                              "When the agent was started, since 1970."};

}  // namespace

void write_process(const Facts& facts, std::string& out) {
  const auto& process = facts.process;
  const auto started = facts.status.started_at.time_since_epoch();
  add_single(out, process_cpu, process.cpu_seconds);
  add_single(out, process_resident, number(process.resident_bytes));
  add_single(out, process_virtual, number(process.virtual_bytes));
  add_single(out, process_open, number(process.open_descriptors));
  add_single(out, process_max, number(process.max_descriptors));
  add_single(out, process_start, std::chrono::duration<double>(started).count());
}

}  // namespace api::metrics
