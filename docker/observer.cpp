#include "docker/observer.hpp"

#include "core/io/timing.hpp"
#include "core/text.hpp"
#include "docker/decode.hpp"
#include "docker/encode.hpp"
#include "docker/errors.hpp"
#include "model/config_hash.hpp"

#include <algorithm>
#include <set>

namespace docker {
namespace {

using model::FaultKind;

Call list_call(std::string doing, std::string path, const std::string& filter,
               std::vector<std::string> values) {
  Call call;
  call.doing = std::move(doing);
  call.path = std::move(path);
  call.query = {{"filters", encode_filters({{filter, std::move(values)}})}};
  return call;
}

// Every name that a container of the deployment may have: who holds one of them stands in our way.
std::vector<std::string> container_names(const model::Spec& spec) {
  std::vector<std::string> names;
  for (const auto& [name, service] : spec.services) {
    if (!service.container_name.empty()) names.push_back(service.container_name);
    for (int number = 1; service.container_name.empty() && number <= service.scale; ++number) {
      names.push_back(spec.name + "-" + name + "-" + std::to_string(number));
    }
  }
  return names;
}

std::set<std::string> image_references(const model::Spec& spec) {
  std::set<std::string> references;
  for (const auto& [name, service] : spec.services) {
    references.insert(service.image.empty() ? spec.name + "-" + name : service.image);
  }
  return references;
}

template <class Map> std::set<std::string> names_in(const Map& entries) {
  std::set<std::string> names;
  for (const auto& [key, entry] : entries) names.insert(entry.name);
  return names;
}

std::vector<std::string> exact_names(const std::set<std::string>& names) {
  std::vector<std::string> patterns;
  for (const auto& name : names) patterns.push_back(exact_name(name));
  return patterns;
}

template <class T> void keep_named(std::vector<T>& seen, const std::set<std::string>& names) {
  std::erase_if(seen, [&](const T& one) { return !names.contains(one.name); });
}

}  // namespace

// Filled by the coroutines that look at the same time; the first fault stands for all.
struct Observer::Look {
  std::shared_ptr<const model::Spec> spec;
  model::Observation seen;
  reconcile::Leftovers leftovers = reconcile::Leftovers::unseen;
  std::optional<model::Fault> fault;

  void fail(model::Fault with) {
    if (!fault) fault = std::move(with);
  }
  void add(model::Container container) { add_to(seen.containers, std::move(container)); }
  void add(model::SeenNetwork network) { add_to(seen.networks, std::move(network)); }

