#include "notify/inhibit.hpp"

#include <algorithm>
#include <set>

namespace notify {
namespace {

constexpr std::string_view inhibiting_keys[] = {"engine", "host/breaker"};

}  // namespace

bool is_inhibiting(std::string_view key) {
  return std::find(std::begin(inhibiting_keys), std::end(inhibiting_keys), key) !=
         std::end(inhibiting_keys);
}

bool is_inhibited(const AlertBook& book) {
  return std::any_of(std::begin(inhibiting_keys), std::end(inhibiting_keys), [&](auto key) {
    const auto* entry = book.find(std::string(key));
    return entry != nullptr && entry->firing;
  });
}

std::vector<std::string> mentioned_in(const AlertBook& book) {
  std::set<std::string> subjects;
  for (const auto& [key, entry] : book.entries()) {
    if (!entry.firing || entry.shape != Shape::alert || entry.deployments.empty()) continue;
    subjects.insert(entry.service.empty() ? entry.deployment()
                                          : entry.deployment() + "/" + entry.service);
  }
  std::vector<std::string> lines(subjects.begin(), subjects.end());
  if (lines.size() <= mentioned_max) return lines;
  const auto more = lines.size() - mentioned_max;
  lines.resize(mentioned_max);
  lines.push_back("and " + std::to_string(more) + " more");
  return lines;
}

}  // namespace notify
