#include "core/time_text.hpp"
#include "notify/delivery_policy.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace notify {
namespace {

constexpr std::size_t backlog_items_max = 50, backlog_mentions_max = 50;

// For each item, whether a later one of the same alert has overtaken it.
std::vector<bool> overtaken_items(const std::vector<Item>& items) {
  std::set<std::string> later;
  std::vector<bool> overtaken(items.size());
  for (auto at = items.size(); at-- > 0;)
    overtaken[at] = !items[at].key.empty() && !later.insert(items[at].key).second;
  return overtaken;
}

// What stays is in its order; how many went.
int fit_backlog_items(std::vector<Item>& items) {
  if (items.size() <= backlog_items_max) return 0;
  const auto excess = items.size() - backlog_items_max;
  const auto overtaken = overtaken_items(items);
  std::vector<bool> goes(items.size());
  std::size_t gone = 0;
  const auto give_up = [&](auto&& may_go) {
    for (std::size_t at = 0; at < items.size() && gone < excess; ++at) {
      if (goes[at] || !may_go(at)) continue;
      goes[at] = true;
      ++gone;
    }
  };
  give_up([&](std::size_t at) { return overtaken[at]; });
  for (const auto severity :
       {model::Severity::info, model::Severity::warning, model::Severity::critical})
    give_up([&](std::size_t at) { return items[at].severity == severity; });
  std::vector<Item> left;
  for (std::size_t at = 0; at < items.size(); ++at)
    if (!goes[at]) left.push_back(std::move(items[at]));
  items = std::move(left);
  return static_cast<int>(gone);
}

std::vector<Item> items_in_order(const std::vector<Delivery>& parts) {
  std::vector<Item> items;
  for (const auto& part : parts)
    items.insert(items.end(), part.message.items.begin(), part.message.items.end());
  return items;
}

std::string_view backlog_words(std::size_t count) {
  return count == 1 ? " message could not be sent in time" : " messages could not be sent in time";
}

}  // namespace

Message backlog_digest(const std::vector<Delivery>& parts, std::string id, core::WallTime now) {
  const auto& newest = parts.back().message;
  Message digest;
  digest.thread = id;
  digest.id = std::move(id);
  digest.kind = MessageKind::digest;
  digest.severity = model::Severity::info;
  digest.host = newest.host;
  digest.labels = newest.labels;
  digest.at = now;
  digest.group = "backlog";
  digest.title = std::to_string(parts.size()) + std::string(backlog_words(parts.size()));
  digest.summary = "Made between " + core::local_text(parts.front().message.at) + " and " +
                   core::local_text(newest.at) + ", in the order in which they were made.";
  digest.items = items_in_order(parts);
  for (const auto& part : parts) {
    digest.severity = std::max(digest.severity, part.message.severity);
    digest.left_out += part.message.left_out;
    for (const auto& name : part.message.mentioned)
      if (digest.mentioned.size() < backlog_mentions_max) digest.mentioned.push_back(name);
  }
  digest.left_out += fit_backlog_items(digest.items);
  return digest;
}

}  // namespace notify
