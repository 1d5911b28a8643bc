#include "api/ask.hpp"
#include "support/catch.hpp"

using ask::Asker;
using ask::json;

TEST_CASE("health is the loop's progress") {
  Asker asker;
  CHECK(asker("GET", "/healthz").status == 200);
  asker.world.clock.at = asker.world.clock.at + core::Milliseconds{150'001};
  CHECK(asker("GET", "/healthz").status == 503);
}

TEST_CASE("an agent that has no deployment yet is healthy however long that takes") {
  Asker asker;
  asker.world.views.all.clear();
  asker.world.clock.at = asker.world.clock.at + core::Milliseconds{1'000'000};
  CHECK(asker("GET", "/healthz").status == 200);
}

TEST_CASE("readiness names every reason against it") {
  Asker asker;
  CHECK(asker("GET", "/readyz").status == 200);
  auto& status = asker.world.host.now;
  status.engine_up = status.store_writable = false;
  status.engine_problem = "connection refused";
  const auto refused = asker("GET", "/readyz");
  CHECK(refused.status == 503);
  const auto errors = json(refused)["errors"];
  REQUIRE(errors.size() == 2);
  CHECK(errors[0]["message"] == "the store cannot be written");
  CHECK(errors[1]["message"] == "the engine cannot be reached: connection refused");
}

TEST_CASE("the host counts its deployments by phase") {
  Asker asker;
  asker.world.host.now.unmanaged_containers = 3;
  const auto host = json(asker("GET", "/v1/host"));
  CHECK(host["name"] == "box");
  CHECK(host["deployments"].dump() ==
        R"({"converged":1,"converging":0,"degraded":0,"failed":0,"stopped":0,"unknown":0})");
  CHECK(host["unmanaged_containers"] == 3);
  CHECK(host["engine"]["up"] == true);
}

TEST_CASE("the host counts its checks by state") {
  Asker asker;
  asker.world.checks.all.resize(4);
  asker.world.checks.all[1].state = monitor::CheckState::failing;
  asker.world.checks.all[2].state = monitor::CheckState::passing;
  asker.world.checks.all[1].criticality = "critical";
  asker.world.checks.all[3].state = monitor::CheckState::failing;
  asker.world.checks.all[3].criticality = "optional";
  CHECK(json(asker("GET", "/v1/host"))["checks"].dump() ==
        R"({"pending":1,"passing":1,"failing":2,"paused":0,)"
        R"("failing_by_criticality":{"critical":1,"standard":0,"optional":1}})");
}

TEST_CASE("the host shows what it has and what is used of it") {
  Asker asker;
  const auto before = json(asker("GET", "/v1/host"));
  CHECK(before["memory"].is_null());
  CHECK(before["cpu"].is_null());
  CHECK(before["pressure"].is_null());
  CHECK(before["disks"].dump() == "[]");
  monitor::HostNow host;
  host.usage.memory.total_bytes = 1000;
  host.usage.memory.available_bytes = 600;
  host.usage.memory.swap_total_bytes = 0;
  host.usage.memory.swap_free_bytes = 0;
  host.sample.cores = 4;
  host.sample.cpu_percent = 250;
  host.sample.memory_some_percent = 0.5;
  host.at = fakes::half_past_nine;
  asker.world.latest.the_host = host;
  asker.world.latest.the_disks = {{"/dev/vda1", "/", "ext4", 1000, 400, 200, 64, 60, false},
                                  {"tank/data", "/srv", "zfs", 0, 0, 0, {}, {}, true}};
  const auto now = json(asker("GET", "/v1/host"));
  CHECK(now["cpu"].dump() ==
        R"({"cores":4,"percent":250,"steal_percent":null,"iowait_percent":null,)"
        R"("at":"2026-01-31T09:30:00.000Z"})");
  CHECK(now["memory"].dump() == R"({"total_bytes":1000,"used_bytes":400,"available_bytes":600,)"
                                R"("swap_total_bytes":0,"swap_used_bytes":0})");
  CHECK(now["pressure"].dump() ==
        R"({"cpu":{"some_percent":null},"memory":{"some_percent":0.5,"full_percent":null},)"
        R"("io":{"some_percent":null,"full_percent":null}})");
  CHECK(now["disks"].dump() ==
        R"([{"device":"/dev/vda1","mount_point":"/","type":"ext4","bytes_total":1000,)"
        R"("bytes_available":200,"used_percent":75,"inodes_total":64,"inodes_free":60,)"
        R"("read_only":false},)"
        R"({"device":"tank/data","mount_point":"/srv","type":"zfs","bytes_total":0,)"
        R"("bytes_available":0,"used_percent":null,"inodes_total":null,"inodes_free":null,)"
        R"("read_only":true}])");
}

TEST_CASE("a reload that is refused says why") {
  Asker asker;
  CHECK(asker("POST", "/v1/reload").status == 204);
  asker.world.reload.answer = core::invalid("evenkeel.yaml:3: api.listn: unknown key");
  const auto refused = asker("POST", "/v1/reload");
  CHECK(refused.status == 400);
  CHECK(json(refused)["detail"] == "evenkeel.yaml:3: api.listn: unknown key");
}
