// JSON as text, whatever its strings hold.
#pragma once

#include <string>

namespace docker {

// For any basic_json. What is no UTF-8 is replaced: names and files come from anywhere, and the
// library's own way is to throw.
template <class Json> std::string json_text(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace docker
