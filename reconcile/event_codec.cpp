#include "reconcile/event_codec.hpp"

#include <nlohmann/json.hpp>

namespace reconcile {

std::string event_data(std::initializer_list<std::pair<std::string_view, DataValue>> fields) {
  auto object = nlohmann::ordered_json::object();
  for (const auto& [key, value] : fields) {
    std::visit([&, name = std::string(key)](const auto& v) { object[name] = v; }, value);
  }
  return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace reconcile
