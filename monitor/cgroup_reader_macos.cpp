#include "monitor/cgroup_reader.hpp"

namespace monitor {
namespace {

core::Error not_visible() {
  return {core::Errc::unsupported,
          "containers run in a virtual machine here, so their control groups are not visible: "
          "usage comes from the engine's statistics"};
}

}  // namespace

core::Result<CgroupReader> CgroupReader::open(const CgroupPlace&, int, const CgroupReaderOptions&) {
  return not_visible();
}

core::Result<Usage> CgroupReader::read() { return not_visible(); }

core::Result<CgroupPlace> look_up_cgroup(int, const model::ContainerId&, const std::vector<Mount>&,
                                         const std::string&) {
  return not_visible();
}

core::Result<std::vector<Mount>> read_cgroup_mounts(const std::string&) { return not_visible(); }

}  // namespace monitor
