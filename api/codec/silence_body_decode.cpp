#include "api/codec/bodies.hpp"
#include "api/codec/body_reader.hpp"
#include "api/codec/silence_body.hpp"
#include "core/time_text.hpp"

#include <nlohmann/json.hpp>

namespace api {
namespace {

using Errors = std::vector<FieldError>;

// What is further ahead is a slip of the pen, and in the end no date of four digits.
constexpr core::Milliseconds start_ahead_max = std::chrono::hours{24 * 366};

std::string read_glob(BodyReader& reader, const char* key, Errors& errors) {
  auto text = reader.text(key);
  if (text.size() > silence_text_bytes_max)
    errors.push_back({key, "at most " + std::to_string(silence_text_bytes_max) + " bytes"});
  return text;
}

notify::SilenceMatch read_match_object(const nlohmann::ordered_json& object, Errors& errors) {
  Errors below;
  BodyReader reader(object, below);
  notify::SilenceMatch match;
  match.type = read_glob(reader, "type", below);
  match.deployment = read_glob(reader, "deployment", below);
  match.service = read_glob(reader, "service", below);
  match.key = read_glob(reader, "key", below);
  const auto severity = reader.text("severity");
  match.severity = model::severity_from(severity);
  if (!severity.empty() && !match.severity)
    below.push_back({"severity", "expected info, warning or critical, not " + severity});
  reader.finish();
  for (auto& error : below) errors.push_back({"match." + error.path, std::move(error.message)});
  return match;
}

std::optional<core::WallTime> read_time(BodyReader& reader, const char* key, core::WallTime now,
                                        Errors& errors) {
  const auto text = reader.text(key);
  if (text.empty()) return std::nullopt;
  if (const auto at = core::parse_rfc3339(text)) return *at;
  errors.push_back({key, "expected a time such as " + core::rfc3339(now) + ", not " + text});
  return std::nullopt;
}

}  // namespace

Expected<notify::Silence> decode_silence(const Request& request, core::WallTime now) {
  const auto json = parse_object(request.body);
  if (!json) return json.error();
  Errors errors;
  BodyReader reader(*json, errors);
  notify::Silence out;
  if (const auto* match = reader.object("match")) out.match = read_match_object(*match, errors);
  if (!reader.has("match")) errors.push_back({"match", "expected what to silence"});
  out.starts_at = read_time(reader, "starts_at", now, errors).value_or(now);
  if (out.starts_at > now + start_ahead_max)
    errors.push_back({"starts_at", "expected a time within a year"});
  const bool one_end = reader.has("for") != reader.has("ends_at");
  if (!one_end) errors.push_back({"for", "expected either \"for\" (\"2h\") or \"ends_at\""});
  const auto lasting = reader.duration("for");
  out.ends_at = read_time(reader, "ends_at", now, errors)
                    .value_or(out.starts_at + lasting.value_or(core::Milliseconds{0}));
  out.comment = reader.text("comment");
  if (out.comment.size() > reason_bytes_max)
    errors.push_back({"comment", "at most " + std::to_string(reason_bytes_max) + " bytes"});
  reader.finish();
  if (!errors.empty()) return bad_body(std::move(errors));
  return out;
}

}  // namespace api
