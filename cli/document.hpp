// JSON texts of the API as -o json and -o yaml print them.
#pragma once

#include "cli/command.hpp"

#include <string>
#include <string_view>

namespace cli {

// Indented, the keys in their order; as it is where it is no JSON. Ends with a line break.
std::string pretty_json(const std::string& json);

// The same document as YAML 1.2: a string stays a string whoever reads it.
std::string yaml_of(const std::string& json);

// In the format that was asked for, which is not `table`.
void print_document(Session& session, const std::string& json);

// The answer to a write, with this in the place of its `changed`, where it has one.
std::string with_changed(const std::string& json, bool changed);

// What was done, in one sentence; as a document the agent's answer, and {"message": ...} where it
// has none.
void print_done(Session& session, const std::string& json, const std::string& sentence);

// One document of many in a stream: a line of JSON, or a YAML document.
void print_streamed(Session& session, const std::string& json);

}  // namespace cli
