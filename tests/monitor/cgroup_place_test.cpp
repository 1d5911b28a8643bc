#include "monitor/cgroup_place.hpp"

#include "monitor/sample_text.hpp"

#include "support/catch.hpp"

#include <string>

using namespace monitor;

namespace {

const std::string web = "a6030579b5e3e1153d65a74edd856cc07fbd392467994b14be4ee39afd311675";
const std::string nested = "9338fb07ae7c1c9e8b2de7932c35789cb3c5694c53303a7d045cde513085c292";

core::Result<CgroupPlace> place(const std::string& proc_cgroup, const std::string& mountinfo,
                                const std::string& container = web) {
  return find_cgroup_place(proc_cgroup, cgroup_mounts(mountinfo), container);
}

std::string sample(const std::string& name) { return sample_text("place/" + name); }

const std::string unified_mount =
    "29 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";

// Debian 11 booted with systemd.unified_cgroup_hierarchy=0: joined controllers, and a tree of
// version 2 beside that has none of them.
const std::string systemd_v1_mounts =
    "30 26 0:27 / /sys/fs/cgroup ro shared:9 - tmpfs tmpfs ro,mode=755\n"
    "31 30 0:28 / /sys/fs/cgroup/unified rw shared:10 - cgroup2 cgroup2 rw,nsdelegate\n"
    "32 30 0:29 / /sys/fs/cgroup/systemd rw shared:11 - cgroup cgroup rw,xattr,name=systemd\n"
    "35 30 0:32 / /sys/fs/cgroup/cpu,cpuacct rw shared:15 - cgroup cgroup rw,cpu,cpuacct\n"
    "36 30 0:33 / /sys/fs/cgroup/blkio rw shared:16 - cgroup cgroup rw,blkio\n"
    "37 30 0:34 / /sys/fs/cgroup/memory rw shared:17 - cgroup cgroup rw,memory\n"
    "38 30 0:35 / /sys/fs/cgroup/pids rw shared:18 - cgroup cgroup rw,pids\n";

std::string systemd_v1_lines(const std::string& path) {
  return "6:pids:" + path + "\n5:memory:" + path + "\n4:blkio:" + path + "\n3:cpu,cpuacct:" + path +
         "\n1:name=systemd:" + path + "\n";
}

const std::string scope = "/system.slice/docker-" + web + ".scope";

}  // namespace

TEST_CASE("version 1 with the cgroupfs driver has a folder a controller") {
  const auto found = place(sample("v1_cgroupfs.cgroup"), sample("v1_cgroupfs.mountinfo"));
  REQUIRE(found);
  CHECK(found->of(Controller::cpu) == "/sys/fs/cgroup/cpu/docker/" + web);
  CHECK(found->of(Controller::cpuacct) == "/sys/fs/cgroup/cpuacct/docker/" + web);
  CHECK(found->of(Controller::memory) == "/sys/fs/cgroup/memory/docker/" + web);
  CHECK(found->of(Controller::pids) == "/sys/fs/cgroup/pids/docker/" + web);
  CHECK(found->of(Controller::blkio) == "/sys/fs/cgroup/blkio/docker/" + web);
  CHECK(found->v2 == "/sys/fs/cgroup/unified/docker/" + web);
}

TEST_CASE("version 2 with the systemd driver has one folder, a scope") {
  const std::string id = "2d6a7b664993fbca733c1cf37a32fe513cb0f4aa2453bad232295dbcfe242aaa";
  const auto found = place(sample("v2_systemd.cgroup"), sample("v2_systemd.mountinfo"), id);
  REQUIRE(found);
  CHECK(found->v2 == "/sys/fs/cgroup/system.slice/docker-" + id + ".scope");
  CHECK(found->of(Controller::memory).empty());
}

TEST_CASE("a parent of the operator's choice is followed") {
  const auto found =
      place(sample("v1_nested_parent.cgroup"), sample("v1_cgroupfs.mountinfo"), nested);
  REQUIRE(found);
  CHECK(found->of(Controller::memory) == "/sys/fs/cgroup/memory/evenkeel.example/apps/" + nested);
}

TEST_CASE("version 1 with the systemd driver and joined controllers") {
  const auto found = place(systemd_v1_lines(scope), systemd_v1_mounts);
  REQUIRE(found);
  CHECK(found->of(Controller::cpu) == "/sys/fs/cgroup/cpu,cpuacct" + scope);
  CHECK(found->of(Controller::cpuacct) == "/sys/fs/cgroup/cpu,cpuacct" + scope);
  CHECK(found->of(Controller::blkio) == "/sys/fs/cgroup/blkio" + scope);
  CHECK(found->v2.empty());
}

TEST_CASE("in a hybrid the controllers of version 1 are taken, and version 2 for the rest") {
  const auto mounts =
      "31 30 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n"
      "37 30 0:34 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n";
  const auto found = place("5:memory:" + scope + "\n0::" + scope + "\n", mounts);
  REQUIRE(found);
  CHECK(found->of(Controller::memory) == "/sys/fs/cgroup/memory" + scope);
  CHECK(found->of(Controller::cpuacct).empty());
  CHECK(found->v2 == "/sys/fs/cgroup/unified" + scope);
}

