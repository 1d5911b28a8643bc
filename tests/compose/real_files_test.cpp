#include "compose/real_files.hpp"
#include "core/text.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <iostream>

namespace {

using real_files::Json;
using real_files::Variables;

constexpr const char* absent = "skipped: no real files in " EVENKEEL_SHARED "/compose/real";

// The labels `com.docker.compose.config-hash` of what the reference sent, by the name of the thing.
std::map<std::string, std::string> hashes_sent(const Json& engine) {
  std::map<std::string, std::string> hashes;
  for (const auto& call : engine["calls"]) {
    const auto& labels = call["body"]["Labels"];
    const auto hash = labels["com.docker.compose.config-hash"].get<std::string>();
    for (const auto* kind : {"service", "network", "volume"}) {
      const auto label = std::string("com.docker.compose.") + kind;
      if (labels.contains(label))
        hashes[std::string(kind) + " " + labels[label].get<std::string>()] = hash;
    }
  }
  return hashes;
}

// Those of services that name the folder are left out: where the reference ran is not known.
std::map<std::string, std::string> hashes_of(const model::Spec& spec) {
  std::map<std::string, std::string> hashes;
  for (const auto& [name, service] : spec.services) {
    const bool comparable =
        service.scale > 0 && !core::contains(service.canonical_json, spec.working_dir);
    if (comparable) hashes["service " + name] = service.config_hash;
  }
  for (const auto& [key, network] : spec.networks) {
    if (!network.external) hashes["network " + key] = network.config_hash;
  }
  for (const auto& [key, volume] : spec.volumes) {
    if (!volume.external) hashes["volume " + key] = volume.config_hash;
  }
  return hashes;
}

}  // namespace

TEST_CASE("real files print as Docker Compose prints them, in the same order") {
  const auto files = real_files::all();
  if (files.empty()) {
    WARN(absent);
    return;
  }
  int passed = 0;
  for (const auto& file : files) {
    const auto loaded = real_files::load(file, Variables::none);
    INFO(file.name << ": " << (loaded ? "" : loaded.error().what));
    REQUIRE(loaded.has_value());
    const auto got = core::replace_all(loaded->printed_json, file.directory, "{{DIR}}");
    // Ordered: the text is compared but for the width of its indentation.
    using Ordered = nlohmann::ordered_json;
    const bool same = Ordered::parse(got).dump() == Ordered::parse(file.config).dump();
    INFO((same
              ? ""
              : nlohmann::json::diff(nlohmann::json::parse(file.config), nlohmann::json::parse(got))
                    .dump()));
    CHECK(same);
    passed += same ? 1 : 0;
  }
  std::cout << "real files, canonical: " << passed << "/" << files.size() << "\n";
}

TEST_CASE("real files have the config-hashes of Docker Compose") {
  const auto files = real_files::all();
  if (files.empty()) {
    WARN(absent);
    return;
  }
  int hashes = 0;
  for (const auto& file : files) {
    const auto loaded = real_files::load(file, Variables::set);
    INFO(file.name << ": " << (loaded ? "" : loaded.error().what));
    REQUIRE(loaded.has_value());
    const auto sent = hashes_sent(file.engine);
    for (const auto& [name, hash] : hashes_of(loaded->spec)) {
      INFO(name);
      REQUIRE(sent.count(name) == 1);
      CHECK(hash == sent.at(name));
      ++hashes;
    }
  }
  std::cout << "real files, config-hash: " << hashes << " compared\n";
}

TEST_CASE("a canonical project reads back as the same spec") {
  const auto files = real_files::all();
  if (files.empty()) {
    WARN(absent);
    return;
  }
  for (const auto& file : files) {
    const auto loaded = real_files::load(file, Variables::set);
    REQUIRE(loaded.has_value());
    const auto& spec = loaded->spec;
    const auto again = compose::from_canonical(
        spec.canonical_json, {spec.working_dir, spec.config_files, spec.environment_files});
    INFO(file.name << ": " << (again ? "" : again.error().what));
    REQUIRE(again.has_value());
    CHECK(again->spec.canonical_json == spec.canonical_json);
    CHECK(again->spec == spec);
  }
}
