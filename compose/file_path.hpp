// Paths as text: nothing here looks at the disk.
#pragma once

#include <string>
#include <string_view>

namespace compose {

// Without "." and ".." and doubled slashes; "" becomes ".".
std::string clean_path(std::string_view path);
// `path` below `base`, cleaned; an absolute one stays as it is.
std::string join_path(std::string_view base, std::string_view path);
std::string directory_of(std::string_view path);
std::string base_name(std::string_view path);
bool is_absolute(std::string_view path);
// "C:\data", "\\host\share\x": absolute where the engine runs on Windows.
bool is_windows_absolute(std::string_view path);
// "~/data" with the home directory; unchanged where `home` is "".
std::string expand_home(std::string_view path, std::string_view home);

}  // namespace compose
