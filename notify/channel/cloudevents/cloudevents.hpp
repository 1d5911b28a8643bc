// CloudEvents 1.0 over HTTP, in structured mode.
#pragma once

#include "notify/channel/http/transport.hpp"

#include <optional>
#include <string_view>

namespace notify::cloudevents {

// cloudevents spec 1.0.2, "Size Limits": intermediaries have to pass on 64 KiB; what is beyond may
// be lost. With room for the attributes.
inline constexpr std::size_t event_bytes_max = 64 * 1024;
inline constexpr std::size_t data_bytes_max = 60 * 1024;

struct Settings {
  HttpTransport transport;
};

// `data` is the message as a webhook gets it, shortened until it fits.
HttpPost format(const Message& message, const Settings& settings);

std::optional<ChannelSettings> read(core::YamlMap& map);
extern const std::string_view sample;

}  // namespace notify::cloudevents
