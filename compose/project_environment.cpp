#include "compose/project_environment.hpp"

#include "compose/env_file.hpp"
#include "core/text.hpp"

namespace compose {

core::Status add_env_files(const std::vector<std::string>& files, const std::string& directory,
                           const FileReader& read, Environment& environment) {
  const bool by_default = files.empty();
  Environment read_so_far;
  for (const auto& file : by_default ? std::vector<std::string>{directory + "/.env"} : files) {
    const auto text = read(file);
    if (!text && by_default && text.error().code == core::Errc::not_found) break;
    if (!text) return text.error().with("env file");
    const Lookup lookup = [&](const std::string& name) -> std::optional<std::string> {
      if (const auto at = environment.find(name); at != environment.end()) return at->second;
      if (const auto at = read_so_far.find(name); at != read_so_far.end()) return at->second;
      return std::nullopt;
    };
    if (auto done = read_env_file(*text, lookup, read_so_far); !done)
      return done.error().with("failed to read " + file);
  }
  environment.merge(std::move(read_so_far));
  return {};
}

std::string normal_project_name(std::string_view name) {
  std::string out;
  for (const char c : core::lowercase(name)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (kept && !(out.empty() && (c == '_' || c == '-'))) out += c;
  }
  return out;
}

}  // namespace compose
