// Files with a line a device or an interface.
#include "monitor/kernel_text.hpp"
#include "monitor/parse_container.hpp"

#include <algorithm>
#include <array>

namespace monitor {
namespace {

void add(Counter& sum, std::optional<std::uint64_t> value) {
  if (value) sum = sum.value_or(0) + *value;
}

// Interfaces whose bytes pass through another one of the same container, and would count twice.
bool rides_on_another(std::string_view name) {
  constexpr std::array<std::string_view, 8> prefixes = {"tun",    "tap",  "wg",  "ppp",
                                                        "docker", "veth", "br-", "tailscale"};
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view prefix) { return name.starts_with(prefix); });
}

// Of "eth0: RECEIVED (7 more) SENT (7 more)"; false for a line that is none, or was cut.
bool read_interface(std::string_view line, std::string_view& name, std::uint64_t& received,
                    std::uint64_t& sent) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return false;
  auto head = line.substr(0, colon);
  name = next_word(head);
  line.remove_prefix(colon + 1);
  std::array<std::uint64_t, 9> numbers{};
  for (auto& number : numbers) {
    const auto read = to_number(next_word(line));
    if (!read) return false;
    number = *read;
  }
  received = numbers.front();
  sent = numbers.back();
  return true;
}

}  // namespace

void parse_net_dev(std::string_view text, Usage& usage) {
  usage.network_received_bytes.reset();
  usage.network_sent_bytes.reset();
  std::string_view line;
  while (next_line(text, line)) {
    std::string_view name;
    std::uint64_t received = 0;
    std::uint64_t sent = 0;
    if (!read_interface(line, name, received, sent)) continue;
    if (name == "lo" || rides_on_another(name)) continue;
    add(usage.network_received_bytes, received);
    add(usage.network_sent_bytes, sent);
  }
}

void parse_io_service_bytes(std::string_view text, Usage& usage) {
  usage.block_read_bytes.reset();
  usage.block_written_bytes.reset();
  std::string_view line;
  while (next_line(text, line)) {
    next_word(line);  // the device; or "Total", after which no kind of access follows
    const auto kind = next_word(line);
    if (kind == "Read") add(usage.block_read_bytes, to_number(next_word(line)));
    if (kind == "Write") add(usage.block_written_bytes, to_number(next_word(line)));
  }
}

void parse_io_stat(std::string_view text, Usage& usage) {
  usage.block_read_bytes = 0;
  usage.block_written_bytes = 0;
  std::string_view line;
  while (next_line(text, line)) {
    for (auto word = next_word(line); !word.empty(); word = next_word(line)) {
      if (word.starts_with("rbytes=")) add(usage.block_read_bytes, to_number(word.substr(7)));
      if (word.starts_with("wbytes=")) add(usage.block_written_bytes, to_number(word.substr(7)));
    }
  }
}

}  // namespace monitor
