#include "api/metrics/families.hpp"

namespace api::metrics {
namespace {

using Write = void (*)(const Facts& facts, std::string& out);

constexpr Write groups[] = {
    write_agent,     write_durations,     write_events,  write_deployments, write_services,
    write_incidents, write_notifications, write_checks,  write_containers,  write_host,
    write_pressure,  write_disks,         write_process,
};

}  // namespace

std::string exposition_of(const Facts& facts) {
  std::string out;
  for (const auto write : groups) write(facts, out);
  return out;
}

}  // namespace api::metrics
