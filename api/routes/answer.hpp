// What the handlers of deployments have in common.
#pragma once

#include "api/backend.hpp"
#include "api/problem.hpp"
#include "core/clock.hpp"
#include "model/view.hpp"
#include "reconcile/ports.hpp"

#include <optional>
#include <string>
#include <vector>

namespace api::routes {

// The deployment once it has converged, cannot without a person, or `limit` is over: 200 with
// `converged` and `wait`. Unlike a write's, this wait is for whatever is wanted in the end: another
// intent that comes in between is waited for, too. 404 where it is gone.
awaitable<Response> answer_wait(Backend& backend, const model::DeploymentName& name,
                                core::Milliseconds limit);

// " Did you mean ...?", or "" where nothing is near.
std::string hint_at(const std::string& near);
// 404 that names the nearest.
Problem no_such_deployment(const Backend& backend, const model::DeploymentName& name);
// The deployment of the path; no_such_deployment() where there is none.
Expected<model::DeploymentView> find_deployment(Backend& backend, const Request& request);
// The same for a write: 412 where `If-Match` names another generation than the current one, and
// with `If-None-Match: *`.
Expected<model::DeploymentView> find_to_write(Backend& backend, const Request& request);
// 412: `If-None-Match: *`, and there is one.
Problem there_already(const model::DeploymentName& name);
// 412 that names both generations.
Problem other_generation(const model::DeploymentView& view, model::GenerationNumber wanted);
// The service of the path, "" where the path has none; 404 that names the services that exist.
Expected<model::ServiceName> find_service(const model::DeploymentView& view,
                                          const Request& request);
Expected<model::ServiceName> check_service(const model::DeploymentView& view,
                                           const model::ServiceName& name);

// The answer to a write: 202 with the deployment (201 for a new one), and after `wait` 200 where it
// converged at the generation of this write, else 202 with "converged": false. `warnings` are told
// where there are some.
awaitable<Response> answer_write(Backend& backend, reconcile::Applied applied,
                                 std::optional<core::Milliseconds> wait,
                                 std::vector<std::string> warnings = {});

// Where a deployment is read.
std::string location_of(const model::DeploymentName& deployment);

// A deployment as it is, with its ETag.
Response deployment_response(int status, const model::DeploymentView& view,
                             const Measured& measured);

}  // namespace api::routes
