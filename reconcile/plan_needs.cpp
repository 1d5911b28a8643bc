#include "reconcile/plan_needs.hpp"

#include "reconcile/plan_move.hpp"

#include <algorithm>

namespace reconcile {
namespace {

using Steps = std::vector<std::size_t>;

bool is_to_be_made(const Look& look, const model::Network& network) {
  return !network.external && look.networks.count(network.name) == 0;
}

bool is_to_be_made(const Look& look, const model::Volume& volume) {
  return !volume.external && look.volumes.count(volume.name) == 0;
}

}  // namespace

std::vector<std::string> missing_for_new(const Look& look, const model::Service& service) {
  std::vector<std::string> missing;
  for (const auto& [key, attachment] : service.networks) {
    const auto network = look.spec.networks.find(key);
    if (network != look.spec.networks.end() && is_to_be_made(look, network->second))
      missing.push_back(shared_object(model::CreateNetwork{key}));
  }
  for (const auto& mount : service.volumes) {
    const auto volume = look.spec.volumes.find(mount.source);
    if (mount.type == model::MountType::volume && volume != look.spec.volumes.end() &&
        is_to_be_made(look, volume->second))
      missing.push_back(shared_object(model::CreateVolume{volume->first}));
  }
  return missing;
}

std::vector<std::string> missing_for(const Look& look, const ServiceLook& one,
                                     const model::Container& container) {
  std::vector<std::string> missing;
  const auto lacking = missing_networks(look, one, container);
  for (const auto& [key, network] : look.spec.networks) {
    const bool attached =
        std::any_of(container.networks.begin(), container.networks.end(),
                    [&](const auto& attachment) { return attachment.network == network.name; });
    const bool lacks = std::find(lacking.begin(), lacking.end(), &network) != lacking.end();
    if ((attached || (lacks && container.is_up())) && is_to_be_made(look, network))
      missing.push_back(shared_object(model::CreateNetwork{key}));
  }
  return missing;
}

void need_network(const Look& look, Draft& draft, const std::string& key, Steps& after) {
  const auto network = look.spec.networks.find(key);
  if (network == look.spec.networks.end() || network->second.external) return;
  auto made = draft.networks.find(key);
  if (made == draft.networks.end()) {
    if (look.networks.count(network->second.name) > 0) return;
    const auto index = draft.add({model::CreateNetwork{key}, "", "it is missing", {}, {}});
    made = draft.networks.emplace(key, index).first;
  }
  after.push_back(made->second);
}

void need_networks(const Look& look, Draft& draft, const model::Service& service, Steps& after) {
  for (const auto& [key, attachment] : service.networks) need_network(look, draft, key, after);
}

void need_volumes(const Look& look, Draft& draft, const model::Service& service, Steps& after) {
  for (const auto& mount : service.volumes) {
    const auto volume = look.spec.volumes.find(mount.source);
    if (mount.type != model::MountType::volume || volume == look.spec.volumes.end() ||
        volume->second.external)
      continue;
    if (look.volumes.count(volume->second.name) > 0) continue;
    auto made = draft.volumes.find(volume->first);
    if (made == draft.volumes.end()) {
      const auto index =
          draft.add({model::CreateVolume{volume->first}, "", "it is missing", {}, {}});
      made = draft.volumes.emplace(volume->first, index).first;
    }
    after.push_back(made->second);
  }
}

void need_image(const Look& look, Draft& draft, const model::ServiceName& service,
                const ImageChoice& image, const std::vector<model::Gate>& gates, Steps& after) {
  if (!image.pull) return;
  const bool is_there = look.scene.observation.images.contains(*image.pull);
  auto pulled = draft.pulls.find(*image.pull);
  if (pulled == draft.pulls.end()) {
    const auto* because = is_there ? "its pull_policy is always" : "the image is not there";
    const auto index = draft.add({model::PullImage{*image.pull}, service, because, {}, gates});
    pulled = draft.pulls.emplace(*image.pull, index).first;
  }
  // One that is there is pulled for the container made next: done before its time, it would be done
  // again and again.
  if (!is_there || gates.empty()) draft.steps[pulled->second].gates.clear();
  after.push_back(pulled->second);
}

}  // namespace reconcile
