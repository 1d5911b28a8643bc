// A small tar archive in memory (ustar), for files that go into a created container. Pure.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace docker {

struct TarFile {
  std::string path;  // below the root, without a leading slash; at most 255 bytes, in parts of 100
                     // and 155
  std::string content;
  std::uint32_t mode = 0444;
  std::uint32_t uid = 0, gid = 0;
};

// Folders on the way are made by whoever unpacks it. Errors: too_large (a path that ustar cannot
// hold).
core::Result<std::string> tar_archive(const std::vector<TarFile>& files, core::WallTime modified);

}  // namespace docker
