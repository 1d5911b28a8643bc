// JSON that we send beside create bodies. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace docker {

using Filters = std::map<std::string, std::vector<std::string>>;

// The value of `filters=`.
std::string encode_filters(const Filters& filters);

// The events that matter (ENGINE.md 2): without this filter every health probe costs three more.
Filters event_filters();

// A regular expression that only `name` matches, for engines that take names as expressions.
std::string exact_name(std::string_view name);

// The body of a connect; `endpoint_json` is an EndpointConfig.
std::string encode_connect(std::string_view container, std::string_view endpoint_json);

}  // namespace docker
