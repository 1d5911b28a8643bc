#include "reconcile/plan_images.hpp"

#include <algorithm>

namespace reconcile {
namespace {

const model::SeenImage* image_at(const Scene& scene, const std::string& reference) {
  const auto it = scene.observation.images.find(reference);
  return it == scene.observation.images.end() ? nullptr : &it->second;
}

bool image_exists(const Scene& scene, const model::ImageId& id) {
  const auto& images = scene.observation.images;
  return std::any_of(images.begin(), images.end(),
                     [&](const auto& entry) { return entry.second.id == id || entry.first == id; });
}

bool allows(const Scene& scene, const model::Service& service, const std::string& remedy) {
  const auto allowed = model::allow_of(scene.deployment, service.name, scene.settings.allow).value;
  return std::find(allowed.begin(), allowed.end(), remedy) != allowed.end();
}

std::string build_command(const model::Build& build, const std::string& image) {
  std::string command = "docker build -t " + image;
  if (!build.dockerfile.empty() && build.dockerfile != "Dockerfile")
    command += " -f " + build.dockerfile;
  if (!build.target.empty()) command += " --target " + build.target;
  return command + " " + (build.context.empty() ? "." : build.context);
}

bool is_built(const model::Service& service) {
  return service.build.has_value() || service.pull_policy == "build";
}

// The reference resolves to nothing: fetch it, if that is ours to do.
ImageChoice fetch(const Scene& scene, const model::Service& service, const std::string& reference,
                  bool changes) {
  const auto absent = "its image " + reference + " is not there";
  if (is_built(service)) {
    const auto command = build_command(service.build.value_or(model::Build{}), reference);
    return {"", {}, absent + ": build it with `" + command + "`"};
  }
  if (service.pull_policy == "never") {
    return {
        "",
        {},
        absent + " and its pull_policy is never: load it, or run `docker pull " + reference + "`"};
  }
  if (!changes && !allows(scene, service, "fetch_image")) {
    return {
        "", {}, absent + " and fetch_image is not allowed: run `docker pull " + reference + "`"};
  }
  return {reference, reference, ""};
}

bool was_refused_as_missing(const Scene& scene, const model::Service& service) {
  const auto& fault = scene.memory.of(service.name).last_fault;
  return fault && fault->kind == model::FaultKind::image_missing;
}

// The image id that last converged is created by as long as it may exist: the engine says so if it
// does not.
ImageChoice keep(const Scene& scene, const model::Service& service, const std::string& reference,
                 const model::ImageId& converged) {
  const auto* now = image_at(scene, reference);
  if (now != nullptr && now->id == converged) return {reference, {}, ""};
  if (image_exists(scene, converged) || !was_refused_as_missing(scene, service))
    return {converged, {}, ""};
  if (now == nullptr) return fetch(scene, service, reference, false);
  return {"",
          {},
          "the image it ran is gone and " + reference +
              " is another one by now: apply it to take that"};
}

}  // namespace

std::string image_reference(const model::Spec& spec, const model::Service& service) {
  return service.image.empty() ? spec.name + "-" + service.name : service.image;
}

std::vector<std::string> absent_builds(const model::Spec& spec, const model::Observation& seen) {
  std::vector<std::string> sentences;
  for (const auto& [name, service] : spec.services) {
    const auto reference = image_reference(spec, service);
    if (!service.build || seen.images.contains(reference)) continue;
    sentences.push_back("service " + name + ": its image " + reference +
                        " is not there: build it with `" +
                        build_command(*service.build, reference) + "`");
  }
  return sentences;
}

ImageChoice choose_image(const Scene& scene, const model::Service& service, bool changes) {
  const auto reference = image_reference(*scene.deployment.current.spec, service);
  const auto facts = scene.deployment.facts.find(service.name);
  const bool converged_before =
      facts != scene.deployment.facts.end() && !facts->second.converged_image.empty();
  if (!changes && converged_before)
    return keep(scene, service, reference, facts->second.converged_image);
  if (image_at(scene, reference) == nullptr) return fetch(scene, service, reference, changes);
  const bool fresh = changes && service.pull_policy == "always" && !is_built(service);
  return {reference, fresh ? std::optional(reference) : std::nullopt, ""};
}

ImageChoice keep_image(const Scene& scene, const model::Service& service,
                       const model::ImageId& image) {
  return keep(scene, service, image_reference(*scene.deployment.current.spec, service), image);
}

}  // namespace reconcile
