// Which image a container is made from, and what must happen first. Only an apply changes the
// image; healing keeps it.
#pragma once

#include "reconcile/scene.hpp"

#include <optional>
#include <string>
#include <vector>

namespace reconcile {

struct ImageChoice {
  std::string by;                   // reference or id to create by; "" where it is refused
  std::optional<std::string> pull;  // reference to pull first
  std::string refusal;  // why it cannot be made without a person, with the command that helps
  bool operator==(const ImageChoice&) const = default;
};

// What the service runs, as the file names it; a service that is only built is <project>-<service>.
std::string image_reference(const model::Spec& spec, const model::Service& service);
// The services that are built and whose image is not among those seen, each with the command that
// builds it.
std::vector<std::string> absent_builds(const model::Spec& spec, const model::Observation& seen);
// `changes`: an apply or a roll-out, which takes what the reference is now. Otherwise the image
// that last converged.
ImageChoice choose_image(const Scene& scene, const model::Service& service, bool changes);

// What is made anew without a change of its specification keeps the image that it has.
ImageChoice keep_image(const Scene& scene, const model::Service& service,
                       const model::ImageId& image);

}  // namespace reconcile
