#include "fakes/api_notify.hpp"

#include <algorithm>
#include <utility>

namespace fakes {

using boost::asio::awaitable;

awaitable<core::Result<model::Incident>> ApiIncidents::acknowledge(model::IncidentId id,
                                                                   std::string by,
                                                                   std::string reason) {
  if (refusal) co_return *refusal;
  acknowledged.push_back(std::to_string(id) + " " + by + ": " + reason);
  auto out = incident(id).value();
  out.acknowledged_at = out.opened_at;
  out.acknowledged_by = std::move(by);
  out.acknowledged_reason = std::move(reason);
  co_return out;
}

awaitable<core::Result<notify::TestResult>> ApiChannels::test(std::string channel) {
  tested.push_back(channel);
  if (refusal) co_return *refusal;
  const bool known =
      std::any_of(all.begin(), all.end(), [&](const auto& each) { return each.name == channel; });
  if (!known) co_return core::not_found(channel);
  co_return notify::TestResult{channel, delivered, answer, core::Milliseconds{12}};
}

awaitable<core::Result<std::vector<notify::Delivery>>> ApiNotifications::notifications(
    notify::DeliveryQuery query) {
  queries.push_back(std::move(query));
  co_return answer;
}

awaitable<core::Result<notify::Delivery>> ApiNotifications::retry(std::int64_t id) {
  retried.push_back(id);
  if (refusal) co_return *refusal;
  notify::Delivery out;
  out.id = id;
  out.channel = "ops";
  co_return out;
}

awaitable<core::Result<notify::Silence>> ApiSilences::silence(notify::Silence silence) {
  if (refusal) co_return *refusal;
  silence.id = static_cast<std::int64_t>(all.size()) + 1;
  all.push_back(silence);
  co_return silence;
}

awaitable<core::Result<notify::Silence>> ApiSilences::expire(std::int64_t id, std::string by) {
  ended.push_back(std::to_string(id) + " " + by);
  if (refusal) co_return *refusal;
  for (const auto& each : all)
    if (each.id == id) co_return each;
  co_return core::not_found("There is no silence " + std::to_string(id) + ".");
}

}  // namespace fakes
