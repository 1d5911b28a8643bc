#include "docker/runtime.hpp"

#include "core/io/atomic_file.hpp"
#include "core/text.hpp"
#include "docker/decode.hpp"
#include "docker/errors.hpp"
#include "docker/requests.hpp"
#include "docker/work_request.hpp"

#include <algorithm>

namespace docker {

using model::FaultKind;

namespace {

constexpr Milliseconds profile_limit{5'000};  // for a seccomp profile to be read

}  // namespace

DockerRuntime::DockerRuntime(EngineClient& client, core::BlockingPool& files,
                             core::BlockingPool& logins, const core::Clock& clock,
                             std::shared_ptr<const HostProcesses> host)
    : client_(client),
      clock_(clock),
      profile_(files),
      images_(client, files, logins),
      observer_(client, images_, clock),
      last_words_(client, images_),
      lost_(std::move(host), files, clock) {}

awaitable<Outcome<model::Observation>> DockerRuntime::observe(
    std::shared_ptr<const model::Spec> spec, reconcile::Leftovers leftovers) {
  return observer_.observe(std::move(spec), leftovers);
}

awaitable<Outcome<model::Container>> DockerRuntime::inspect(model::ContainerId id) {
  return observer_.inspect(std::move(id));
}

awaitable<Outcome<model::StoredInspect>> DockerRuntime::raw_inspect(model::ContainerId id) {
  const auto container_call = container_get("looking at " + id.substr(0, 12), id, "/json");
  auto container = co_await client_.call(container_call);
  if (!container) co_return container.error();
  const auto decoded = decode_container(container->body);
  if (!decoded) co_return fault_of_transport(decoded.error(), container_call.doing);
  Call image_call;
  image_call.doing = "looking at the image of " + decoded->name;
  image_call.path = "/images/" + core::url_encode(decoded->image_id) + "/json";
  auto image = co_await client_.call(image_call);
  // An image may be removed under its containers: then nothing tells its defaults from settings.
  if (!image && image.error().status != 404) co_return image.error();
  model::StoredInspect stored{std::move(container->body),
                              image ? std::move(image->body) : std::string("{}")};
  co_return std::move(stored);
}

awaitable<core::Result<std::optional<model::Fault>>> DockerRuntime::fault_of_end(
    model::Container ended) {
  return last_words_.of(std::move(ended));
}

awaitable<Outcome<reconcile::Done>> DockerRuntime::perform(reconcile::Work work) {
  const auto shared = std::make_shared<const reconcile::Work>(std::move(work));
  return std::visit([&](const auto& action) { return carry_out(shared, action); },
                    shared->step.action);
}

// ---- networks, volumes, images ----

awaitable<DockerRuntime::Done> DockerRuntime::create_new(std::string what, std::string path,
                                                         std::string body) {
  const auto reply =
      co_await client_.call(post("creating the " + what, std::move(path), std::move(body)));
  reconcile::Done done;
  if (reply) co_return done;
  // Somebody else made it meanwhile. Any other conflict leaves it unmade.
  if (reply.error().status != 409 || !core::contains(reply.error().message, "already exists"))
    co_return not_engines_fault(reply.error());
  done.already = true;
  co_return done;
}

awaitable<DockerRuntime::Done> DockerRuntime::carry_out(Work work, model::CreateNetwork action) {
  auto body = network_request(*work->spec, action.key, client_.version());
  if (!body) co_return refused(body.error(), "creating the network " + action.key);
  co_return co_await create_new("network " + work->spec->networks.at(action.key).name,
                                "/networks/create", std::move(*body));
}

awaitable<DockerRuntime::Done> DockerRuntime::carry_out(Work work, model::CreateVolume action) {
  auto body = volume_request(*work->spec, action.key);
  if (!body) co_return refused(body.error(), "creating the volume " + action.key);
  co_return co_await create_new("volume " + work->spec->volumes.at(action.key).name,
                                "/volumes/create", std::move(*body));
}

awaitable<DockerRuntime::Done> DockerRuntime::remove(std::string what, std::string path) {
  Call call;
  call.doing = "removing the " + what;
  call.method = "DELETE";
  call.path = std::move(path);
  const auto reply = co_await client_.call(std::move(call));
  reconcile::Done done;
  if (reply) co_return done;
  if (reply.error().status != 404) co_return not_engines_fault(reply.error());
  done.already = true;
  co_return done;
}

awaitable<DockerRuntime::Done> DockerRuntime::carry_out(Work, model::RemoveNetwork action) {
  return remove("network " + action.name, "/networks/" + core::url_encode(action.id));
}

awaitable<DockerRuntime::Done> DockerRuntime::carry_out(Work, model::RemoveVolume action) {
  return remove("volume " + action.name, "/volumes/" + core::url_encode(action.name));
}

awaitable<DockerRuntime::Done> DockerRuntime::carry_out(Work work, model::PullImage action) {
  const auto service = work->spec->services.find(work->step.service);
  const auto platform =
      service == work->spec->services.end() ? std::string() : service->second.platform;
  const auto image = co_await images_.pull(action.reference, platform, work->progress);
  if (!image) co_return image.error();
  reconcile::Done done;
  done.image = image->id;
  co_return done;
}

awaitable<Outcome<void>> DockerRuntime::connect(std::string network, model::ContainerId container,
                                                std::string endpoint_json, std::string doing) {
  auto call = connect_call(network, container, endpoint_json, std::move(doing));
  const auto reply = co_await client_.call(std::move(call));
  if (reply || core::contains(reply.error().message, "already exists in network"))
    co_return Outcome<void>();
  co_return not_engines_fault(reply.error());
}

awaitable<DockerRuntime::Done> DockerRuntime::carry_out(Work work, model::ConnectNetwork action) {
  const std::string doing = "connecting " + action.container_name + " to " + action.network;
  auto endpoint = endpoint_request(*work, action);
  if (!endpoint) co_return refused(endpoint.error(), doing);
  const auto connected =
      co_await connect(action.network, action.container, std::move(*endpoint), doing);
  if (!connected) co_return connected.error();
  reconcile::Done done;
  done.container = action.container;
  co_return done;
}

// ---- containers ----

awaitable<Outcome<CreateFacts>> DockerRuntime::create_facts(Work work,
                                                            model::CreateContainer action) {
  const auto image = co_await images_.find(action.image);
  if (!image) co_return image.error();
  CreateFacts facts;
  facts.api = client_.version();
  if (*image) facts.image = (*image)->id;
  for (const auto& path : profile_paths(*work)) {
    auto text = co_await profile_at(path);
    facts.profiles.insert_or_assign(path, std::move(text));
  }
  if (action.replaces.empty()) co_return std::move(facts);
  auto replaced = co_await inspect(action.replaces);
  if (!replaced && replaced.error().kind != FaultKind::no_such_container)
    co_return replaced.error();
  if (replaced) facts.replaced_mounts = std::move(replaced->mounts);
  const auto lenders = lenders_of(*work);
  for (const auto& lender : lenders) {
    const auto lending = co_await inspect(lender);
    if (!lending && lending.error().kind != FaultKind::no_such_container) co_return lending.error();
    if (lending) leave_out_lent(facts.replaced_mounts, *work, lending->mounts);
  }
  co_return std::move(facts);
}

awaitable<core::Result<std::string>> DockerRuntime::profile_at(std::string path) {
  const auto until = clock_.now().mono + profile_limit;
  for (;;) {
    const auto left = until - clock_.now().mono;
    if (left <= Milliseconds{0})
      co_return core::Error{core::Errc::timeout, path + ": another profile is being read"};
    std::function<Profile()> read = [path] {
      return Profile{path, core::read_file(path, profile_bytes_max)};
    };
    auto seen = co_await profile_.run(std::move(read), left);
    if (!seen) co_return seen.error().with(path);
    if (seen->path == path) co_return seen->text;
  }
}

awaitable<DockerRuntime::Done> DockerRuntime::carry_out(Work work, model::CreateContainer action) {
  const std::string doing = "creating " + action.name;
  auto facts = co_await create_facts(work, action);
  if (!facts) co_return facts.error();
  auto request = container_request(*work, action, *facts);
  if (!request) co_return refused(request.error(), doing);
  auto call = create_call(action.name, *request, doing, attempt_timeout_);
  const auto reply = co_await client_.call(std::move(call));
  if (!reply && reply.error().status == 0) co_return undecided(not_engines_fault(reply.error()));
  if (!reply) co_return not_engines_fault(reply.error());
  const auto id = decode_created_id(reply->body);
  if (!id) co_return undecided(fault_of_transport(id.error(), doing));
  auto made = co_await finish_create(*id, std::move(*request), doing);
  co_return made;
}

// Half a container must not be taken for a whole one.
awaitable<DockerRuntime::Done> DockerRuntime::finish_create(model::ContainerId id,
                                                            ContainerRequest request,
                                                            std::string doing) {
  auto finished = co_await complete(id, std::move(request), doing);
  if (!finished) {
    const auto undone =
        co_await client_.call(container_delete("removing what was half created", id, true));
    auto fault = finished.error();
    fault.undecided = !undone && undone.error().status != 404;
    co_return fault;
  }
  const auto seen = co_await inspect(id);
  if (!seen) co_return undecided(seen.error());
  reconcile::Done done;
  done.container = id;
  done.image = seen->image_id;
  co_return done;
}

awaitable<Outcome<void>> DockerRuntime::complete(model::ContainerId id, ContainerRequest request,
                                                 std::string doing) {
  for (const auto& extra : request.after) {
    const auto connected = co_await connect(extra.network, id, extra.endpoint_json, doing);
    if (!connected) co_return connected.error();
  }
  if (request.files.empty()) co_return Outcome<void>();
  auto archive = tar_archive(request.files, clock_.now().wall);
  if (!archive) co_return refused(archive.error(), doing);
  const auto reply = co_await client_.call(archive_put(id, std::move(*archive), doing));
  if (!reply) co_return reply.error();
  co_return Outcome<void>();
}

awaitable<DockerRuntime::Done> DockerRuntime::carry_out(Work work, model::StartContainer action) {
  const auto id = action.container.empty() ? work->created : action.container;
  auto call = container_post("starting " + action.name, id, "/start");
  call.limit = attempt_timeout_;
  const auto reply = co_await client_.call(std::move(call));
  if (!reply) {
    auto fault = co_await last_words_.explained(reply.error(), id);
    co_return not_engines_fault(given_up(std::move(fault), id));
  }
  reconcile::Done done;
  done.container = id;
  done.already = reply->status == 304;
  co_return done;
}

awaitable<DockerRuntime::Done> DockerRuntime::carry_out(Work work, model::RenameContainer action) {
  const auto id = action.container.empty() ? work->created : action.container;
  auto call = container_post("renaming " + action.from + " to " + action.to, id, "/rename");
  call.query = {{"name", action.to}};
  const auto reply = co_await client_.call(std::move(call));
  if (!reply) co_return reply.error();
  reconcile::Done done;
  done.container = id;
  co_return done;
}

}  // namespace docker
