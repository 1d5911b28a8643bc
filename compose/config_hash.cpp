#include "compose/canonical.hpp"
#include "compose/encode.hpp"
#include "core/digest.hpp"

namespace compose {

std::string service_hash_text(const Value& service, Problems& problems) {
  static const std::set<std::string> skipped = {"build",           "pull_policy", "scale",
                                                "deploy.replicas", "depends_on",  "profiles"};
  return encode_section(service, service_layout(), {}, problems, skipped);
}

std::string network_hash(const Value& network, Problems& problems) {
  return core::sha256_hex(encode_section(network, network_layout(), {}, problems));
}

std::string volume_hash(const Value& volume, Problems& problems) {
  auto with_driver = volume;
  if (volume.text_at("driver").empty() && with_driver.as_map() != nullptr) {
    with_driver.as_map()->insert_or_assign("driver", Value::text("local", volume.position()));
  }
  return core::sha256_hex(encode_section(with_driver, volume_layout(), {}, problems));
}

}  // namespace compose
