// What a container needs before it is made or started: networks, volumes and its image, each made
// once a pass. The step that makes it is added to `after`; nothing where it is there.
#pragma once

#include "reconcile/plan_draft.hpp"
#include "reconcile/plan_images.hpp"

#include <string>
#include <vector>

namespace reconcile {

// Networks and volumes, by `shared_object`, that are missing and that evenkeel makes: those that a
// new container of the service needs, and the networks that `container` is or is to be attached to.
std::vector<std::string> missing_for_new(const Look& look, const model::Service& service);
std::vector<std::string> missing_for(const Look& look, const ServiceLook& one,
                                     const model::Container& container);

void need_network(const Look& look, Draft& draft, const std::string& key,
                  std::vector<std::size_t>& after);
void need_networks(const Look& look, Draft& draft, const model::Service& service,
                   std::vector<std::size_t>& after);
void need_volumes(const Look& look, Draft& draft, const model::Service& service,
                  std::vector<std::size_t>& after);
void need_image(const Look& look, Draft& draft, const model::ServiceName& service,
                const ImageChoice& image, const std::vector<model::Gate>& gates,
                std::vector<std::size_t>& after);

}  // namespace reconcile
