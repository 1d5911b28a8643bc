#include "compose/vector_case.hpp"

#include "compose/encode.hpp"
#include "compose/encode_value.hpp"
#include "compose/load.hpp"
#include "compose/short_mount.hpp"
#include "core/io/named_file.hpp"
#include "core/text.hpp"

#include <filesystem>
#include <fstream>

namespace vectors {
namespace {

const std::string folder = std::string(EVENKEEL_SHARED) + "/compose/cases";
const std::string project = "/work-of-test/proj";

compose::FileReader reader_of(const Json& vector) {
  std::map<std::string, std::string> files;
  const auto written = vector.value("files", Json::object());
  for (const auto& [name, text] : written.items()) files[project + "/" + name] = text;
  if (vector["kind"] == "envfile") files[project + "/x.env"] = vector["input"];
  if (vector.contains("wrapped")) files[project + "/compose.yaml"] = vector["wrapped"];
  const auto tree =
      vector.contains("tree") ? folder + "/trees/" + vector["tree"].get<std::string>() : "";
  return [files, tree](const std::string& path) -> core::Result<std::string> {
    if (const auto at = files.find(path); at != files.end()) return at->second;
    if (tree.empty() || !path.starts_with(project + "/"))
      return core::not_found(path + ": no such file");
    return core::read_named_file(tree + path.substr(project.size()), compose::file_bytes_max);
  };
}

core::Result<compose::Loaded> load(const Json& vector) {
  compose::LoadRequest request;
  request.current_directory = project;
  request.environment = vector.value("env", compose::Environment());
  request.environment["HOME"] = "/home/user";
  request.read = reader_of(vector);
  request.profiles = vector.value("profiles", std::vector<std::string>());
  const auto args = vector.value("args", std::vector<std::string>{"-f", "compose.yaml"});
  for (const auto& arg : args) {
    if (arg != "-f") request.files.push_back(arg);
  }
  return compose::load(request);
}

Json with_places(const Json& expected) {
  auto text = core::replace_all(expected.dump(), "{{DIR}}", project);
  return Json::parse(core::replace_all(text, "{{PARENT}}", "/work-of-test"));
}

std::string compare(const Json& got, const Json& expected) {
  if (got == expected) return "";
  return "differs: " + Json::diff(expected, got).dump() + "\n  got      " + got.dump() +
         "\n  expected " + expected.dump();
}

Json mount_of(const Json& input) {
  const auto mount = compose::parse_mount(input.get<std::string>(), {});
  return mount ? Json::parse(compose::encode_any(*mount)) : Json();
}

// The one value that the vector is about, out of the loaded service.
Json value_of(const Json& vector, const Json& loaded) {
  const auto kind = vector["kind"].get<std::string>();
  if (kind == "name") return loaded["name"];
  const auto& service = loaded["services"]["s"];
  if (kind == "template") return service["environment"]["V"];
  if (kind == "port") return service["ports"];
  if (kind == "extra_hosts") return service.value("extra_hosts", Json::array());
  if (kind == "bytes") return std::stoll(service.value("mem_limit", "0"));
  if (kind == "duration") return service["healthcheck"]["interval"];
  if (kind == "labels") return service["labels"];
  if (kind == "mapping" || kind == "envfile") return service.value("environment", Json::object());
  if (kind == "command") return service["command"];
  if (kind == "restart") return service.value("restart", Json());
  return {};
}

// The words of a health test alone: the whole file would be refused for their first one.
Json health_test_of(const Json& input) {
  compose::Value::List words;
  if (input.is_array()) {
    for (const auto& word : input) words.push_back(compose::Value::text(word, {}));
  }
  const auto value =
      input.is_array() ? compose::Value::list(words, {}) : compose::Value::text(input, {});
  return Json::parse(
      compose::encode_value(&value, compose::Form::health_test).value().value_or("[]"));
}

std::string compare_value(const Json& vector) {
  const auto& expect = vector["expect"];
  const auto kind = vector["kind"].get<std::string>();
  if (kind == "healthtest" && expect.contains("value"))
    return compare(health_test_of(vector["input"]), expect["value"]);
  if (kind.starts_with("volume")) {
    const auto mount = mount_of(vector["input"]);
    if (expect.contains("error")) return mount.is_null() ? "" : "accepted: " + mount.dump();
    if (mount.is_null()) return "refused";
    return compare(kind == "volume_has_source" ? Json(mount.contains("source")) : mount,
                   expect["value"]);
  }
  const auto loaded = load(vector);
  if (expect.contains("error")) return loaded ? "accepted: " + loaded->printed_json : "";
  if (!loaded) return "refused: " + loaded.error().what;
  auto got = value_of(vector, Json::parse(core::replace_all(loaded->printed_json, "$$", "$")));
  if (kind == "envfile" && !vector.value("whole_map", false)) {
    Json part = Json::object();
    for (const auto& [key, unused] : expect["value"].items()) {
      if (got.contains(key)) part[key] = got[key];
    }
    got = part;
  }
  return compare(got, expect["value"]);
}

}  // namespace

std::vector<Json> all() {
  std::vector<Json> vectors;
  if (!std::filesystem::exists(folder)) return vectors;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream file(entry.path());
    for (auto& vector : Json::parse(file)) vectors.push_back(std::move(vector));
  }
  return vectors;
}

namespace {

std::string difference_of(const Json& vector) {
  if (vector["kind"] != "load") return compare_value(vector);
  const auto& expect = vector["expect"];
  const auto loaded = load(vector);
  if (expect.contains("error"))
    return loaded ? "accepted; expected: " + expect["error"].get<std::string>() : "";
  if (!loaded) return "refused: " + loaded.error().what;
  return compare(Json::parse(loaded->printed_json), with_places(expect["config"]));
}

}  // namespace

std::string difference(const Json& vector) {
  try {
    return difference_of(vector);
  } catch (const std::exception& error) {
    return std::string("an exception got out: ") + error.what();
  }
}

std::vector<std::string> known_failures() {
  std::vector<std::string> ids;
  std::ifstream file(std::string(EVENKEEL_TEST_DATA) + "/compose/known_failures.txt");
  for (std::string line; std::getline(file, line);) {
    const auto id = core::trim(std::string_view(line).substr(0, line.find('#')));
    if (!id.empty()) ids.emplace_back(id);
  }
  return ids;
}

}  // namespace vectors