TEST_CASE("a tree of version 2 that the container is not in is left alone") {
  const auto found =
      place(systemd_v1_lines(scope) + "0::/system.slice/containerd.service\n", systemd_v1_mounts);
  REQUIRE(found);
  CHECK(found->v2.empty());
  CHECK(found->of(Controller::pids) == "/sys/fs/cgroup/pids" + scope);
}

TEST_CASE("version 2 has one folder, with either driver and by whoever made the container") {
  const auto user = "/user.slice/user-1000.slice/user@1000.service/";
  for (const auto& path :
       {"/docker/" + web, scope, user + ("user.slice/docker-" + web + ".scope"),
        user + ("user.slice/libpod-" + web + ".scope"), "/apps.slice/docker-" + web + ".scope"}) {
    const auto found = place("0::" + path + "\n", unified_mount);
    REQUIRE(found);
    CHECK(found->v2 == "/sys/fs/cgroup" + path);
    CHECK(found->of(Controller::memory).empty());
  }
}

TEST_CASE("groups that a container made of its own are accounted for by the container's") {
  const auto found = place("0::" + scope + "/init.scope\n", unified_mount);
  REQUIRE(found);
  CHECK(found->v2 == "/sys/fs/cgroup" + scope);
}

TEST_CASE("a container in a container is found beneath the outer one") {
  const auto path = "/docker/" + nested + "/docker/" + web;
  CHECK(place("0::" + path + "\n", unified_mount)->v2 == "/sys/fs/cgroup" + path);
  CHECK(place("0::" + path + "\n", unified_mount, nested)->v2 == "/sys/fs/cgroup/docker/" + nested);
}

TEST_CASE(
    "where the tree is mounted below its root, and elsewhere, the rest of the path is taken") {
  const auto mounts = "29 23 0:26 /docker /host/cg\\040roup ro - cgroup2 cgroup2 rw\n";
  CHECK(place("0::/docker/" + web + "\n", mounts)->v2 == "/host/cg roup/" + web);
}

TEST_CASE("a mount that shows another part is passed over for one that has the container") {
  const auto mounts = "29 23 0:26 /docker/" + nested +
                      " /sys/fs/cgroup ro - cgroup2 cgroup2 rw\n"
                      "30 23 0:26 / /host/cgroup ro - cgroup2 cgroup2 rw\n";
  CHECK(place("0::/docker/" + web + "\n", mounts)->v2 == "/host/cgroup/docker/" + web);
  // A folder whose name only begins like the mount's root is not below it.
  const auto similar = "29 23 0:26 /dock /sys/fs/cgroup ro - cgroup2 cgroup2 rw\n";
  CHECK_FALSE(place("0::/docker/" + web + "\n", similar));
}

TEST_CASE("seen from a private namespace, a mount of the host's tree is still found") {
  const auto mounts = "29 23 0:26 /.. /host/cgroup ro - cgroup2 cgroup2 rw\n";
  CHECK(place("0::/../" + web + "\n", mounts)->v2 == "/host/cgroup/" + web);
}

TEST_CASE("an agent in a private namespace is told how to see the others") {
  const auto inside = place("0::/../" + web + "\n", unified_mount);
  REQUIRE_FALSE(inside);
  CHECK(inside.error().code == core::Errc::unavailable);
  CHECK(inside.error().what.find("--pid=host --cgroupns=host") != std::string::npos);
  // As recorded: all paths are "/", so that nothing names a container.
  const auto recorded =
      place(sample("v1_private_namespace.cgroup"), sample("v1_private_namespace.mountinfo"));
  REQUIRE_FALSE(recorded);
  CHECK(recorded.error().what.find("--cgroupns=host") != std::string::npos);
}

TEST_CASE("an agent in a container sees the folder of its own alone") {
  const auto mounts = sample("v1_agent_in_container.mountinfo");
  CHECK(place(sample("v1_cgroupfs.cgroup"), mounts)->of(Controller::pids) == "/sys/fs/cgroup/pids");
  const auto other = place(sample("v1_nested_parent.cgroup"), mounts, nested);
  REQUIRE_FALSE(other);
  CHECK(other.error().what.find("no mounted control group file system has /evenkeel.example") !=
        std::string::npos);
}

TEST_CASE("a process that is none of the container's is not taken for it") {
  const auto host = place(sample("not_a_container.cgroup"), sample("v1_cgroupfs.mountinfo"));
  REQUIRE_FALSE(host);
  CHECK(host.error().what.find(web.substr(0, 12)) != std::string::npos);
  CHECK_FALSE(place(sample("v1_nested_parent.cgroup"), sample("v1_cgroupfs.mountinfo"), web));
}

TEST_CASE("a rootless engine without the systemd driver is told what helps") {
  const auto found = place("0::/user.slice/user-1000.slice/session-2.scope\n", unified_mount);
  REQUIRE_FALSE(found);
  CHECK(found.error().what.find("systemd cgroup driver") != std::string::npos);
}

TEST_CASE("texts that are empty, cut or nonsense are an error, not a place") {
  for (const auto* text : {"", "0::", "0:\n", "\n\n", "nonsense\n", "::::\n"}) {
    CHECK_FALSE(place(text, unified_mount));
    CHECK_FALSE(place("0::" + scope + "\n", text));
  }
}
