// Events as JSON, and as items of a server-sent event stream.
#pragma once

#include "api/ports.hpp"
#include "model/event.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace api {

nlohmann::ordered_json to_json(const model::Event& event);
// "id: 42\nevent: service.exited\ndata: {...}\n\n". A gap carries its last id, so that a client
// that resumes after it does not meet the same gap again.
std::string sse_text(const StreamItem& item);

}  // namespace api
