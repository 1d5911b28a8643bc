#include "monitor/data_text.hpp"

#include <nlohmann/json.hpp>

namespace monitor {

std::string data_text(const nlohmann::ordered_json& data) {
  return data.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace monitor
