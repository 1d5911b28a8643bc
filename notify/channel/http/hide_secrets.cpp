#include "notify/channel/http/hide_secrets.hpp"

#include "core/text.hpp"

#include <algorithm>

namespace notify {
namespace {

constexpr std::size_t secret_bytes_min = 4;
constexpr std::size_t url_part_bytes_min = 8;

// What of a URL follows "https://", and where its path begins in it.
struct UrlRest {
  std::string_view text;
  std::size_t path = 0;
};

UrlRest rest_of(std::string_view url) {
  const auto scheme = url.find("://");
  const auto rest = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
  return {rest, std::min(rest.find_first_of("/?#"), rest.size())};
}

void add_url_parts(std::vector<std::string>& hidden, std::string_view url) {
  const auto rest = rest_of(url);
  const auto user_end = rest.text.substr(0, rest.path).rfind('@');
  if (user_end != std::string_view::npos) hidden.emplace_back(rest.text.substr(0, user_end));
  auto path = rest.text.substr(rest.path);
  if (path.size() >= url_part_bytes_min) hidden.emplace_back(path);
  while (!path.empty()) {
    const auto end = std::min(path.find_first_of("/?&=#"), path.size());
    if (end >= url_part_bytes_min) hidden.emplace_back(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
}

}  // namespace

std::string hide_secrets(std::string text, std::string_view url,
                         const std::vector<core::Secret>& secrets) {
  std::vector<std::string> hidden;
  for (const auto& secret : secrets) {
    const auto& value = secret.reveal();
    hidden.push_back(value);
    hidden.push_back(core::url_encode(value));
    for (const auto& word : core::split(value, ' ')) {
      if (word.size() < url_part_bytes_min) continue;
      hidden.push_back(word);
      hidden.push_back(core::url_encode(word));
    }
    if (core::contains(value, "://")) add_url_parts(hidden, value);
  }
  add_url_parts(hidden, url);
  // The longest first: one may hold another.
  std::sort(hidden.begin(), hidden.end(),
            [](const auto& one, const auto& other) { return one.size() > other.size(); });
  for (const auto& each : hidden) {
    if (each.size() >= secret_bytes_min) text = core::replace_all(std::move(text), each, "***");
  }
  return text;
}

}  // namespace notify
