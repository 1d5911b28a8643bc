#include "compose/typed_yaml.hpp"

#include "compose/go_text.hpp"
#include "compose/interpolate.hpp"
#include "compose/kept_breaks.hpp"
#include "compose/yaml_scalar.hpp"
#include "core/text.hpp"
#include "core/yaml_characters.hpp"

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>

namespace compose {
namespace {

constexpr int nodes_max = 200'000;
constexpr int depth_max = 100;

// A mistake that ends the reading of the file.
struct Refused {
  int line;
  Path path;
  std::string message;
};

class Reader {
 public:
  Reader(std::shared_ptr<const std::string> file, const std::vector<std::string_view>& lines,
         YamlDocument& out)
      : file_(std::move(file)), lines_(lines), out_(out) {}

  void read(const YAML::Node& node) { out_.root = value(node, Path(), 0); }

 private:
  Position position(const YAML::Node& node) const {
    const auto mark = node.Mark();
    return {file_, mark.line + 1, mark.column + 1};
  }

  [[noreturn]] static void refuse(const YAML::Node& node, const Path& path, std::string message) {
    throw Refused{node.Mark().line + 1, path, std::move(message)};
  }

  void count(const YAML::Node& node, const Path& path, int depth) {
    if (++nodes_ > nodes_max)
      refuse(node, path, "the file expands to more than " + std::to_string(nodes_max) + " values");
    if (node.IsScalar()) count_bytes(node, path);
    if (depth > depth_max)
      refuse(node, path, "nested more than " + std::to_string(depth_max) + " levels deep");
  }

  // It would be read without end.
  void enter(const YAML::Node& node, const Path& path) {
    if (std::any_of(around_.begin(), around_.end(),
                    [&](const YAML::Node& outer) { return outer.is(node); }))
      refuse(node, path, "the alias here stands for what it is itself a part of");
    around_.push_back(node);
  }
  void leave() { around_.pop_back(); }

  // A long text, and ten thousand aliases of it.
  void count_bytes(const YAML::Node& node, const Path& path) {
    bytes_ += node.Scalar().size();
    if (bytes_ > text_bytes_max)
      refuse(node, path,
             "the file expands to more than " + std::to_string(text_bytes_max) + " bytes");
  }

  Value value(const YAML::Node& node, const Path& path, int depth) {
    count(node, path, depth);
    if (node.Tag() == "!override") out_.replaced.insert(path);
    switch (node.Type()) {
      case YAML::NodeType::Sequence: return list(node, path, depth);
      case YAML::NodeType::Map: return map(node, path, depth);
      case YAML::NodeType::Scalar: return {scalar(node, path), position(node)};
      default: return {{}, position(node)};
    }
  }

  std::string whole(const YAML::Node& node) const {
    const auto mark = node.Mark();
    if (mark.is_null()) return node.Scalar();
    return with_kept_breaks(node.Scalar(), lines_, static_cast<std::size_t>(mark.line),
                            static_cast<std::size_t>(mark.column));
  }

  Value::Data scalar(const YAML::Node& node, const Path& path) {
    const auto& tag = node.Tag();
    const auto& text = node.Scalar();
    if (tag == "?") return resolve_plain_scalar(text);
    if (tag.empty() || tag == "!" || tag == "tag:yaml.org,2002:str")
      return Value::Data(whole(node));
    if (tag.starts_with("tag:yaml.org,2002:")) return tagged(node, path, tag.substr(18));
    if (tag == "!override") return resolve_plain_scalar(text);
    return Value::Data(whole(node));
  }

  static Value::Data tagged(const YAML::Node& node, const Path& path, const std::string& type) {
    auto data = resolve_plain_scalar(node.Scalar());
    const bool is_integer =
        std::holds_alternative<std::int64_t>(data) || std::holds_alternative<std::uint64_t>(data);
    if (type == "int" && is_integer) return data;
    if (type == "bool" && std::holds_alternative<bool>(data)) return data;
    if (type == "null" && std::holds_alternative<std::monostate>(data)) return data;
    if (type == "timestamp" && std::holds_alternative<Timestamp>(data)) return data;
    if (type == "float") {
      if (const auto* number = std::get_if<std::int64_t>(&data))
        return Value::Data(static_cast<double>(*number));
      if (std::holds_alternative<double>(data)) return data;
    }
    refuse(node, path, "cannot read `" + node.Scalar() + "` as !!" + type);
  }

