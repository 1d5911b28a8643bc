#include "core/io/named_file.hpp"

#include "core/io/atomic_file.hpp"

namespace core {
namespace {

Result<std::string> explained(const std::string& path, Result<std::string> content) {
  if (content) return content;
  if (content.error().code == Errc::not_found) return not_found(path + ": no such file");
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    return not_found(path + ": is a directory, not a file");
  return content;
}

}  // namespace

Result<std::string> read_named_file(const std::string& path, std::size_t bytes_max) {
  return explained(path, read_file(path, bytes_max));
}

Result<std::string> read_named_file_or_pipe(const std::string& path, std::size_t bytes_max) {
  return explained(path, read_file_or_pipe(path, bytes_max));
}

}  // namespace core
