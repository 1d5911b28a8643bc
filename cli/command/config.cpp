#include "cli/command/define.hpp"
#include "cli/document.hpp"
#include "cli/load_options.hpp"
#include "core/io/named_file.hpp"
#include "core/text.hpp"
#include "docker/create_request.hpp"

#include <charconv>
#include <memory>
#include <ostream>

namespace cli {
namespace {

struct Asked {
  LoadOptions load;
  std::string format, api_version;
};

// ENGINE.md 1: 1.41 to 1.5x is one way to write a request. The agent itself speaks nothing newer
// than 1.51.
constexpr docker::ApiVersion oldest{1, 41}, usual{1, 51}, newest{1, 59};

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

Expected<docker::ApiVersion> version_of(const std::string& text) {
  if (text.empty()) return usual;
  const auto parts = core::split(text, '.');
  const auto major = number(parts[0]);
  const auto minor = parts.size() == 2 ? number(parts[1]) : std::nullopt;
  if (!major || !minor)
    return wrong_usage("--api-version: expected a version such as 1.51, not " + text);
  const docker::ApiVersion version{*major, *minor};
  if (oldest <= version && version <= newest) return version;
  return wrong_usage("--api-version: expected one from 1.41 (Docker 20.10) to 1.59, not " + text);
}

// What evenkeel cannot run has no requests.
Outcome print_requests(Session& session, const compose::Loaded& loaded,
                       docker::ApiVersion version) {
  if (!loaded.unsupported.empty()) return wrong_usage(core::join(loaded.unsupported, "\n"));
  docker::ContainerCreate common;
  common.api = version;
  common.read_file = [](const std::string& path) {
    return core::read_named_file_or_pipe(path, compose::file_bytes_max);
  };
  const auto requests = docker::create_requests(loaded.spec, common);
  if (!requests) return wrong_usage(requests.error().what);
  for (const auto& request : *requests) session.world.out << docker::as_json_line(request) << "\n";
  return ExitCode::done;
}

// -o says the same where --format does not.
std::string format_of(const Session& session, const Asked& asked) {
  if (!asked.format.empty()) return asked.format;
  return session.format == Format::json ? "json" : "yaml";
}

Outcome print_config(const Asked& asked, Session& session) {
  const auto format = format_of(session, asked);
  if (format != "engine" && !asked.api_version.empty())
    return wrong_usage("--api-version is for --format engine");
  const auto version = version_of(asked.api_version);
  if (!version) return version.error();
  const auto loaded = load_project(session.world, asked.load);
  if (!loaded) return loaded.error();
  if (format == "engine") return print_requests(session, *loaded, *version);
  if (format == "json")
    session.world.out << loaded->printed_json << "\n";
  else
    session.world.out << yaml_of(loaded->printed_json);
  return ExitCode::done;
}

}  // namespace

Action define_config(Options& options) {
  const auto asked = std::make_shared<Asked>();
  define_load_options(options, asked->load);
  options.one_of("--format", asked->format, {"yaml", "json", "engine"},
                 "How to print: engine is one JSON object a request (default: yaml)");
  options.text("--api-version", asked->api_version,
               "For engine: of the Engine API (default: 1.51)");
  return [asked](Session& session) { return print_config(*asked, session); };
}

}  // namespace cli
