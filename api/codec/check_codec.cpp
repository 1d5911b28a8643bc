#include "api/codec/check_codec.hpp"

#include "api/codec/json_text.hpp"
#include "core/time_text.hpp"

#include <nlohmann/json.hpp>

namespace api {
namespace {

using Json = nlohmann::ordered_json;

Json last_run_json(const monitor::CheckView& check) {
  if (!check.last_at) return nullptr;
  return {{"at", json_time(check.last_at)},
          {"took_ms", check.last_took.count()},
          {"verdict", check.last_verdict},
          {"text", check.last_text}};
}

}  // namespace

Json to_json(const monitor::CheckView& check) {
  return {{"id", check.id},
          {"name", check.name},
          {"type", check.type},
          {"deployment", json_or_null(check.deployment)},
          {"service", json_or_null(check.service)},
          {"criticality", check.criticality},
          {"state", monitor::name_of(check.state)},
          {"since", json_time(check.since)},
          {"interval", core::duration_text(check.interval)},
          {"timeout", core::duration_text(check.timeout)},
          {"fall", check.fall},
          {"rise", check.rise},
          {"failures", check.failures},
          {"last", last_run_json(check)},
          {"next_at", json_time(check.next_at)}};
}

}  // namespace api
