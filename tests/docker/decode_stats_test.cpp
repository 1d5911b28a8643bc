#include "docker/decode_stats.hpp"

#include "docker/sample.hpp"
#include "support/catch.hpp"

#include <string>

using docker::decode_stats;

TEST_CASE("the statistics of both engines are read as counters") {
  const std::uint64_t host = std::uint64_t{8} << 30;
  const auto old = decode_stats(sample("stats_20.10.24.json"), host);
  REQUIRE(old);
  CHECK(old->cpu_ns == 21'010'167);
  CHECK(old->cpu_periods == 4);
  CHECK(old->memory_bytes == 802'816);
  CHECK(old->memory_inactive_file_bytes == 0);
  CHECK(old->memory_limit_bytes == 64 << 20);
  CHECK(old->pids == 2);
  CHECK(old->network_received_bytes == 956);
  CHECK(old->network_sent_bytes == 0);
  CHECK_FALSE(old->block_read_bytes);
  const auto newer = decode_stats(sample("stats_28.5.2.json"), host);
  REQUIRE(newer);
  CHECK(newer->cpu_ns == 21'606'367);
  CHECK(newer->network_sent_bytes == 126);
}

TEST_CASE("a container that does not run has no statistics") {
  for (const char* version : {"20.10.24", "28.5.2"}) {
    const auto stats = decode_stats(sample(std::string("stats_stopped_") + version + ".json"), 0);
    REQUIRE_FALSE(stats);
    CHECK(stats.error().code == core::Errc::not_found);
  }
}

TEST_CASE("a limit that is the host's memory is none") {
  const std::string text =
      R"({"read": "2026-01-31T12:00:00Z", "memory_stats": {"usage": 5, "limit": 1000}})";
  CHECK(decode_stats(text, 1'001)->memory_limit_bytes == 1'000);
  CHECK_FALSE(decode_stats(text, 1'000)->memory_limit_bytes);
  CHECK(decode_stats(text, 0)->memory_limit_bytes == 1'000);
}

TEST_CASE("block I/O of both versions of control groups is summed, and nonsense is no counter") {
  const std::string text = R"({"read": "2026-01-31T12:00:00Z",
    "blkio_stats": {"io_service_bytes_recursive": [
      {"op": "Read", "value": 1}, {"op": "read", "value": 2}, {"op": "Write", "value": 5},
      {"op": "Total", "value": 9}]},
    "memory_stats": {"usage": -1, "stats": {"inactive_file": 7}}, "networks": []})";
  const auto usage = decode_stats(text, 0);
  REQUIRE(usage);
  CHECK(usage->block_read_bytes == 3);
  CHECK(usage->block_written_bytes == 5);
  CHECK_FALSE(usage->memory_bytes);
  CHECK(usage->memory_inactive_file_bytes == 7);
  CHECK_FALSE(usage->network_sent_bytes);
  CHECK(decode_stats("[]", 0).error().code == core::Errc::corrupt);
}
