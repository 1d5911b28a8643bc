// What a fault of the engine is about: the registry, the port, the path. The same fault of the same
// object in several services is one cause (ENGINE.md 7 has the texts). Pure.
#pragma once

#include <string>
#include <string_view>

namespace heal {

struct FaultSaid {
  std::string_view kind;        // name_of(FaultKind)
  std::string_view text;        // doing and the engine's words: "starting shop-web-1: …"
  std::string_view image;       // that was to be pulled, "" where the action is another
  std::string_view object;      // of the action: the container's name
  std::string_view deployment;  // whose names say nothing of the cause
  std::string_view service;
};

// "registry.example.org", "8080", "/mnt/music"; "" where the kind alone is the cause; where the
// kind has no object, the text without ids, names and digits, at most 120 bytes.
std::string object_of(const FaultSaid& said);

}  // namespace heal
