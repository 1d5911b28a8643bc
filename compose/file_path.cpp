#include "compose/file_path.hpp"

#include "core/text.hpp"

#include <vector>

namespace compose {
namespace {

bool is_separator(char c) { return c == '/' || c == '\\'; }

// The volume of a Windows path: "C:" or "\\host\share".
std::size_t windows_volume_length(std::string_view path) {
  if (path.size() >= 2 && path[1] == ':') return 2;
  if (path.size() < 2 || !is_separator(path[0]) || !is_separator(path[1])) return 0;
  int separators = 0;
  for (std::size_t i = 2; i < path.size(); ++i) {
    if (is_separator(path[i]) && ++separators == 2) return i;
  }
  return path.size();
}

}  // namespace

std::string clean_path(std::string_view path) {
  const bool absolute = is_absolute(path);
  std::vector<std::string> kept;
  for (auto& part : core::split(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      kept.push_back(std::move(part));
    } else if (!kept.empty() && kept.back() != "..") {
      kept.pop_back();
    } else if (!absolute) {
      kept.push_back(std::move(part));
    }
  }
  const auto joined = core::join(kept, "/");
  if (absolute) return "/" + joined;
  return joined.empty() ? "." : joined;
}

std::string join_path(std::string_view base, std::string_view path) {
  if (is_absolute(path)) return std::string(path);
  if (base.empty()) return clean_path(path);
  return clean_path(std::string(base) + "/" + std::string(path));
}

std::string directory_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? "." : clean_path(path.substr(0, slash + 1));
}

std::string base_name(std::string_view path) {
  const auto cleaned = clean_path(path);
  const auto slash = cleaned.rfind('/');
  return slash == std::string::npos ? cleaned : cleaned.substr(slash + 1);
}

bool is_absolute(std::string_view path) { return path.starts_with('/'); }

bool is_windows_absolute(std::string_view path) {
  const auto volume = windows_volume_length(path);
  if (volume == 0) return false;
  if (is_separator(path[0]) && is_separator(path[1])) return true;
  return path.size() > volume && is_separator(path[volume]);
}

std::string expand_home(std::string_view path, std::string_view home) {
  if (!path.starts_with('~') || home.empty()) return std::string(path);
  return clean_path(std::string(home) + "/" + std::string(path.substr(1)));
}

}  // namespace compose
