#include "compose/short_port.hpp"

#include "core/text.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace compose {
namespace {

struct Range {
  std::uint32_t first = 0, last = 0;
  std::uint32_t size() const { return last - first; }
};

std::optional<std::uint32_t> port_number(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty() || number > 65535)
    return std::nullopt;
  return number;
}

std::optional<Range> port_range(std::string_view text) {
  const auto parts = core::split(text, '-');
  const auto first = port_number(parts[0]);
  const auto last = parts.size() == 1 ? first : port_number(parts[1]);
  if (!first || !last || *last < *first) return std::nullopt;
  return Range{*first, *last};
}

struct Parts {
  std::string ip, host, container, protocol = "tcp";
};

Parts take_apart(std::string_view text) {
  auto parts = core::split(text, ':');
  Parts out{.container = parts.back()};
  parts.pop_back();
  if (!parts.empty()) {
    out.host = parts.back();
    parts.pop_back();
  }
  out.ip = core::join(parts, ":");
  const auto slash = core::split(out.container, '/');
  out.container = slash[0];
  if (slash.size() > 1 && !slash[1].empty()) out.protocol = core::lowercase(slash[1]);
  return out;
}

// "[::1]" -> "::1"; nullopt where this is no address.
std::optional<std::string> bare_address(const std::string& ip) {
  if (ip.empty()) return ip;
  const bool bracketed = ip.size() > 2 && ip.front() == '[' && ip.back() == ']';
  auto bare = bracketed ? ip.substr(1, ip.size() - 2) : ip;
  if (!bracketed && core::contains(ip, ":")) return std::nullopt;
  if (!is_ip_address(bare)) return std::nullopt;
  return bare;
}

Value port_value(const Parts& parts, const std::string& ip, std::uint32_t target,
                 const std::string& published, const Position& at) {
  Value::Map map;
  map.emplace("mode", Value::text("ingress", at));
  if (target != 0) map.emplace("target", Value::integer(target, at));
  map.emplace("protocol", Value::text(parts.protocol, at));
  if (!ip.empty()) map.emplace("host_ip", Value::text(ip, at));
  if (!published.empty()) map.emplace("published", Value::text(published, at));
  return Value::map(std::move(map), at);
}

}  // namespace

bool is_ip_address(std::string_view text) {
  const std::string copy(text);
  in6_addr address{};
  return inet_pton(AF_INET, copy.c_str(), &address) == 1 ||
         inet_pton(AF_INET6, copy.c_str(), &address) == 1;
}

core::Result<Value::List> parse_port(std::string_view text, const Position& at) {
  const auto refuse = [&](std::string_view why) {
    return core::invalid("`" + std::string(text) + "`: " + std::string(why));
  };
  const auto parts = take_apart(text);
  const auto ip = bare_address(parts.ip);
  if (!ip) return refuse("`" + parts.ip + "` is no IP address (an IPv6 address needs brackets)");
  if (parts.container.empty()) return refuse("no container port");
  const auto container = port_range(parts.container);
  if (!container)
    return refuse("`" + parts.container + "` is no port or range of ports from 0 to 65535");
  const auto host = parts.host.empty() ? Range{} : port_range(parts.host);
  if (!host) return refuse("`" + parts.host + "` is no port or range of ports from 0 to 65535");
  if (!parts.host.empty() && host->size() != container->size() && container->size() != 0) {
    return refuse("the ranges of host and container differ in length");
  }
  static constexpr std::array<std::string_view, 3> protocols = {"tcp", "udp", "sctp"};
  if (std::find(protocols.begin(), protocols.end(), parts.protocol) == protocols.end()) {
    return refuse("the protocol must be tcp, udp or sctp");
  }
  std::vector<std::pair<std::string, Value>> sorted;  // as text, as Docker Compose does
  for (std::uint32_t i = 0; i <= container->size(); ++i) {
    auto published = parts.host.empty() ? "" : std::to_string(host->first + i);
    if (container->size() == 0 && host->size() != 0) published += "-" + std::to_string(host->last);
    const auto target = container->first + i;
    sorted.emplace_back(std::to_string(target) + "/",
                        port_value(parts, *ip, target, published, at));
  }
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  Value::List ports;
  for (auto& [key, port] : sorted) ports.push_back(std::move(port));
  return ports;
}

}  // namespace compose
