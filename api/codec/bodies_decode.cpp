#include "api/codec/bodies.hpp"
#include "api/codec/body_reader.hpp"
#include "api/codec/json_text.hpp"
#include "api/parameters.hpp"
#include "core/time_text.hpp"

#include <nlohmann/json.hpp>

namespace api {
namespace {

using Json = nlohmann::ordered_json;

std::string read_reason(BodyReader& reader, std::vector<FieldError>& errors) {
  auto reason = reader.text("reason");
  if (reason.size() > reason_bytes_max)
    errors.push_back({"reason", "at most " + std::to_string(reason_bytes_max) + " bytes"});
  return reason;
}

void read_hold(BodyReader& reader, std::vector<FieldError>& errors, HoldBody& hold) {
  hold.duration = reader.duration("for").value_or(hold_default);
  hold.reason = read_reason(reader, errors);
  if (hold.duration <= core::Milliseconds{0} || hold.duration > hold_max)
    errors.push_back(
        {"for", "expected more than zero and at most " + core::duration_text(hold_max)});
}

void read_subject(BodyReader& reader, std::vector<FieldError>& errors, HoldBody& hold) {
  const bool host = reader.flag("host");
  hold.deployment = reader.text("deployment");
  hold.service = reader.text("service");
  if (host == !hold.deployment.empty())
    errors.push_back({"deployment", "expected either a deployment or \"host\": true"});
  if (hold.deployment.empty() && !hold.service.empty())
    errors.push_back({"service", "needs its deployment"});
  if (!hold.deployment.empty() && !is_name(hold.deployment))
    errors.push_back({"deployment", name_expected});
  if (!hold.service.empty() && !is_service_name(hold.service))
    errors.push_back({"service", service_name_expected});
}

PutFiles read_files(BodyReader& reader) {
  PutFiles out;
  out.files = reader.texts("files");
  out.env_files = reader.texts("env_files");
  out.profiles = reader.texts("profiles");
  out.directory = reader.text("directory");
  out.env = reader.text_map("env");
  return out;
}

PutText read_text(BodyReader& reader) {
  PutText out;
  out.compose = reader.text("compose");
  out.directory = reader.text("directory");
  out.env = reader.text_map("env");
  return out;
}

PutProject read_project(BodyReader& reader, std::vector<FieldError>& errors) {
  PutProject out;
  if (const auto* project = reader.object("project")) out.canonical_json = json_text(*project);
  if (const auto* source = reader.object("source")) {
    BodyReader inner(*source, errors);
    out.files = inner.texts("files");
    out.env_files = inner.texts("env_files");
    out.directory = inner.text("directory");
    inner.text("kind");
    inner.flag("differs");
    inner.finish();
  }
  return out;
}

bool is_json(const Request& request) {
  const auto* type = request.headers.find("Content-Type");
  return type != nullptr && type->find("json") != std::string::npos;
}

Expected<PutBody> decode_put_json(const Request& request) {
  const auto json = parse_object(request.body);
  if (!json) return json.error();
  std::vector<FieldError> errors;
  BodyReader reader(*json, errors);
  PutBody out;
  const int forms = reader.has("files") + reader.has("compose") + reader.has("project");
  if (forms != 1)
    return bad_body({{"", "expected exactly one of \"files\", \"compose\", \"project\""}});
  if (reader.has("files")) out.form = read_files(reader);
  if (reader.has("compose")) out.form = read_text(reader);
  if (reader.has("project")) out.form = read_project(reader, errors);
  out.reason = read_reason(reader, errors);
  reader.finish();
  if (!errors.empty()) return bad_body(std::move(errors));
  return out;
}

}  // namespace

Expected<std::string> decode_reason(const Request& request) {
  const auto json = parse_object(request.body);
  if (!json) return json.error();
  std::vector<FieldError> errors;
  BodyReader reader(*json, errors);
  auto reason = read_reason(reader, errors);
  reader.finish();
  if (!errors.empty()) return bad_body(std::move(errors));
  return reason;
}

Expected<HoldBody> decode_hold(const Request& request) {
  const auto json = parse_object(request.body);
  if (!json) return json.error();
  std::vector<FieldError> errors;
  BodyReader reader(*json, errors);
  HoldBody hold;
  read_hold(reader, errors, hold);
  reader.finish();
  if (!errors.empty()) return bad_body(std::move(errors));
  return hold;
}

Expected<HoldBody> decode_hold_with_subject(const Request& request) {
  const auto json = parse_object(request.body);
  if (!json) return json.error();
  std::vector<FieldError> errors;
  BodyReader reader(*json, errors);
  HoldBody hold;
  read_subject(reader, errors, hold);
  read_hold(reader, errors, hold);
  reader.finish();
  if (!errors.empty()) return bad_body(std::move(errors));
  return hold;
}

Expected<PutBody> decode_put(const Request& request) {
  if (is_json(request)) return decode_put_json(request);
  if (request.body.empty())
    return problem(400, "The body is empty: send a Compose file as application/yaml, or JSON");
  return PutBody{PutText{request.body, "", {}}, ""};
}

}  // namespace api
