#include "core/yaml_reader.hpp"

#include "core/time_text.hpp"
#include "core/yaml_characters.hpp"

#include <yaml-cpp/yaml.h>

#include <set>

namespace core {
namespace {

class Reader {
 public:
  Reader(const std::string& file, const Environment& environment,
         std::vector<YamlMistake>& mistakes)
      : file_(std::make_shared<const std::string>(file)),
        environment_(environment),
        mistakes_(mistakes) {}

  YamlValue document(const std::string& text) {
    const auto documents = YAML::LoadAll(text);
    if (documents.size() > 1)
      mistake(line_of(documents[1], 1), "expected one YAML document, found several (---)");
    return documents.empty() ? nothing(0) : read(documents.front(), "", 1, 0);
  }

  void mistake(int line, std::string text) { mistakes_.push_back({*file_, line, std::move(text)}); }

 private:
  YamlValue nothing(int line) const {
    YamlValue value;
    value.file = file_;
    value.line = line;
    return value;
  }

  // The library gives no place to what is not written out.
  static int line_of(const YAML::Node& node, int otherwise) {
    const auto mark = node.Mark();
    return mark.is_null() ? otherwise : mark.line + 1;
  }

  YamlValue read(const YAML::Node& node, const std::string& path, int line, int depth) {
    auto value = nothing(line);
    if (++values_ > yaml_values_max || depth > yaml_depth_max) {
      if (!too_large_)
        mistake(line, path + ": holds more values, or deeper ones, than a configuration can need");
      too_large_ = true;
      return value;
    }
    if (node.IsScalar()) read_scalar(node, path, value);
    if (node.IsSequence()) read_list(node, path, depth, value);
    if (node.IsMap()) read_map(node, path, depth, value);
    return value;
  }

  void read_list(const YAML::Node& node, const std::string& path, int depth, YamlValue& value) {
    value.kind = YamlValue::Kind::list;
    for (std::size_t i = 0; i < node.size() && !too_large_; ++i) {
      const auto item = node[i];
      value.items.push_back(
          read(item, path + "[" + std::to_string(i) + "]", line_of(item, value.line), depth + 1));
    }
  }

  void read_map(const YAML::Node& node, const std::string& path, int depth, YamlValue& value) {
    value.kind = YamlValue::Kind::map;
    std::set<std::string> seen;
    for (const auto& entry : node) {
      if (too_large_) return;
      const int line = line_of(entry.first, value.line);
      if (!entry.first.IsScalar()) {
        mistake(line, (path.empty() ? "" : path + ": ") +
                          "expected a name as key, found a list or a map");
        continue;
      }
      const auto& key = entry.first.Scalar();
      const auto below = path.empty() ? key : path + "." + key;
      if (!seen.insert(key).second) {
        mistake(line, below + ": is written twice, here and in " + value.find(key)->where() +
                          "; keep one of them");
        continue;
      }
      value.entries.push_back({key, read(entry.second, below, line, depth + 1)});
    }
  }

  void read_scalar(const YAML::Node& node, const std::string& path, YamlValue& value) {
    value.kind = YamlValue::Kind::scalar;
    value.plain = node.Tag() == "?";
    if (!value.plain && node.Tag() != "!")
      mistake(value.line, path + ": expected a value without a tag, found " + node.Tag());
    if (node.Scalar().find('$') == std::string::npos) {
      value.text = node.Scalar();
      return;
    }
    value.plain = false;
    value.text = expand(node.Scalar(), path, value.line);
    value.expanded = true;
  }

  std::string expand(const std::string& text, const std::string& path, int line) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '$') {
        result += text[i];
      } else if (text.compare(i, 2, "$$") == 0) {
        result += text[++i];
      } else {
        const auto end = text.compare(i, 2, "${") == 0 ? text.find('}', i) : std::string::npos;
        if (end == std::string::npos) {
          mistake(line, path + ": expected ${NAME} after a dollar; write $$ for a dollar itself");
          return result;
        }
        result += variable(text.substr(i + 2, end - i - 2), path, line);
        i = end;
      }
    }
    return result;
  }

  std::string variable(const std::string& name, const std::string& path, int line) {
    if (auto value = environment_(name)) return *value;
    mistake(line, path + ": expected the environment variable '" + name + "', which is not set");
    return {};
  }

  std::shared_ptr<const std::string> file_;
  const Environment& environment_;
  std::vector<YamlMistake>& mistakes_;
  int values_ = 0;
  bool too_large_ = false;
};

}  // namespace

YamlValue read_yaml(const std::string& text, const std::string& file,
                    const Environment& environment, std::vector<YamlMistake>& mistakes) {
  Reader reader(file, environment, mistakes);
  if (text.size() > yaml_text_bytes_max) {
    reader.mistake(1, "expected at most " + bytes_text(yaml_text_bytes_max) + ", found " +
                          bytes_text(static_cast<long long>(text.size())));
    return {};
  }
  if (const auto refused = refused_character(text)) {
    reader.mistake(refused->line, refused->message);
    return {};
  }
  try {
    return reader.document(text);
  } catch (const YAML::Exception& failure) {
    reader.mistake(failure.mark.is_null() ? 1 : failure.mark.line + 1,
                   "expected YAML, found a mistake in its form: " + failure.msg);
    return {};
  }
}

}  // namespace core
