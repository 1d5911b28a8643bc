// What a container needs before it is made or started: networks, volumes and its image, each made
// once a pass. The step that makes it is added to `after`; nothing where it is there.
#pragma once

#include "reconcile/plan_draft.hpp"
#include "reconcile/plan_images.hpp"

#include <string>
#include <vector>

namespace reconcile {

void need_network(const Look& look, Draft& draft, const std::string& key,
                  std::vector<std::size_t>& after);
void need_networks(const Look& look, Draft& draft, const model::Service& service,
                   std::vector<std::size_t>& after);
void need_volumes(const Look& look, Draft& draft, const model::Service& service,
                  std::vector<std::size_t>& after);
void need_image(const Look& look, Draft& draft, const model::ServiceName& service,
                const ImageChoice& image, std::vector<std::size_t>& after);

}  // namespace reconcile
