// What the API asks of heal and of notify, in memory.
#pragma once

#include "heal/ports.hpp"
#include "notify/ports.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fakes {

class ApiIncidents final : public heal::Incidents {
 public:
  std::vector<model::Incident> all;                                       // by id
  std::map<std::pair<std::string, std::string>, model::IncidentId> open;  // by service
  std::optional<core::Error> refusal;                                     // of every ack
  std::vector<std::string> acknowledged;                                  // "7 anna: known"
  std::uint64_t changes = 1;

  std::vector<model::Incident> incidents() const override { return all; }
  std::optional<model::Incident> incident(model::IncidentId id) const override {
    for (const auto& each : all)
      if (each.id == id) return each;
    return std::nullopt;
  }
  std::optional<model::IncidentId> open_incident_of(
      const model::DeploymentName& deployment, const model::ServiceName& service) const override {
    const auto found = open.find({deployment, service});
    return found == open.end() ? std::nullopt : std::optional(found->second);
  }
  boost::asio::awaitable<core::Result<model::Incident>> acknowledge(model::IncidentId id,
                                                                    std::string by,
                                                                    std::string reason) override;
  std::uint64_t incidents_revision() const override { return changes; }
};

class ApiChannels final : public notify::Channels {
 public:
  std::vector<notify::ChannelView> all;  // by name
  bool delivered = true;
  std::string answer = "250 2.0.0 Ok: queued as 3F2A";
  std::optional<core::Error> refusal;
  std::vector<std::string> tested;

  std::vector<notify::ChannelView> channels() const override { return all; }
  boost::asio::awaitable<core::Result<notify::TestResult>> test(std::string channel) override;
};

class ApiNotifications final : public notify::Notifications {
 public:
  core::Result<std::vector<notify::Delivery>> answer = std::vector<notify::Delivery>{};
  std::vector<notify::DeliveryQuery> queries;
  std::optional<core::Error> refusal;  // of every retry
  std::vector<std::int64_t> retried;
  notify::DeliveryCounts counted;

  boost::asio::awaitable<core::Result<std::vector<notify::Delivery>>> notifications(
      notify::DeliveryQuery query) override;
  boost::asio::awaitable<core::Result<notify::Delivery>> retry(std::int64_t id) override;
  notify::DeliveryCounts counts() const override { return counted; }
};

class ApiSilences final : public notify::Silences {
 public:
  std::vector<notify::Silence> all;  // by id
  std::optional<core::Error> refusal;
  std::vector<std::string> ended;  // "3 anna"

  std::vector<notify::Silence> silences() const override { return all; }
  boost::asio::awaitable<core::Result<notify::Silence>> silence(notify::Silence silence) override;
  boost::asio::awaitable<core::Result<notify::Silence>> expire(std::int64_t id,
                                                               std::string by) override;
};

}  // namespace fakes
