// One or several files, each with its documents, extends and includes, laid over each other into
// one canonical tree.
#pragma once

#include "compose/interpolate.hpp"
#include "compose/load.hpp"
#include "compose/problems.hpp"
#include "compose/typed_yaml.hpp"
#include "compose/value.hpp"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace compose {

// What a set of files is read with.
struct Surroundings {
  Environment environment;
  std::string directory;  // absolute; relative paths are relative to it
  FileReader read;
  bool interpolate = true;
  // Of the whole project: how many ports short ranges have stood for so far.
  std::shared_ptr<std::size_t> ports = std::make_shared<std::size_t>(0);
};

struct SourceFile {
  std::string path;  // absolute, or "-"
  std::vector<YamlDocument> documents;
};

// Reads and parses; a mistake is in `problems`. `asked`: the value that names the file, and its
// key; nothing for a file of the request.
struct Asked {
  Position at;
  Path path;
};
SourceFile open_file(const std::string& path, const Asked& asked, const FileReader& read,
                     Problems& problems);

// Merged, checked against the schema, canonical, defaults set, paths absolute. After a mistake the
// result is not to be used.
Value merge_layers(std::vector<SourceFile> files, const Surroundings& around,
                   const std::vector<std::string>& including, Problems& problems);

// The last steps of merge_layers: defaults, values that exclude each other, paths, variables
// without a value.
Value finish_layers(Value merged, const Surroundings& around, Problems& problems);

// One more document onto `base`. `checked`: against the schema; off for a file that is only
// extended from.
struct Onto {
  const std::string& file;
  const Surroundings& around;
  const std::vector<std::string>& including;  // files that include this one, itself the last
  bool whole;                                 // with extends, include and the schema
};
Value merge_document(Value base, YamlDocument document, const Onto& onto, Problems& problems);

// In extends.cpp and include.cpp.
void apply_extends(Value& root, const std::set<Path>& replaced, const std::string& file,
                   const Surroundings& around, Problems& problems);
void apply_include(Value& root, const Surroundings& around,
                   const std::vector<std::string>& including, Problems& problems);

// Relative paths become absolute, in paths.cpp.
void resolve_paths(Value& root, const std::string& directory, const Environment& environment,
                   Problems& problems);

// Values that only make sense together, in check_values.cpp.
void check_values(const Value& root, Problems& problems);

// `- KEY` and `environment: KEY` of configs and secrets get their values, in environment.cpp.
void resolve_environment(Value& root, const Environment& environment);

}  // namespace compose
