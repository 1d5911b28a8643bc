#include "reconcile/plan_needs.hpp"

namespace reconcile {
namespace {

using Steps = std::vector<std::size_t>;

}  // namespace

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
                const ImageChoice& image, Steps& after) {
  if (!image.pull) return;
  auto pulled = draft.pulls.find(*image.pull);
  if (pulled == draft.pulls.end()) {
    const auto* because = look.scene.observation.images.count(*image.pull) > 0
                              ? "its pull_policy is always"
                              : "the image is not there";
    const auto index = draft.add({model::PullImage{*image.pull}, service, because, {}, {}});
    pulled = draft.pulls.emplace(*image.pull, index).first;
  }
  after.push_back(pulled->second);
}

}  // namespace reconcile
