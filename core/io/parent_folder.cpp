#include "core/io/parent_folder.hpp"

#include <system_error>

namespace core {

Status make_parent_folder(const std::filesystem::path& path) {
  const auto folder = path.parent_path();
  if (folder.empty()) return {};
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (!failed) return {};
  const bool denied =
      failed == std::errc::permission_denied || failed == std::errc::read_only_file_system;
  return Error{denied ? Errc::denied : Errc::io, "making the folder " + folder.string() + ": " +
                                                     failed.message() +
                                                     "; make it yourself, or set another path"};
}

}  // namespace core
