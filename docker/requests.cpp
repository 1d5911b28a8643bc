#include "docker/requests.hpp"

#include "core/text.hpp"
#include "docker/encode.hpp"

namespace docker {
namespace {

constexpr Milliseconds remove_limit{120'000};

std::string container_path(const model::ContainerId& id, std::string_view what) {
  return "/containers/" + core::url_encode(id) + std::string(what);
}

}  // namespace

Call post(std::string doing, std::string path, std::string body) {
  Call call;
  call.doing = std::move(doing);
  call.method = "POST";
  call.path = std::move(path);
  call.body = std::move(body);
  return call;
}

Call container_get(std::string doing, const model::ContainerId& id, std::string_view what) {
  Call call;
  call.doing = std::move(doing);
  call.path = container_path(id, what);
  call.subject = id;
  return call;
}

Call container_post(std::string doing, const model::ContainerId& id, std::string_view what) {
  auto call = post(std::move(doing), container_path(id, what), {});
  call.subject = id;
  call.waits = true;
  return call;
}

Call container_delete(std::string doing, const model::ContainerId& id, bool force) {
  auto call = container_get(std::move(doing), id, "");
  call.method = "DELETE";
  call.limit = remove_limit;
  call.waits = true;
  if (force) call.query = {{"force", "1"}, {"v", "1"}};
  return call;
}

Call create_call(const std::string& name, const ContainerRequest& request, std::string doing,
                 Milliseconds limit) {
  auto call = post(std::move(doing), "/containers/create", request.body);
  call.query = {{"name", name}};
  if (!request.platform.empty()) call.query.emplace_back("platform", request.platform);
  call.limit = limit;
  call.waits = true;
  return call;
}

Call connect_call(const std::string& network, const model::ContainerId& container,
                  std::string_view endpoint_json, std::string doing) {
  auto call = post(std::move(doing), "/networks/" + core::url_encode(network) + "/connect",
                   encode_connect(container, endpoint_json));
  call.subject = container;
  return call;
}

Call archive_put(const model::ContainerId& id, std::string archive, std::string doing) {
  auto call = container_get(std::move(doing), id, "/archive");
  call.method = "PUT";
  call.query = {{"path", "/"}};
  call.content_type = "application/x-tar";
  call.body = std::move(archive);
  return call;
}

model::Fault refused(const core::Error& error, std::string doing) {
  model::Fault fault;
  fault.kind = model::FaultKind::bad_request;
  // A disk that does not answer may do so the next time.
  const bool late = error.code == core::Errc::timeout || error.code == core::Errc::unavailable;
  fault.klass = late ? model::FaultClass::transient : model::FaultClass::config;
  fault.message = error.what;
  fault.doing = std::move(doing);
  return fault;
}

model::Fault not_engines_fault(model::Fault fault) {
  if (fault.kind == model::FaultKind::engine_timeout) fault.klass = model::FaultClass::transient;
  return fault;
}

model::Fault undecided(model::Fault fault) {
  fault.undecided = true;
  return fault;
}

}  // namespace docker
