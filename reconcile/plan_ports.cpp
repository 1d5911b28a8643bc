#include "reconcile/plan_ports.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace reconcile {
namespace {

struct Range {
  int first = 0, last = 0;
};

std::optional<int> number_in(std::string_view text) {
  int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size()) return {};
  return value;
}

// "8080" or "8080-8090"; nothing where the engine chooses.
std::optional<Range> range_of(std::string_view text) {
  const auto dash = text.find('-');
  const auto first = number_in(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : number_in(text.substr(dash + 1));
  if (!first || !last) return {};
  return Range{*first, *last};
}

bool is_everywhere(const std::string& ip) { return ip.empty() || ip == "0.0.0.0" || ip == "::"; }

bool collide(const model::Port& wanted, const model::SeenPort& freed) {
  const auto a = range_of(wanted.published), b = range_of(freed.host);
  const bool same_address = is_everywhere(wanted.host_ip) || is_everywhere(freed.host_ip) ||
                            wanted.host_ip == freed.host_ip;
  return a && b && same_address && wanted.protocol == freed.protocol && a->first <= b->last &&
         b->first <= a->last;
}

}  // namespace

void note_freed_ports(Draft& draft, const model::Container& container,
                      const model::ServiceName& service, std::size_t step) {
  for (const auto& port : container.ports) draft.freed_ports.push_back({port, service, step});
}

std::vector<std::size_t> steps_freeing_ports(const Draft& draft, const model::Service& service) {
  std::vector<std::size_t> steps;
  for (const auto& freed : draft.freed_ports) {
    const auto collides = [&](const model::Port& wanted) { return collide(wanted, freed.port); };
    if (freed.service == service.name ||
        std::none_of(service.ports.begin(), service.ports.end(), collides))
      continue;
    if (std::find(steps.begin(), steps.end(), freed.step) == steps.end())
      steps.push_back(freed.step);
  }
  return steps;
}

}  // namespace reconcile
