// The engine's answers as values of the model. Pure. Errors: corrupt, where the text is not what it
// should be.
#pragma once

#include "core/result.hpp"
#include "docker/version.hpp"
#include "model/observation.hpp"
#include "reconcile/ports.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace docker {

// GET /containers/{id}/json. `health` is `none` where the container does not run: the engine leaves
// there what was last, and says `unhealthy` of what was stopped (ENGINE.md 4).
core::Result<model::Container> decode_container(std::string_view text);
// GET /containers/json: without restart policy, times, exit code, error, aliases.
core::Result<std::vector<model::Container>> decode_container_list(std::string_view text);

core::Result<std::vector<model::SeenNetwork>> decode_networks(std::string_view text);
// GET /networks/{id}: container id -> name of those that run on it.
core::Result<model::StringMap> decode_attached(std::string_view text);
core::Result<std::vector<model::SeenVolume>> decode_volumes(std::string_view text);
core::Result<model::SeenImage> decode_image(std::string_view text);

core::Result<EngineVersion> decode_version(std::string_view text);
// GET /info; `api_version` and `peer_start` are left empty; `time` is the epoch where it says none.
core::Result<reconcile::EngineInfo> decode_info(std::string_view text);

// {"message": ...} of an error; the text itself where it is something else.
std::string decode_message(std::string_view text);
// {"Id": ...} of a create.
core::Result<std::string> decode_created_id(std::string_view text);
// config.v2.json of the data root: HasBeenManuallyStopped. Empty where it is not there.
std::optional<bool> decode_manually_stopped(std::string_view text);

// One line of GET /events, of any engine; empty where it is nothing of ours.
std::optional<reconcile::EngineEvent> decode_event(std::string_view line);

// One line of a pull or load.
struct ProgressLine {
  std::string status, layer;  // "Downloading", "a1b2c3"
  long long current = 0, total = 0;
  std::string error;
};
std::optional<ProgressLine> decode_progress(std::string_view line);

}  // namespace docker