  bool is_reset(const YAML::Node& node, const Path& path) {
    if (node.Tag() != "!reset") return false;
    out_.replaced.insert(path);
    return true;
  }

  Value list(const YAML::Node& node, const Path& path, int depth) {
    Value::List items;
    std::size_t index = 0;
    enter(node, path);
    for (const auto& item : node) {
      const auto at = path.item(index++);
      if (!is_reset(item, at)) items.push_back(value(item, at, depth + 1));
    }
    leave();
    return Value::list(std::move(items), position(node));
  }

  std::string key_text(const YAML::Node& key, const Path& path) {
    if (!key.IsScalar() && !key.IsNull()) refuse(key, path, "a key must be a string");
    if (key.IsScalar()) count_bytes(key, path);
    const auto data = key.IsNull() ? Value::Data() : scalar(key, path);
    const auto* text = std::get_if<std::string>(&data);
    if (text == nullptr)
      refuse(key, path, "non-string key `" + go_text(Value(data, {})) + "`; write it in quotes");
    return *text;
  }

  static bool is_merge_key(const YAML::Node& key) {
    return key.IsScalar() && key.Scalar() == "<<" && key.Tag() == "?";
  }

  Value map(const YAML::Node& node, const Path& path, int depth) {
    Value::Map entries;
    std::map<std::string, int> lines;
    std::vector<YAML::Node> merged;
    enter(node, path);
    for (const auto& entry : node) {
      const bool merge = is_merge_key(entry.first);
      const auto key = merge ? "<<" : key_text(entry.first, path);
      const int line = entry.first.Mark().line + 1;
      const auto [first, fresh] = lines.emplace(key, line);
      if (!fresh)
        refuse(
            entry.first, path,
            "mapping key `" + key + "` already defined at line " + std::to_string(first->second));
      if (merge) {
        merged.push_back(entry.second);
        continue;
      }
      const auto at = path.key(key);
      if (is_reset(entry.second, at)) continue;
      auto read = value(entry.second, at, depth + 1);
      read.set_position(position(entry.first));
      entries.emplace(key, std::move(read));
    }
    for (const auto& source : merged) merge_into(entries, source, path, depth);
    leave();
    return Value::map(std::move(entries), position(node));
  }

  // Own keys win; of several sources the earlier one.
  void merge_into(Value::Map& entries, const YAML::Node& source, const Path& path, int depth) {
    if (source.IsSequence()) {
      count(source, path, depth);
      enter(source, path);
      for (const auto& one : source) merge_into(entries, one, path, depth + 1);
      return leave();
    }
    if (!source.IsMap())
      refuse(source, path, "map merge (<<) requires a map or a sequence of maps");
    auto other = value(source, path, depth + 1);
    for (auto& [key, read] : *other.as_map()) entries.emplace(key, std::move(read));
  }

  std::shared_ptr<const std::string> file_;
  const std::vector<std::string_view>& lines_;
  YamlDocument& out_;
  std::vector<YAML::Node> around_;  // the collections that are being read
  int nodes_ = 0;
  std::size_t bytes_ = 0;
};

// yaml-cpp takes a quoted text that the file ends in for a closed one; a document end inside of it
// is an error.
void refuse_open_quotes(const std::string& text) { YAML::LoadAll(text + "\n...\n"); }

}  // namespace

std::vector<YamlDocument> parse_yaml(std::string_view text, const std::string& file,
                                     Problems& problems) {
  std::vector<YamlDocument> documents;
  const auto name = std::make_shared<const std::string>(file);
  if (const auto refused = core::refused_character(text)) {
    problems.add({name, refused->line, 0}, {}, refused->message);
    return {};
  }
  try {
    refuse_open_quotes(std::string(text));
    const auto lines = lines_of(text);
    for (const auto& node : YAML::LoadAll(std::string(text))) {
      documents.emplace_back();
      Reader(name, lines, documents.back()).read(node);
    }
  } catch (const Refused& refused) {
    problems.add({name, refused.line, 0}, refused.path, refused.message);
  } catch (const YAML::DeepRecursion& error) {
    problems.add({name, error.mark.line + 1, 0}, {},
                 "nested more than " + std::to_string(depth_max) + " levels deep");
  } catch (const YAML::Exception& error) {
    problems.add({name, error.mark.line + 1, 0}, {}, "this is no YAML: " + error.msg);
  }
  return documents;
}

}  // namespace compose
