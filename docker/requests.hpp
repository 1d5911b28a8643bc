// The calls of the runtime, made up. Pure.
#pragma once

#include "docker/engine_client.hpp"
#include "docker/work_request.hpp"
#include "model/ids.hpp"

#include <string>
#include <string_view>

namespace docker {

Call post(std::string doing, std::string path, std::string body);
// `what` follows /containers/<id>.
Call container_get(std::string doing, const model::ContainerId& id, std::string_view what);
Call container_post(std::string doing, const model::ContainerId& id,
                    std::string_view what);  // may take its time
Call container_delete(std::string doing, const model::ContainerId& id, bool force);
Call create_call(const std::string& name, const ContainerRequest& request, std::string doing,
                 Milliseconds limit);
Call connect_call(const std::string& network, const model::ContainerId& container,
                  std::string_view endpoint_json, std::string doing);
Call archive_put(const model::ContainerId& id, std::string archive, std::string doing);

// A request that could not even be made: a person must look at the spec.
model::Fault refused(const core::Error& error, std::string doing);
// A start or stop that takes too long says nothing about the engine: a volume or a process hangs.
// It counts as an attempt.
model::Fault not_engines_fault(model::Fault fault);
// Nobody knows what came of it.
model::Fault undecided(model::Fault fault);

}  // namespace docker
