#include "api/metrics_world.hpp"

namespace metrics_test {
namespace {

model::ServiceView a_service(const char* name, model::ServicePhase phase,
                             model::IntentState intent) {
  model::ServiceView out;
  out.name = name;
  out.phase = phase;
  out.intent.state = intent;
  return out;
}

std::vector<model::DeploymentView> deployments() {
  using enum model::ServicePhase;
  using model::IntentState;
  model::DeploymentView blog;
  blog.name = "blog";
  blog.phase = model::DeploymentPhase::unknown;
  blog.services = {a_service("main", unknown, IntentState::running)};
  model::DeploymentView shop;
  shop.name = "shop";
  shop.phase = model::DeploymentPhase::degraded;
  shop.services = {a_service("db", exited, IntentState::running),
                   a_service("mail", stopped, IntentState::stopped),
                   a_service("migrate", completed, IntentState::running),
                   a_service("web", running, IntentState::running)};
  return {blog, shop};
}

monitor::HostNow a_host() {
  monitor::HostNow host;
  auto& usage = host.usage;
  usage.cpu = monitor::HostCpu{{360'000, 100, 120'050, 4'000'000, 3'000, 0, 450, 25}, 4};
  usage.memory.total_bytes = 8'589'934'592;
  usage.memory.available_bytes = 6'442'450'944;
  usage.memory.free_bytes = 1'073'741'824;
  usage.memory.buffers_bytes = 100'000'000;
  usage.memory.cached_bytes = 5'000'000'000;
  usage.memory.shared_bytes = 50'000'000;
  usage.memory.reclaimable_slab_bytes = 300'000'000;
  usage.memory.swap_total_bytes = 0;
  usage.memory.swap_free_bytes = 0;
  usage.load = monitor::Load{0.25, 0.5, 1};
  usage.cpu_pressure.some = monitor::Stall{0.5, 1'500'000};
  usage.memory_pressure.some = monitor::Stall{0, 20};
  usage.memory_pressure.full = monitor::Stall{0, 10};
  usage.uptime_seconds = 86'400.5;
  return host;
}

std::vector<monitor::DiskUsage> disks() {
  monitor::DiskUsage root{"/dev/vda1", "/", "ext4", 1'000, 400, 350, 64, 60, false};
  monitor::DiskUsage tank{"tank/data", "/srv/my \"files\"", "zfs", 5'000, 5, 5, {}, {}, true};
  return {root, tank};
}

monitor::CheckView a_check(const char* id, const char* criticality, monitor::CheckState state) {
  monitor::CheckView out;
  out.id = id;
  out.type = "exec";
  out.criticality = criticality;
  out.state = state;
  return out;
}

std::vector<monitor::CheckView> checks() {
  using enum monitor::CheckState;
  return {a_check("backup", "critical", failing), a_check("blog/main/page", "optional", paused),
          a_check("gateway", "standard", pending), a_check("shop/web/ready", "standard", passing)};
}

// One open of each of two severities, and one that is over.
std::vector<model::Incident> incidents() {
  model::Incident open;
  open.id = 1;
  open.subjects = {{"shop", "db", ""}};
  auto critical = open, over = open;
  critical.id = 2;
  critical.criticality = model::Criticality::critical;
  over.id = 3;
  over.state = model::IncidentState::resolved;
  return {open, critical, over};
}

}  // namespace

model::Event service_event(const char* type, model::Severity severity, const char* container) {
  model::Event event;
  event.type = type;
  event.severity = severity;
  event.deployment = "shop";
  event.service = "web";
  event.container = container;
  return event;
}

monitor::ContainerNow a_container(const char* name, std::uint64_t scale) {
  monitor::ContainerNow out;
  out.container = {"shop", "web", std::string(64, 'a'), name, 7, 0, 0, fakes::half_past_nine, ""};
  out.usage.cpu_ns = scale * 12'500'000'000;
  out.usage.cpu_periods = scale * 100;
  out.usage.cpu_throttled_periods = scale * 3;
  out.usage.cpu_throttled_ns = scale * 250'000'000;
  out.usage.memory_bytes = scale * 9'000'000;
  out.usage.memory_limit_bytes = 16'777'216;
  out.usage.oom_kills = scale - 1;
  out.usage.pids = scale * 5;
  out.usage.network_received_bytes = scale * 1'000;
  out.usage.network_sent_bytes = scale * 2'000;
  out.usage.block_read_bytes = scale * 4'096;
  out.usage.block_written_bytes = 0;
  out.sample.memory_bytes = scale * 7'340'032;
  return out;
}

World::World() {
  using enum model::Severity;
  facts.version = "0.1.0";
  facts.status.engine_up = facts.status.store_writable = true;
  facts.status.started_at = fakes::half_past_nine;
  model::Hold hold;
  hold.deployment = "shop";
  hold.service = "db";
  facts.status.holds = {hold};
  facts.deployments = deployments();
  facts.containers = {a_container("shop-web-1", 1), a_container("shop-web-2", 2)};
  facts.host = a_host();
  facts.disks = disks();
  facts.spikes.resize(2);
  facts.checks = checks();
  facts.incidents = incidents();
  facts.deliveries = notify::DeliveryCounts{
      {{{"chat", "sent"}, 40}, {{"ops", "failed"}, 2}, {{"ops", "sent"}, 12}}, 3};
  facts.passes = api::metrics::Histogram{{0.005, 0.1, 60}, {7, 2, 1, 0}, 12.375};
  facts.engine_requests = {{"GET", {{0.001, 0.1}, {40, 2, 1}, 1.5}},
                           {"POST", {{0.001, 0.1}, {0, 3, 0}, 0.125}}};
  facts.loop_lag = core::Milliseconds{3};
  facts.process = {1.25, 20'971'520, 104'857'600, 42, 1024};
  for (const auto* type : {"service.started", "service.exited", "service.started"})
    counts.record(service_event(type, info, "a"));
  counts.record(service_event("service.oom_killed", warning, "a"));
  counts.record(service_event("deployment.applied", info, ""));
}

}  // namespace metrics_test
