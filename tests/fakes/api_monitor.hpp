// What the API asks of the monitor, in memory.
#pragma once

#include "monitor/ports.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fakes {

class ApiSamples final : public monitor::Samples {
 public:
  core::Result<monitor::SampleSeries> answer =
      monitor::SampleSeries{"percent", core::Milliseconds{5'000}, {}};
  std::vector<monitor::SampleQuery> queries;

  boost::asio::awaitable<core::Result<monitor::SampleSeries>> samples(
      monitor::SampleQuery query) override;
};

class ApiLatest final : public monitor::Latest {
 public:
  std::vector<monitor::ContainerNow> all;
  std::map<std::pair<std::string, std::string>, monitor::ServiceNow> services;
  std::optional<monitor::HostNow> the_host;
  std::vector<monitor::DiskUsage> the_disks;
  std::uint64_t looks = 1;

  std::vector<monitor::ContainerNow> containers() const override { return all; }
  std::optional<monitor::ServiceNow> service(const model::DeploymentName& deployment,
                                             const model::ServiceName& service) const override {
    const auto found = services.find({deployment, service});
    return found == services.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<monitor::HostNow> host() const override { return the_host; }
  std::vector<monitor::DiskUsage> disks() const override { return the_disks; }
  std::uint64_t revision() const override { return looks; }
};

class ApiSpikes final : public monitor::Spikes {
 public:
  std::vector<monitor::OpenSpike> open;
  std::vector<monitor::OpenSpike> spikes() const override { return open; }
};

class ApiChecks final : public monitor::Checks {
 public:
  std::vector<monitor::CheckView> all;  // by id
  std::optional<core::Error> refusal;   // of every run
  std::vector<std::string> runs;

  std::vector<monitor::CheckView> checks() const override { return all; }
  std::uint64_t checks_revision() const override { return 1; }
  boost::asio::awaitable<core::Result<monitor::CheckView>> run_check(std::string id) override;
};

class ApiUptimes final : public monitor::Uptimes {
 public:
  using Key = std::pair<std::string, std::string>;
  std::map<Key, monitor::Availability> availabilities;
  std::map<Key, int> restarts;

  std::optional<monitor::Availability> availability(
      const model::DeploymentName& deployment, const model::ServiceName& service) const override {
    const auto found = availabilities.find({deployment, service});
    return found == availabilities.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<int> restarts_last_hour(const model::DeploymentName& deployment,
                                        const model::ServiceName& service) const override {
    const auto found = restarts.find({deployment, service});
    return found == restarts.end() ? std::nullopt : std::optional(found->second);
  }
};

}  // namespace fakes
