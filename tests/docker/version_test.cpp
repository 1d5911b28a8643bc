#include "docker/version.hpp"

#include "docker/decode.hpp"
#include "docker/sample.hpp"

namespace {

docker::EngineVersion engine(std::string newest, std::string oldest) {
  return {"x", std::move(newest), std::move(oldest), "linux", "amd64"};
}

}  // namespace

TEST_CASE("the newest version that both speak is taken") {
  struct Row {
    std::string newest, oldest, chosen;
  };
  const Row rows[] = {{"1.41", "1.12", "1.41"}, {"1.44", "1.24", "1.44"}, {"1.51", "1.24", "1.51"},
                      {"1.52", "1.44", "1.51"}, {"1.55", "1.40", "1.51"}, {"1.45", "", "1.45"}};
  for (const auto& row : rows) {
    INFO(row.newest << " from " << row.oldest);
    CHECK(docker::text_of(docker::negotiate(engine(row.newest, row.oldest)).value()) == row.chosen);
  }
}

TEST_CASE("an engine that is too old or too new is refused, with what to do") {
  const auto old = docker::negotiate(engine("1.40", "1.12"));
  REQUIRE_FALSE(old);
  CHECK(old.error().what.find("upgrade the engine") != std::string::npos);
  const auto ahead = docker::negotiate(engine("1.70", "1.60"));
  REQUIRE_FALSE(ahead);
  CHECK(ahead.error().code == core::Errc::unsupported);
  CHECK(ahead.error().what.find("upgrade evenkeel") != std::string::npos);
}

TEST_CASE("1.9 is older than 1.41") {
  CHECK(docker::parse_api_version("1.9").value() < docker::parse_api_version("1.41").value());
  for (const std::string text : {"", "1", "1.", ".41", "1.4x", "v1.41"})
    CHECK_FALSE(docker::parse_api_version(text));
}

TEST_CASE("recorded engines are spoken to in their own version") {
  CHECK(docker::text_of(
            docker::negotiate(docker::decode_version(sample("version_20.10.24.json")).value())
                .value()) == "1.41");
  CHECK(docker::text_of(
            docker::negotiate(docker::decode_version(sample("version_28.5.2.json")).value())
                .value()) == "1.51");
}
