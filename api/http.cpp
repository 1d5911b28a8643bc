#include "api/http.hpp"

#include <algorithm>
#include <array>

namespace api {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

Response with_body(int status, std::string content_type, std::string body) {
  Response response;
  response.status = status;
  response.content_type = std::move(content_type);
  response.body = std::make_shared<const std::string>(std::move(body));
  return response;
}

}  // namespace

std::string_view name_of(Method method) {
  switch (method) {
    case Method::get: return "GET";
    case Method::put: return "PUT";
    case Method::post: return "POST";
    case Method::del: return "DELETE";
  }
  return "";
}

std::optional<Method> method_from(std::string_view text) {
  if (text == "GET" || text == "HEAD") return Method::get;
  if (text == "PUT") return Method::put;
  if (text == "POST") return Method::post;
  if (text == "DELETE") return Method::del;
  return std::nullopt;
}

bool is_http_method(std::string_view text) {
  static constexpr std::array<std::string_view, 9> methods = {
      "GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"};
  return std::find(methods.begin(), methods.end(), text) != methods.end();
}

std::string_view name_of(Scope scope) {
  switch (scope) {
    case Scope::open: return "open";
    case Scope::read: return "read";
    case Scope::operate: return "operate";
    case Scope::deploy: return "deploy";
  }
  return "";
}

void Headers::add(std::string name, std::string value) {
  all_.emplace_back(std::move(name), std::move(value));
}

const std::string* Headers::find(std::string_view name) const {
  const auto found = std::find_if(
      all_.begin(), all_.end(), [&](const auto& header) { return same_name(header.first, name); });
  return found == all_.end() ? nullptr : &found->second;
}

const std::string& Response::text() const {
  static const std::string none;
  return body ? *body : none;
}

Response no_content() {
  Response response;
  response.status = 204;
  return response;
}

Response json_response(int status, std::string body) {
  return with_body(status, "application/json", std::move(body));
}

Response text_response(int status, std::string body) {
  return with_body(status, "text/plain; charset=utf-8", std::move(body));
}

std::string_view reason_phrase(int status) {
  static constexpr std::array<std::pair<int, std::string_view>, 20> phrases = {{
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {204, "No Content"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {412, "Precondition Failed"},
      {413, "Content Too Large"},
      {415, "Unsupported Media Type"},
      {422, "Unprocessable Content"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {503, "Service Unavailable"},
      {504, "Gateway Timeout"},
  }};
  const auto found = std::find_if(phrases.begin(), phrases.end(),
                                  [&](const auto& phrase) { return phrase.first == status; });
  return found == phrases.end() ? std::string_view{"Status"} : found->second;
}

}  // namespace api
