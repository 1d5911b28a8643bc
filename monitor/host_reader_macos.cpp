#include "monitor/host_reader.hpp"

namespace monitor {
namespace {

core::Error host_not_visible() {
  return {core::Errc::unsupported, "the use of this host is not read on macOS yet"};
}

}  // namespace

core::Result<HostReader> HostReader::open(const std::string&) { return host_not_visible(); }

core::Result<HostUsage> HostReader::read() const { return host_not_visible(); }

core::Result<std::vector<DiskUsage>> read_disks(const std::vector<std::string>&,
                                                const std::vector<std::string>&,
                                                const std::string&) {
  return host_not_visible();
}

}  // namespace monitor
