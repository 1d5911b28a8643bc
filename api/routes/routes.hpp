// The handlers, one file a noun. All have the same form: a request in, a response out.
#pragma once

#include "api/backend.hpp"
#include "api/http.hpp"

namespace api::routes {

#define HANDLER(name) awaitable<Response> name(Backend& backend, const Request& request)
HANDLER(healthz);
HANDLER(readyz);
HANDLER(openapi);
HANDLER(prometheus);
HANDLER(host);
HANDLER(reload);

HANDLER(list_deployments);
HANDLER(get_deployment);
HANDLER(put_deployment);
HANDLER(delete_deployment);

HANDLER(plan);
HANDLER(explain);
HANDLER(logs);
HANDLER(intents);
HANDLER(generations);
HANDLER(generation);

HANDLER(start);
HANDLER(stop);
HANDLER(restart);
HANDLER(recreate);

HANDLER(hold);
HANDLER(resume);
HANDLER(list_holds);
HANDLER(add_hold);
HANDLER(remove_hold);
HANDLER(remove_holds);

HANDLER(samples);

HANDLER(list_checks);
HANDLER(run_check);

HANDLER(list_incidents);
HANDLER(get_incident);
HANDLER(acknowledge_incident);
HANDLER(apply_incident);

HANDLER(list_channels);
HANDLER(test_channel);
HANDLER(list_notifications);
HANDLER(retry_notification);
HANDLER(list_silences);
HANDLER(add_silence);
HANDLER(remove_silence);

HANDLER(list_events);
HANDLER(stream_events);
#undef HANDLER

}  // namespace api::routes
