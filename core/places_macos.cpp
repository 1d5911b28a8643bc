#include "core/places.hpp"

namespace core {

Places system_places() {
  return {"/usr/local/etc/evenkeel", "/usr/local/var/lib/evenkeel", "/usr/local/var/run/evenkeel"};
}

Places user_places(const Environment&, const std::string& home) {
  const auto folder = home + "/Library/Application Support/evenkeel";
  return {folder, folder, folder};
}

}  // namespace core
