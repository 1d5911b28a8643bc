// Looking into a tree whose shape the schema has checked.
#pragma once

#include "compose/path.hpp"
#include "compose/value.hpp"

#include <initializer_list>
#include <string_view>

namespace compose {

// The value below `value` at these keys; nullptr where there is none or null.
const Value* at(const Value& value, std::initializer_list<std::string_view> keys);
// Empty where this is no list or mapping; `value` may be nullptr.
Value::List items(const Value* value);
Value::Map entries(const Value* value);

// Which key of `service` (at `path`) makes it depend on the service `other`: depends_on, or one
// that implies it.
Path dependency_path(const Value& service, const Path& path, const std::string& other);

}  // namespace compose
