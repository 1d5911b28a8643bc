#include "docker/image_reference.hpp"

namespace docker {

ImageReference parse_image_reference(std::string_view reference) {
  ImageReference parts;
  if (const auto at = reference.find('@'); at != std::string_view::npos) {
    parts.tag = reference.substr(at + 1);
    reference = reference.substr(0, at);
  }
  const auto slash = reference.rfind('/');
  const auto colon = reference.rfind(':');
  const bool tagged =
      colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash);
  if (parts.tag.empty())
    parts.tag = tagged ? reference.substr(colon + 1) : std::string_view("latest");
  parts.repository = tagged ? reference.substr(0, colon) : reference;
  // The first part is a registry only if it could not be a user of the default one.
  const auto first = reference.substr(0, reference.find('/'));
  const bool names_registry =
      slash != std::string_view::npos &&
      (first.find_first_of(".:") != std::string_view::npos || first == "localhost");
  parts.registry = names_registry ? first : std::string_view("docker.io");
  return parts;
}

}  // namespace docker
