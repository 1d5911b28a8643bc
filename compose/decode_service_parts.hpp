// Sections of a service in canonical JSON -> model.
#pragma once

#include "compose/decode_json.hpp"

namespace compose {

using decoding::Json;

model::RestartPolicy decode_restart(const Json& service);
std::optional<model::Healthcheck> decode_healthcheck(const Json& service);
std::optional<model::Build> decode_build(const Json& service);
std::map<std::string, model::NetworkAttachment> decode_attachments(const Json& service);
std::map<std::string, model::Ulimit> decode_ulimits(const Json& service);
model::Port decode_port(const Json& port);
model::Mount decode_mount(const Json& mount);
model::FileReference decode_file_reference(const Json& reference);
model::DeviceRequest decode_device_request(const Json& request);
model::BlockIo decode_block_io(const Json& blkio);

}  // namespace compose
