// A short notation for the schemas of the OpenAPI document. Pure.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string_view>

namespace api {

// The schema of an object from its fields: "exit_code: integer, why?: string, left: [string]".
// A `?` after the name: it may be absent; after the type: it may be null. Types are string,
// integer, number, boolean, time, duration, object, {fields}, [type], #Name of another schema, and
// this|that: text that is one of these, or one that is not there yet. A mistake in it is a bug.
nlohmann::ordered_json object_schema(std::string_view fields);

}  // namespace api
