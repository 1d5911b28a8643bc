#include "api/openapi.hpp"

#include "api/routes/routes.hpp"

namespace api::routes {

awaitable<Response> openapi(Backend& backend, const Request&) {
  co_return json_response(200, openapi_text(route_table(), backend.identity.version));
}

}  // namespace api::routes
