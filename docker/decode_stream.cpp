#include "core/text.hpp"
#include "docker/decode.hpp"
#include "docker/decode_json.hpp"

#include <nlohmann/json.hpp>

namespace docker {
namespace {

using model::Health;
using nlohmann::json;

Health health_word(std::string_view word) {
  if (word == "healthy") return Health::healthy;
  if (word == "unhealthy") return Health::unhealthy;
  if (word == "starting") return Health::starting;
  return Health::none;
}

// Docker puts the state behind the action, Podman beside it (ENGINE.md 1).
Health health_of(std::string_view action, const json& event, const model::StringMap& attributes) {
  if (const auto colon = action.find(':'); colon != std::string_view::npos)
    return health_word(core::trim(action.substr(colon + 1)));
  for (const auto* key : {"HealthStatus", "health_status"}) {
    if (const auto word = text_at(event, key); !word.empty()) return health_word(word);
    if (const auto found = attributes.find(key); found != attributes.end())
      return health_word(found->second);
  }
  return Health::none;
}

std::int64_t time_nano_of(const json& event) {
  constexpr std::int64_t nanos_per_second = 1'000'000'000;
  const auto nanos = number_at(event, "timeNano");
  return nanos != 0 ? nanos : number_at(event, "time") * nanos_per_second;
}

}  // namespace

std::optional<reconcile::EngineEvent> decode_event(std::string_view line) {
  const auto parsed = json::parse(line, nullptr, false);
  if (parsed.is_discarded() || !parsed.is_object()) return std::nullopt;
  const auto& actor = member(parsed, "Actor");
  reconcile::EngineEvent event;
  event.type = text_at(parsed, "Type");
  event.action = text_at(parsed, "Action");
  event.id = text_at(actor, "ID");
  event.attributes = strings_at(actor, "Attributes");
  event.time_nano = time_nano_of(parsed);
  if (event.type.empty() || event.action.empty() || event.id.empty() ||
      event.action.starts_with("exec_"))
    return std::nullopt;
  if (event.action == "died") event.action = "die";  // Podman
  if (event.action.starts_with("health_status")) {
    event.health = health_of(event.action, parsed, event.attributes);
    event.action = "health_status";
  }
  return event;
}

std::optional<ProgressLine> decode_progress(std::string_view line) {
  const auto parsed = json::parse(line, nullptr, false);
  if (parsed.is_discarded() || !parsed.is_object()) return std::nullopt;
  ProgressLine progress;
  progress.status = text_at(parsed, "status");
  if (progress.status.empty()) progress.status = std::string(core::trim(text_at(parsed, "stream")));
  progress.layer = text_at(parsed, "id");
  const auto& detail = member(parsed, "progressDetail");
  progress.current = number_at(detail, "current");
  progress.total = number_at(detail, "total");
  progress.error = text_at(member(parsed, "errorDetail"), "message");
  if (progress.error.empty()) progress.error = text_at(parsed, "error");
  return progress;
}

}  // namespace docker
