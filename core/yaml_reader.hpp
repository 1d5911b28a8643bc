// Reads YAML text into values. The only place of the program, beside compose/typed_yaml, that knows
// the YAML library.
#pragma once

#include "core/environment.hpp"
#include "core/yaml_value.hpp"

#include <string>
#include <vector>

namespace core {

constexpr std::size_t yaml_text_bytes_max = 1024 * 1024;
constexpr int yaml_values_max = 100'000;  // aliases of aliases would otherwise fill the memory
constexpr int yaml_depth_max = 64;

// Expands ${NAME} in every scalar; $$ is a dollar. Every mistake (no YAML, not UTF-8, a key twice,
// a variable that is not set, several documents, a tag) goes to `mistakes`; what could be read is
// returned. An empty text is `null`.
YamlValue read_yaml(const std::string& text, const std::string& file,
                    const Environment& environment, std::vector<YamlMistake>& mistakes);

}  // namespace core
