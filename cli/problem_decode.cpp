#include "cli/problem.hpp"
#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <filesystem>

namespace cli {
namespace {

using Json = nlohmann::json;

std::string text_in(const Json& json, const char* key) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

// What is in `detail` already is not said again.
std::string error_lines(const Json& problem, const std::string& detail) {
  std::string out;
  const auto errors = problem.is_object() ? problem.find("errors") : problem.end();
  if (errors == problem.end() || !errors->is_array()) return out;
  for (const auto& error : *errors) {
    const auto path = text_in(error, "path"), message = text_in(error, "message");
    if (message.empty() || core::contains(detail, message)) continue;
    if (path.starts_with('{'))  // a place in the address, whose value `detail` names
      out += ": " + message;
    else
      out += "\n  " + (path.empty() ? "" : path + ": ") + message;
  }
  return out;
}

std::string ended(std::string sentence) {
  const bool has_end =
      !sentence.empty() && std::string_view(".!?").find(sentence.back()) != std::string_view::npos;
  return has_end ? sentence : sentence + ".";
}

// A sentence of its own.
std::string advice(int status, const Endpoint& endpoint) {
  if (status == 401) return " Give the agent's token with --token-file FILE or EVENKEEL_TOKEN.";
  if (status == 403 && !endpoint.unix_socket.empty())
    return " Ask as root, as the agent's user, or as a member of its group.";
  return "";
}

ExitCode code_of(int status) {
  return status == 400 || status == 413 || status == 415 || status == 422 ? ExitCode::usage
                                                                          : ExitCode::failed;
}

std::string how_to_start(const Endpoint& endpoint) {
  if (endpoint.unix_socket.empty())
    return "Is it running there, and does it listen on this address?";
  return "Start it with `systemctl start evenkeel` or `evenkeel agent`, or say where it is with "
         "--host.";
}

std::string why(const core::Error& error, const Endpoint& endpoint) {
  const auto& path = endpoint.unix_socket;
  if (path.empty()) return error.what;
  std::error_code unreadable;
  if (!std::filesystem::exists(path, unreadable))
    return unreadable ? unreadable.message() : "there is no such socket";
  if (::access(path.c_str(), R_OK | W_OK) != 0) return "permission denied";
  if (error.code == core::Errc::timeout) return "it does not answer in time";
  const auto details = error.what.find(": ");  // what it was asked comes first
  return "no answer" + (details == error.what.npos ? "" : error.what.substr(details));
}

}  // namespace

Failure failure_of(const core::HttpResponse& response, const Endpoint& endpoint) {
  const auto json = Json::parse(response.body, nullptr, false);
  auto detail = text_in(json, "detail");
  if (detail.empty()) detail = text_in(json, "title");
  if (detail.empty())
    detail = "the agent at " + endpoint.text() + " answered with status " +
             std::to_string(response.status);
  const auto lines = error_lines(json, detail);
  const auto then = advice(response.status, endpoint);
  return {code_of(response.status), (then.empty() ? detail : ended(detail) + then) + lines};
}

Failure failure_of(const core::Error& error, const Endpoint& endpoint) {
  auto reason = why(error, endpoint);
  if (error.code == core::Errc::too_large) return failed("the reply is too large: " + reason);
  if (error.code == core::Errc::invalid) return wrong_usage(std::move(reason));
  if (error.code == core::Errc::denied)
    return {ExitCode::unreachable, "the certificate is not trusted: " + reason +
                                       ". Its authority may stand in the file that SSL_CERT_FILE "
                                       "names."};
  if (reason == "permission denied")
    return {ExitCode::unreachable, "you may not open " + endpoint.text() +
                                       ": be root, or a member of the agent's group (api.group, "
                                       "evenkeel by default)."};
  return {ExitCode::unreachable, "the agent cannot be reached at " + endpoint.text() + ": " +
                                     reason + ". " + how_to_start(endpoint)};
}

}  // namespace cli
