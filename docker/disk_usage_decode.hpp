// What the engine says of the disk it uses, as values. Pure. Errors: corrupt.
#pragma once

#include "core/result.hpp"
#include "monitor/ports.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace docker {

// GET /system/df: images and build cache that nothing uses, and volumes. In no order; those of no
// size are left out.
core::Result<std::vector<monitor::DiskEater>> decode_disk_usage(std::string_view text);
// The same text: what each container wrote into its own layer.
core::Result<std::vector<monitor::DiskEater>> decode_layers(std::string_view text);

struct ContainerLog {
  std::string name;      // of the container
  bool rotated = false;  // it has an end: by its driver's nature, or by `max-size`
  bool operator==(const ContainerLog&) const = default;
};

// GET /containers/{id}/json
core::Result<ContainerLog> decode_container_log(std::string_view text);

}  // namespace docker
