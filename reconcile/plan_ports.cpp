#include "reconcile/plan_ports.hpp"

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

struct HostPort {
  const std::string &address, &number, &protocol;
};

HostPort on_host(const model::Port& port) { return {port.host_ip, port.published, port.protocol}; }

HostPort on_host(const model::SeenPort& port) { return {port.host_ip, port.host, port.protocol}; }

bool overlap(const HostPort& one, const HostPort& other) {
  const auto a = range_of(one.number), b = range_of(other.number);
  const bool same_address =
      is_everywhere(one.address) || is_everywhere(other.address) || one.address == other.address;
  return a && b && same_address && one.protocol == other.protocol && a->first <= b->last &&
         b->first <= a->last;
}

}  // namespace

bool collide(const model::Port& wanted, const model::SeenPort& held) {
  return overlap(on_host(wanted), on_host(held));
}

bool collide(const model::Port& wanted, const model::Port& other) {
  return overlap(on_host(wanted), on_host(other));
}

bool is_one_port(const model::Port& wanted) {
  const auto range = range_of(wanted.published);
  return range && range->first == range->last;
}

}  // namespace reconcile
