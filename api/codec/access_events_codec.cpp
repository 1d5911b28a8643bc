#include "api/access_events.hpp"
#include "api/codec/json_text.hpp"

#include <nlohmann/json.hpp>

namespace api {

model::Event denied_event(core::WallTime now, const std::string& peer, const std::string& reason,
                          int left_out) {
  model::Event event;
  event.at = now;
  event.type = "access.denied";
  event.severity = model::Severity::warning;
  event.message = "Access from " + peer + " was denied: " + reason + ".";
  event.data = json_text({{"peer", peer}, {"reason", reason}, {"left_out", left_out}});
  return event;
}

model::Event written_event(core::WallTime now, const Request& request, int status) {
  const auto path = request.target.substr(0, request.target.find('?'));
  const std::string method(name_of(request.method));
  model::Event event;
  event.at = now;
  event.type = "access.write";
  if (const auto found = request.path.find("d"); found != request.path.end())
    event.deployment = found->second;
  if (const auto found = request.path.find("s"); found != request.path.end())
    event.service = found->second;
  event.message = request.caller.by + " asked for " + method + " " + path + ".";
  nlohmann::ordered_json data = {
      {"by", request.caller.by}, {"method", method}, {"path", path}, {"status", status}};
  if (!request.reason.empty()) data["reason"] = request.reason;
  event.data = json_text(data);
  return event;
}

}  // namespace api