 private:
  template <class T> static void add_to(std::vector<T>& all, T one) {
    const auto same = [&](const T& other) { return other.id == one.id; };
    if (std::none_of(all.begin(), all.end(), same)) all.push_back(std::move(one));
  }
};

awaitable<void> Observer::list_containers(Look& look, std::string filter,
                                          std::vector<std::string> values) {
  if (values.empty()) co_return;
  auto call = list_call("listing the containers of " + look.spec->name, "/containers/json", filter,
                        std::move(values));
  call.query.emplace_back("all", "1");
  const auto reply = co_await client_.call(call);
  if (!reply) co_return look.fail(reply.error());
  auto containers = decode_container_list(reply->body);
  if (!containers) co_return look.fail(fault_of_transport(containers.error(), call.doing));
  for (auto& container : *containers) look.add(std::move(container));
}

awaitable<void> Observer::list_networks(Look& look, std::string filter,
                                        std::vector<std::string> values) {
  if (values.empty()) co_return;
  const auto call = list_call("listing the networks of " + look.spec->name, "/networks", filter,
                              std::move(values));
  const auto reply = co_await client_.call(call);
  if (!reply) co_return look.fail(reply.error());
  auto networks = decode_networks(reply->body);
  if (!networks) co_return look.fail(fault_of_transport(networks.error(), call.doing));
  if (filter == "name") keep_named(*networks, names_in(look.spec->networks));
  for (auto& network : *networks) look.add(std::move(network));
}

// Only a network that may have to be made anew: the list does not tell who is on it.
awaitable<void> Observer::find_attached(Look& look, std::size_t index) {
  const auto id = look.seen.networks[index].id;
  const auto differs = [&](const auto& entry) {
    const auto& seen = look.seen.networks[index];
    return entry.second.name == seen.name &&
           model::is_made_otherwise(entry.second, seen, look.spec->name);
  };
  const auto& wanted = look.spec->networks;
  if (std::none_of(wanted.begin(), wanted.end(), differs)) co_return;
  Call call;
  call.doing = "looking at the network " + look.seen.networks[index].name;
  call.path = "/networks/" + core::url_encode(id);
  const auto reply = co_await client_.call(call);
  if (!reply && reply.error().status == 404) co_return;
  if (!reply) co_return look.fail(reply.error());
  auto attached = decode_attached(reply->body);
  if (!attached) co_return look.fail(fault_of_transport(attached.error(), call.doing));
  look.seen.networks[index].attached = std::move(*attached);
}

awaitable<void> Observer::list_volumes(Look& look) {
  const auto names = names_in(look.spec->volumes);
  if (names.empty()) co_return;
  const auto call = list_call("listing the volumes of " + look.spec->name, "/volumes", "name",
                              exact_names(names));
  const auto reply = co_await client_.call(call);
  if (!reply) co_return look.fail(reply.error());
  auto volumes = decode_volumes(reply->body);
  if (!volumes) co_return look.fail(fault_of_transport(volumes.error(), call.doing));
  look.seen.volumes = std::move(*volumes);
  keep_named(look.seen.volumes, names);
}

awaitable<void> Observer::find_image(Look& look, std::string reference) {
  if (const auto known = known_images_.find(reference); known != known_images_.end()) {
    look.seen.images.emplace(reference, known->second);
    co_return;
  }
  auto image = co_await images_.find(reference);
  if (!image) co_return look.fail(image.error());
  if (!*image) co_return;
  if (known_images_.size() >= images_remembered_max) known_images_.clear();
  known_images_.insert_or_assign((*image)->id, **image);
  look.seen.images.insert_or_assign(reference, **image);
}

namespace {

// Of the container alone: the engine is too busy with it to answer, or cannot show what it has half
// removed (500, "RWLayer of container ... is unexpectedly nil"), which may last for ever.
bool is_of_one_container(const model::Fault& fault) {
  return fault.kind == FaultKind::engine_timeout || fault.status >= 500;
}

}  // namespace

// What the list said stays.
awaitable<void> Observer::inspect_one(Look& look, std::size_t index) {
  const auto id = look.seen.containers[index].id;
  auto container = co_await inspect(id);
  if (container) {
    look.seen.containers[index] = std::move(*container);
  } else if (container.error().kind == FaultKind::no_such_container) {
    look.seen.containers[index].id.clear();
  } else if (is_of_one_container(container.error())) {
    look.seen.containers[index].only_listed = true;
  } else {
    look.fail(container.error());
  }
}

awaitable<void> Observer::find_stranger(Look& look, std::string name) {
  auto container = co_await inspect(std::move(name));
  if (container)
    look.add(std::move(*container));
  else if (container.error().kind != FaultKind::no_such_container &&
           !is_of_one_container(container.error()))
    look.fail(container.error());
}

awaitable<void> Observer::look_at_all(Look& look) {
  const std::vector<std::string> of_project{"com.docker.compose.project=" + look.spec->name};
  std::vector<awaitable<void>> lists;
  lists.push_back(list_containers(look, "label", of_project));
  lists.push_back(list_networks(look, "name", exact_names(names_in(look.spec->networks))));
  if (look.leftovers == reconcile::Leftovers::seen)
    lists.push_back(list_networks(look, "label", of_project));
  lists.push_back(list_volumes(look));
  for (const auto& reference : image_references(*look.spec))
    lists.push_back(find_image(look, reference));
  co_await core::gather(std::move(lists));
  if (look.fault) co_return;

  // The engine compares a filter by name with every container, by regular expression: asking for
  // the few that the list lacks costs nothing where all is well.
  std::vector<awaitable<void>> strangers;
  for (const auto& name : container_names(*look.spec)) {
    const auto named = [&](const model::Container& container) { return container.name == name; };
    if (std::none_of(look.seen.containers.begin(), look.seen.containers.end(), named))
      strangers.push_back(find_stranger(look, name));
  }
  co_await core::gather(std::move(strangers));

  for (std::size_t index = 0; index < look.seen.networks.size(); ++index)
    co_await find_attached(look, index);
  std::vector<awaitable<void>> details;
  for (std::size_t index = 0; index < look.seen.containers.size(); ++index)
    details.push_back(inspect_one(look, index));
  co_await core::gather(std::move(details));
  std::erase_if(look.seen.containers,
                [](const model::Container& container) { return container.id.empty(); });

  std::set<model::ImageId> running;
  for (const auto& container : look.seen.containers) running.insert(container.image_id);
  running.erase("");
  std::vector<awaitable<void>> images;
  for (const auto& id : running) images.push_back(find_image(look, id));
  co_await core::gather(std::move(images));
}

awaitable<Outcome<model::Observation>> Observer::observe(std::shared_ptr<const model::Spec> spec,
                                                         reconcile::Leftovers leftovers) {
  Look look;
  look.spec = std::move(spec);
  look.leftovers = leftovers;
  look.seen.at = clock_.now();  // what happens from now on may not be in it
  co_await look_at_all(look);
  if (look.fault) co_return std::move(*look.fault);
  const auto by_name = [](const auto& a, const auto& b) { return a.name < b.name; };
  std::sort(look.seen.containers.begin(), look.seen.containers.end(), by_name);
  std::sort(look.seen.networks.begin(), look.seen.networks.end(), by_name);
  std::sort(look.seen.volumes.begin(), look.seen.volumes.end(), by_name);
  co_return std::move(look.seen);
}

awaitable<Outcome<model::Container>> Observer::inspect(model::ContainerId id) {
  Call call;
  call.doing = "looking at " + id.substr(0, 12);
  call.path = "/containers/" + core::url_encode(id) + "/json";
  call.subject = id;
  call.limit = inspect_limit;
  const auto reply = co_await client_.call(call);
  if (!reply) co_return reply.error();
  auto container = decode_container(reply->body);
  if (!container) co_return fault_of_transport(container.error(), call.doing);
  co_return std::move(*container);
}

}  // namespace docker
