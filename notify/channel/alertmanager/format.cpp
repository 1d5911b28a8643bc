#include "core/text.hpp"
#include "core/time_text.hpp"
#include "notify/channel/alertmanager/alertmanager.hpp"
#include "notify/channel/fit_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <set>

namespace notify::alertmanager {
namespace {

using nlohmann::json;

// "EvenkeelIncident" of "incident/7": the same as long as it fires.
std::string alert_name(const std::string& key) {
  auto name = key.substr(0, key.find_first_of("/:"));
  name.erase(std::remove_if(name.begin(), name.end(),
                            [](unsigned char c) { return std::isalnum(c) == 0; }),
             name.end());
  if (!name.empty()) name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  return "Evenkeel" + name;
}

std::string annotation(const std::string& text) {
  return fit_text(text, {.max = annotation_characters_max});
}

json annotations_of(const Item& item) {
  json annotations{{"summary", annotation(item.what)}};
  const auto add = [&](const char* name, const std::string& text) {
    if (!text.empty()) annotations[name] = annotation(text);
  };
  add("why", core::join(item.why, "\n"));
  add("done", core::join(item.done, "\n"));
  add("next", item.next);
  add("command", item.command);
  return annotations;
}

json alert_of(const Labels& labels, core::WallTime since, core::WallTime ends_at) {
  return {{"labels", labels},
          {"startsAt", core::rfc3339(std::min(since, ends_at))},
          {"endsAt", core::rfc3339(ends_at)}};
}

std::vector<std::string> in_posts(const std::vector<json>& alerts) {
  std::vector<std::string> bodies;
  std::string body;
  std::size_t count = 0;
  const auto close = [&] {
    if (count > 0) bodies.push_back("[" + body + "]");
    body.clear();
    count = 0;
  };
  for (const auto& alert : alerts) {
    const auto text = alert.dump();
    if (count == alerts_in_a_post_max || body.size() + text.size() + 3 > post_bytes_max) close();
    body += (count++ == 0 ? "" : ",") + text;
  }
  close();
  return bodies;
}

}  // namespace

Labels labels_of(const Item& item, const std::string& host, const Settings& settings) {
  Labels labels{{"alertname", alert_name(item.key)},
                {"host", host},
                {"key", item.key},
                {"severity", std::string(model::name_of(item.severity))},
                {"deployment", item.deployment},
                {"service", item.service},
                {"fingerprint", item.fingerprint}};
  for (const auto& [name, value] : settings.labels) labels[name] = value;
  for (auto& [name, value] : labels)
    value = fit_text(value, {.max = label_characters_max, .one_line = true});
  // To Alertmanager an empty label is none.
  std::erase_if(labels, [](const auto& label) { return label.second.empty(); });
  return labels;
}

std::vector<std::string> format(const std::vector<AlertNow>& alerts, const std::string& host,
                                const Settings& settings, core::WallTime now,
                                PostedAlerts& posted) {
  std::vector<json> all;
  std::set<std::string> named;
  for (const auto& [item, ends_at] : alerts) {
    named.insert(item.key);
    const auto labels = labels_of(item, host, settings);
    const auto before = posted.find(item.key);
    if (before != posted.end() && before->second.labels != labels)
      all.push_back(alert_of(before->second.labels, before->second.since, now));
    const auto since = item.since.value_or(now);
    auto alert = alert_of(labels, since, item.ended.value_or(ends_at));
    alert["annotations"] = annotations_of(item);
    all.push_back(std::move(alert));
    if (item.firing && !item.ended)
      posted[item.key] = {labels, since};
    else
      posted.erase(item.key);
  }
  // What is not told of any more without having been ended.
  for (const auto& [key, before] : posted) {
    if (!named.contains(key)) all.push_back(alert_of(before.labels, before.since, now));
  }
  std::erase_if(posted, [&](const auto& each) { return !named.contains(each.first); });
  return in_posts(all);
}

}  // namespace notify::alertmanager
