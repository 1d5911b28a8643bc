#include "monitor/metrics.hpp"

#include "support/catch.hpp"

#include <set>

using namespace monitor;

TEST_CASE("every metric of every kind has a value, a unit and a name of its own") {
  const model::Sample service;
  const model::HostSample host;
  const DiskUsage disk;
  CHECK(values_of(service).size() == metrics_of(SubjectKind::service).size());
  CHECK(values_of(host).size() == metrics_of(SubjectKind::host).size());
  CHECK(values_of(disk).size() == metrics_of(SubjectKind::disk).size());
  for (const auto kind : {SubjectKind::service, SubjectKind::host, SubjectKind::disk}) {
    std::set<std::string_view> names;
    for (const auto& metric : metrics_of(kind)) {
      CHECK(names.insert(metric.name).second);
      CHECK_FALSE(metric.unit.empty());
      CHECK(metrics_of(kind)[*find_metric(kind, metric.name)].name == metric.name);
    }
  }
}

TEST_CASE("a value stands at the place of its metric") {
  model::Sample sample;
  sample.memory_bytes = 77;
  CHECK(values_of(sample)[*find_metric(SubjectKind::service, "memory_bytes")] == 77.0);
  model::HostSample host;
  host.load_1m = 1.5;
  CHECK(values_of(host)[*find_metric(SubjectKind::host, "load_1m")] == 1.5);
}

TEST_CASE("a metric that is not there is refused with those that are") {
  const auto found = find_metric(SubjectKind::disk, "cpu_percent");
  REQUIRE_FALSE(found);
  CHECK(found.error().what ==
        "there is no metric 'cpu_percent'; there are used_percent, used_bytes, "
        "inodes_used_percent");
}

TEST_CASE("a subject's name tells its kind") {
  CHECK(kind_of_subject("host") == SubjectKind::host);
  CHECK(kind_of_subject(disk_subject("/var/lib")) == SubjectKind::disk);
  CHECK(kind_of_subject(service_subject("shop", "web")) == SubjectKind::service);
  CHECK(kind_of_subject("host/web") == SubjectKind::service);
}

TEST_CASE("a disk is as full as df says: of what others than root may use") {
  DiskUsage disk;
  disk.bytes_total = 1'000;
  disk.bytes_free = 300;
  disk.bytes_available = 100;
  disk.inodes_total = 100;
  disk.inodes_free = 25;
  CHECK(used_percent(disk) == Approx(87.5));
  CHECK(inodes_used_percent(disk) == Approx(75.0));
  CHECK_FALSE(used_percent(DiskUsage{}));
  CHECK_FALSE(inodes_used_percent(DiskUsage{}));
}
