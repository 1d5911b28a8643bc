// "registry.example:5000/team/app:1" in its parts. Pure.
#pragma once

#include <string>
#include <string_view>

namespace docker {

struct ImageReference {
  std::string repository;  // with the registry where one is written
  std::string tag;  // "latest" where neither tag nor digest is written; or the digest, "sha256:..."
  std::string registry;  // "registry.example:5000"; "docker.io" where none is written
};

ImageReference parse_image_reference(std::string_view reference);

}  // namespace docker
