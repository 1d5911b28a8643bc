// What went wrong at the agent, or on the way to it, as a failure for a person.
#pragma once

#include "cli/endpoint.hpp"
#include "cli/failure.hpp"
#include "core/io/curl_http_client.hpp"

namespace cli {

// The reply has no 2xx status: `detail` of application/problem+json, and each of `errors` on a
// line.
Failure failure_of(const core::HttpResponse& response, const Endpoint& endpoint);

// There was no reply.
Failure failure_of(const core::Error& error, const Endpoint& endpoint);

}  // namespace cli
