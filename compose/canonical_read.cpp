// A canonical project as JSON text -> Spec, by the same rules as files.
#include "compose/load.hpp"

#include "compose/layers.hpp"
#include "compose/project.hpp"
#include "compose/project_environment.hpp"
#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace compose {
namespace {

using Json = nlohmann::json;

// The reference prints these with a capital letter and reads them without.
std::string key_as_read(const std::string& key, bool below_blkio) {
  static constexpr std::array<std::string_view, 3> capitals = {"Path", "Rate", "Weight"};
  const bool capital = std::find(capitals.begin(), capitals.end(), key) != capitals.end();
  return below_blkio && capital ? core::lowercase(key) : key;
}

Value value_of(const Json& json, bool below_blkio) {
  switch (json.type()) {
    case Json::value_t::boolean: return Value::flag(json.get<bool>(), {});
    case Json::value_t::number_integer: return Value::integer(json.get<std::int64_t>(), {});
    case Json::value_t::number_unsigned: {
      const auto number = json.get<std::uint64_t>();
      if (number > static_cast<std::uint64_t>(INT64_MAX)) return {Value::Data(number), {}};
      return Value::integer(static_cast<std::int64_t>(number), {});
    }
    case Json::value_t::number_float: return {Value::Data(json.get<double>()), {}};
    case Json::value_t::string: return Value::text(json.get<std::string>(), {});
    case Json::value_t::array: {
      Value::List list;
      for (const auto& item : json) list.push_back(value_of(item, below_blkio));
      return Value::list(std::move(list), {});
    }
    case Json::value_t::object: {
      Value::Map map;
      for (const auto& [key, item] : json.items())
        map.emplace(key_as_read(key, below_blkio),
                    value_of(item, below_blkio || key == "blkio_config"));
      return Value::map(std::move(map), {});
    }
    default: return {};
  }
}

core::Result<std::string> no_files(const std::string& path) {
  return core::invalid(
      path + ": a canonical project is complete and refers to no other Compose or env file");
}

core::Result<Loaded> read_canonical(std::string_view json, const CanonicalOrigin& origin,
                                    Problems& problems) {
  const auto parsed = Json::parse(core::replace_all(std::string(json), "$$", "$"), nullptr, false);
  if (!parsed.is_object()) return core::invalid("the canonical project is no JSON object");
  const std::string file = "the canonical project";
  const std::vector<std::string> chain = {file};
  const Surroundings around{{}, origin.working_dir, no_files, false};
  auto root = merge_document(Value::map({}, {}), {value_of(parsed, false), {}},
                             {file, around, chain, true}, problems);
  if (!problems.empty()) return problems.error();
  const auto name = root.text_at("name");
  if (normal_project_name(name) != name)
    problems.add({}, Path().key("name"), "not a project name: `" + name + "`");
  if (!problems.empty()) return problems.error();
  root = finish_layers(std::move(root), around, problems);
  return make_project(std::move(root), {name, {"*"}, origin, true}, around, problems);
}

}  // namespace

core::Result<Loaded> from_canonical(std::string_view json, const CanonicalOrigin& origin) {
  Mistakes mistakes;
  return from_canonical(json, origin, mistakes);
}

core::Result<Loaded> from_canonical(std::string_view json, const CanonicalOrigin& origin,
                                    Mistakes& mistakes) {
  Problems problems;
  auto loaded = read_canonical(json, origin, problems);
  mistakes = problems.mistakes();
  if (!loaded && mistakes.empty()) mistakes.push_back({"", "", loaded.error().what});
  return loaded;
}

}  // namespace compose
