// Compose files + environment -> Spec. Pure apart from reading files through the function that the
// request brings.
//
// The yardstick is Docker Compose 2.40.3 (compose-go 2.9.1): what it refuses is refused here, what
// it accepts has the same canonical project. Every mistake found is in the error, one a line:
// "file:line: path: what is wrong, what was expected".
#pragma once

#include "compose/interpolate.hpp"
#include "compose/mistake.hpp"
#include "core/result.hpp"
#include "model/spec.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace compose {

// The bytes of the file at an absolute path. `not_found` where there is no file, or a folder. It
// has to keep to `file_bytes_max` itself: what it returns is already in memory.
using FileReader = std::function<core::Result<std::string>(const std::string& path)>;

// Of one file, as of the body of a PUT; of all that one project reads, each time it is read.
constexpr std::size_t file_bytes_max = 8 * 1024 * 1024;
constexpr std::size_t project_bytes_max = 8 * file_bytes_max;

struct LoadRequest {
  std::vector<std::string> files;  // in the order of -f; relative to `current_directory`; "-" =
                                   // `standard_input`
  std::string standard_input;
  std::string current_directory;       // absolute
  std::string directory;               // project directory; "" = that of the first file
  Environment environment;             // of the process
  std::vector<std::string> env_files;  // of --env-file; none: `.env` of the project directory,
                                       // where there is one
  std::vector<std::string> profiles;   // none: COMPOSE_PROFILES; "*" = all
  std::string name;  // of --name; "" = COMPOSE_PROJECT_NAME, else `name:`, else the directory
  FileReader read;   // unset: there are no files
};

struct Loaded {
  model::Spec spec;
  // As `docker compose config --format json` prints it, without a line break at the end.
  // `spec.canonical_json` is the same text plus what must not get lost: x-evenkeel of services, and
  // values of configs and secrets that came from the environment.
  std::string printed_json;
  std::vector<std::string> warnings;
  // What the files use and evenkeel cannot run, one sentence each: to be refused by who applies,
  // not by who prints.
  std::vector<std::string> unsupported;
};

core::Result<Loaded> load(const LoadRequest& request);

// What is wrong, one by one: not empty after an error; where it loads, what is unsupported.
using Mistakes = std::vector<Mistake>;
core::Result<Loaded> load(const LoadRequest& request, Mistakes& mistakes);

// Where a canonical project came from; it does not say so itself.
struct CanonicalOrigin {
  std::string working_dir;
  std::vector<std::string> config_files, environment_files;
};

// Reads `spec.canonical_json` or `printed_json` back: the same checks, no interpolation, no files.
// load().spec equals from_canonical(load().spec.canonical_json, same origin).spec.
core::Result<Loaded> from_canonical(std::string_view json, const CanonicalOrigin& origin);
core::Result<Loaded> from_canonical(std::string_view json, const CanonicalOrigin& origin,
                                    Mistakes& mistakes);

// The text of a spec, as stored and sent.
const std::string& canonical_json(const model::Spec& spec);

}  // namespace compose
