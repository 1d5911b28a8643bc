#include "monitor/checks/nearer_codec.hpp"

#include <nlohmann/json.hpp>

namespace monitor {
namespace {

using NearerJson = nlohmann::json;

void put_over(NearerJson& far, const NearerJson& near, int depth) {
  if (depth == 0 || !far.is_object() || !near.is_object()) {
    far = near;
    return;
  }
  for (const auto& [name, value] : near.items()) {
    if (far.contains(name))
      put_over(far[name], value, depth - 1);
    else
      far[name] = value;
  }
}

}  // namespace

std::string nearer_first(const std::string& key, const std::string& near, const std::string& far) {
  auto whole = NearerJson::parse(far, nullptr, false);
  const auto over = NearerJson::parse(near, nullptr, false);
  if (whole.is_discarded() || over.is_discarded()) return near;
  put_over(whole, over, key == "checks" ? 1 : 2);
  return whole.dump(-1, ' ', false, NearerJson::error_handler_t::replace);
}

}  // namespace monitor
