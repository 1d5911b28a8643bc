// The table of routes and the search in it. OpenAPI and the docs' test are made from the same
// table.
#pragma once

#include "api/backend.hpp"
#include "api/http.hpp"
#include "api/target.hpp"

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace api {

using Handler = awaitable<Response> (*)(Backend& backend, const Request& request);

struct QueryParameter {
  std::string_view name;
  std::string_view type;  // boolean | integer | string
  std::string_view what;
};

using HeaderParameter = QueryParameter;

// reason: {"reason": "..."} and nothing else, which the dispatcher reads. json: an object that the
// handler reads. compose: application/yaml or JSON. A GET has none; what it has is left unread.
enum class Body { none, reason, json, compose };

struct Route {
  Method method = Method::get;
  std::string pattern;  // "/v1/deployments/{d}/start"
  Scope scope = Scope::deploy;
  Handler handler = nullptr;
  std::string summary;
  std::vector<QueryParameter> query = {};
  Body body = Body::none;
  std::vector<HeaderParameter> headers = {};  // beside Idempotency-Key, which every POST takes
  // The value of its only hole may hold slashes, encoded or not: an id such as "shop/web/ready".
  bool id_has_slashes = false;
};

const std::vector<Route>& route_table();
// What is left of it on a listener of api.metrics: /metrics, /healthz and /readyz.
const std::vector<Route>& metrics_table();

struct Found {
  const Route* route = nullptr;
  std::map<std::string, std::string, std::less<>> path;
};
struct NoRoute {};
struct OtherMethods {
  std::string allow;  // "GET, HEAD, PUT"
};
using Match = std::variant<Found, NoRoute, OtherMethods>;

// Keeps the patterns taken apart. `table` must outlive it.
class Router {
 public:
  explicit Router(const std::vector<Route>& table);
  Match match(Method method, const Target& target) const;
  // The methods of a path, for a request whose method we do not know.
  Match match_any(const Target& target) const;

 private:
  struct Entry {
    const Route* route;
    std::vector<std::string> segments;
  };
  std::vector<Entry> entries_;
};

}  // namespace api
