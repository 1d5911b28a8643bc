#include "monitor/host_checks.hpp"

#include "monitor/event_codec.hpp"
#include "support/catch.hpp"
#include "support/noon.hpp"

#include <chrono>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t gib = std::uint64_t{1} << 30;

DiskUsage disk(const std::string& mount_point, double percent) {
  DiskUsage out{"/dev/sda1", mount_point, "ext4"};
  out.bytes_total = 100 * gib;
  out.bytes_free = out.bytes_available =
      static_cast<std::uint64_t>(static_cast<double>(out.bytes_total) * (100 - percent) / 100);
  return out;
}

struct Host {
  DiskWatch watch;
  DiskSettings settings;
  core::Instant now = support::noon;
  HostChecks checks{{60s, 30s}, {5s, 30s}};

  void see(const std::vector<DiskUsage>& disks) {
    now = now + 60s;
    (void)watch.look(disks, settings);
    checks.take_disks(disks, watch, {now, now + 7ms});
  }
  std::vector<std::string> ids() const {
    std::vector<std::string> ids;
    for (const auto& view : checks.views()) ids.push_back(view.id);
    return ids;
  }
  CheckState state(const std::string& id) const { return checks.view(id).value().state; }
};

}  // namespace

TEST_CASE("what the monitor checks by itself is listed, pending before the first look") {
  Host host;
  CHECK(host.ids() == std::vector<std::string>{"disks", "host:looks"});
  CHECK(host.state("disks") == CheckState::pending);
  host.see({disk("/var", 50), disk("/", 50)});
  CHECK(host.ids() == std::vector<std::string>{"disk:/", "disk:/var", "disks", "host:looks"});
  const auto view = host.checks.view("disk:/var").value();
  CHECK(view.state == CheckState::passing);
  CHECK(view.type == "disk");
  CHECK(view.criticality == "standard");
  CHECK(view.interval == 60s);
  CHECK(view.last_took == 7ms);
  CHECK(view.last_verdict == "passed");
  CHECK(view.last_text == "50 % full, 50 GiB left");
  CHECK(view.next_at == host.now.wall + 7ms + 60s);
  CHECK(host.state("disks") == CheckState::passing);
  host.checks.take_looks({host.now, host.now});
  CHECK(host.state("host:looks") == CheckState::passing);
}

TEST_CASE("a disk that is told of as full fails for as long as it is") {
  Host host;
  host.see({disk("/", 80)});
  const auto well_since = host.checks.view("disk:/")->since;
  host.see({disk("/", 92)});
  const auto failed_at = host.now.wall + 7ms;
  host.see({disk("/", 88)});  // not below what it was entered at
  auto view = host.checks.view("disk:/").value();
  CHECK(view.state == CheckState::failing);
  CHECK(view.since == failed_at);
  CHECK(view.failures == 2);
  CHECK(view.criticality == "standard");
  CHECK(view.last_verdict == "failed");
  host.see({disk("/", 99)});
  CHECK(host.checks.view("disk:/")->criticality == "critical");
  host.see({disk("/", 50)});
  view = host.checks.view("disk:/").value();
  CHECK(view.state == CheckState::passing);
  CHECK(view.since != well_since);
  CHECK(view.failures == 0);
  CHECK(view.criticality == "standard");
}

TEST_CASE("a disk that is not there any more is not listed, one that fails not before it is told") {
  Host host;
  host.see({disk("/", 50), disk("/a", 50), disk("/b", 95)});
  host.see({disk("/", 50)});
  CHECK(host.ids() == std::vector<std::string>{"disk:/", "disk:/b", "disks", "host:looks"});
  for (int look = 1; look < looks_until_gone; ++look) host.see({disk("/", 50)});
  CHECK(host.ids() == std::vector<std::string>{"disk:/", "disks", "host:looks"});
}

TEST_CASE("what is mounted read-only cannot run full, and is listed only where it did before") {
  Host host;
  auto full = disk("/", 95), image = disk("/image", 100);
  image.read_only = true;
  host.see({full, image});
  full.read_only = true;
  host.see({full, image});
  CHECK(host.ids() == std::vector<std::string>{"disk:/", "disks", "host:looks"});
  CHECK(host.state("disk:/") == CheckState::failing);
}

TEST_CASE("disks that do not answer fail together, with what was told") {
  Host host;
  host.see({disk("/", 50)});
  host.checks.take_silence(disks_check, true, "one of the disks does not answer", host.now);
  const auto view = host.checks.view("disks").value();
  CHECK(view.state == CheckState::failing);
  CHECK(view.last_text == "one of the disks does not answer");
  CHECK(host.state("disk:/") == CheckState::passing);
  host.checks.take_silence(disks_check, false, "all disks answer again", host.now + 1s);
  CHECK(host.state("disks") == CheckState::passing);
}

TEST_CASE("what an agent before told of fails from the begin on, since it was told") {
  Host host;
  Recalled recalled;
  const auto told_at = support::noon.wall - 1h;
  recalled.host_checks["disk:/"] = {told_at, model::Severity::critical, "it is full"};
  DiskChange told;
  told.mount_point = "/";
  told.now = told.worst = DiskLevel::critical;
  host.watch.resume(told);
  host.checks.recall(recalled);
  const auto view = host.checks.view("disk:/").value();
  CHECK(view.state == CheckState::failing);
  CHECK(view.since == told_at);
  CHECK(view.criticality == "critical");
  CHECK(view.last_text == "it is full");
  host.see({disk("/", 99)});
  CHECK(host.checks.view("disk:/")->since == told_at);
  host.see({disk("/", 20)});
  CHECK(host.state("disk:/") == CheckState::passing);
}

TEST_CASE("every change of the list counts") {
  Host host;
  const auto before = host.checks.revision();
  host.see({disk("/", 50)});
  CHECK(host.checks.revision() > before);
}
