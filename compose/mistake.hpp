// Mistake: one thing that is wrong in Compose files, with its place.
#pragma once

#include <compare>
#include <string>

namespace compose {

struct Mistake {
  std::string place;  // "/srv/shop/compose.yaml:12", a file alone, "" where there is none
  std::string path;   // "services.web.ports[0]", "" where it is not about one key
  std::string message;

  // "PLACE: PATH: MESSAGE", without what is empty.
  std::string text() const;
  auto operator<=>(const Mistake&) const = default;
};

}  // namespace compose
