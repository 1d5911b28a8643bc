#include "api/idempotency.hpp"

#include "core/digest.hpp"
#include "core/text.hpp"

namespace api {
namespace {

std::string digest_of(const Request& request) {
  return core::sha256_hex(std::string(name_of(request.method)) + "\n" + request.target + "\n" +
                          request.body);
}

std::string header_lines(const Response& response) {
  std::string out = "Content-Type: " + response.content_type + "\n";
  for (const auto& [name, value] : response.headers.all()) out += name + ": " + value + "\n";
  return out;
}

void read_header_lines(const std::string& lines, Response& response) {
  for (const auto& line : core::split(lines, '\n')) {
    const auto colon = line.find(": ");
    if (colon == std::string::npos) continue;
    auto name = line.substr(0, colon), value = line.substr(colon + 2);
    if (name == "Content-Type")
      response.content_type = std::move(value);
    else
      response.headers.add(std::move(name), std::move(value));
  }
}

}  // namespace

Expected<std::string> remembered_key(const Request& request) {
  const auto* key = request.headers.find("Idempotency-Key");
  if (key == nullptr || key->empty() || key->size() > idempotency_key_bytes_max)
    return problem(400, "Idempotency-Key must have 1 to " +
                            std::to_string(idempotency_key_bytes_max) + " characters");
  return core::sha256_hex(request.caller.by + "\n" + *key);
}

RememberedAnswer remembered(const Request& request, const Response& response, core::WallTime now) {
  return {digest_of(request), response.status, header_lines(response), response.text(), now};
}

Response replay(const RememberedAnswer& answer, const Request& request) {
  if (answer.request_digest != digest_of(request))
    return to_response(problem(422, "This Idempotency-Key was used for another request"));
  Response response;
  response.status = answer.status;
  read_header_lines(answer.headers, response);
  if (!answer.body.empty()) response.body = std::make_shared<const std::string>(answer.body);
  response.headers.add("Idempotency-Replayed", "true");
  return response;
}

}  // namespace api
