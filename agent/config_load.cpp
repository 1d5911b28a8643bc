#include "agent/config_load.hpp"

#include "agent/config_read.hpp"
#include "core/io/atomic_file.hpp"
#include "core/text.hpp"
#include "core/yaml_reader.hpp"

#include <algorithm>
#include <filesystem>

namespace agent {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t file_bytes_max = 8 * 1024 * 1024;

// A file that is there and cannot be read is a mistake; nothing where it is not there.
std::optional<std::string> read_file(const std::string& path,
                                     std::vector<core::YamlMistake>& mistakes) {
  std::error_code failure;
  const auto status = fs::status(path, failure);
  if (status.type() == fs::file_type::not_found) {
    if (fs::is_symlink(fs::symlink_status(path, failure)))
      mistakes.push_back(
          {path, 1, "expected a file that can be read: it is a link to one that is not there"});
    return std::nullopt;
  }
  // A pipe is what `agent --check-config --config <(...)` names.
  auto text = core::read_file_or_pipe(path, file_bytes_max);
  if (text) return std::move(*text);
  const auto why = fs::is_directory(status) ? "it is a folder" : text.error().what;
  mistakes.push_back({path, 1, "expected a file that can be read: " + why});
  return std::nullopt;
}

// What editors keep beside a file begins with a dot.
bool is_drop_in(const fs::path& path) {
  return path.extension() == ".yaml" && !path.filename().string().starts_with('.');
}

std::vector<std::string> drop_ins(const std::string& folder,
                                  std::vector<core::YamlMistake>& mistakes) {
  std::vector<std::string> files;
  std::error_code failure;
  for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end;
       entry.increment(failure)) {
    if (is_drop_in(entry->path())) files.push_back(entry->path().string());
  }
  const bool absent = failure == std::errc::no_such_file_or_directory;
  if (failure && !absent)
    mistakes.push_back({folder, 1, "expected a folder that can be read: " + failure.message()});
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> files_of(const ConfigSource& source,
                                  std::vector<core::YamlMistake>& mistakes) {
  if (!source.named) {
    auto files = drop_ins(source.places.config_drop_ins(), mistakes);
    files.insert(files.begin(), source.places.config_file());
    return files;
  }
  std::error_code failure;
  if (!fs::exists(*source.named, failure))
    mistakes.push_back({*source.named, 1, "expected a file, found none: --config must name one"});
  return {*source.named};
}

core::YamlValue read_documents(const ConfigSource& source,
                               std::vector<core::YamlMistake>& mistakes) {
  core::YamlValue document;
  for (const auto& path : files_of(source, mistakes)) {
    const auto text = read_file(path, mistakes);
    if (!text) continue;
    auto value = core::read_yaml(*text, path, source.environment, mistakes);
    using Kind = core::YamlValue::Kind;
    if (value.kind != Kind::map && value.kind != Kind::null) {
      mistakes.push_back({path, value.line, "expected a map of keys, found " + describe(value)});
      continue;
    }
    core::merge_yaml(document, std::move(value), mistakes);
  }
  return document;
}

std::string text_of(const std::vector<core::YamlMistake>& mistakes) {
  std::vector<std::string> lines;
  for (const auto& mistake : mistakes) lines.push_back(mistake.full());
  return core::join(lines, "\n");
}

}  // namespace

core::Result<Config> load_config(const ConfigSource& source) {
  core::YamlReading reading;
  reading.read_file = [](const std::string& path) {
    std::vector<core::YamlMistake> unused;
    return read_file(path, unused);
  };
  const auto document = read_documents(source, reading.mistakes);
  auto config = default_config(source.places);
  read_config(reading, document, config);
  if (!reading.mistakes.empty()) return core::invalid(text_of(reading.mistakes));
  config.reconcile.observe_only = config.reconcile.observe_only || source.observe_only;
  return config;
}

int check_config(const ConfigSource& source, std::ostream& out, std::ostream& err) {
  const auto config = load_config(source);
  if (config) {
    out << "ok\n";
    return 0;
  }
  err << config.error().what << "\n";
  return 2;
}

std::vector<std::string> config_keys() {
  core::YamlReading reading;
  reading.listing_keys = true;
  Config unused;
  read_config(reading, {}, unused);
  return {reading.keys.begin(), reading.keys.end()};
}

}  // namespace agent
