#include "compose/image_name.hpp"

#include "compose/support.hpp"
#include "core/text.hpp"
#include "support/catch.hpp"

using compose::image_name_mistake;
using core::contains;

namespace {

const std::string digest = "sha256:" + std::string(64, 'a');

}  // namespace

TEST_CASE("what names an image is accepted") {
  for (const std::string& name :
       {std::string("nginx"), std::string("nginx:1.27-alpine"), std::string("library/nginx"),
        std::string("a.b/c"), std::string("localhost/app"),
        std::string("Registry.Example.com:5000/a/b-c__d.e---f:V1_2"), std::string("MyHost/app:1"),
        std::string("[::1]:5000/app"), std::string("box:5000/app"), "nginx@" + digest,
        "box:5000/app:1@" + digest, std::string(64, 'f'), digest}) {
    INFO(name);
    CHECK(image_name_mistake(name) == "");
  }
}

TEST_CASE("what cannot name an image is told apart") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"MyApp:1", "`MyApp` must be lower case"},
      {"box.io/Team/app", "`Team` must be lower case"},
      {"http://x/y", "it is an address"},
      {"x y", "it holds a blank"},
      {"nginx@sha256:abc", "must be sha256: and 64 hexadecimal digits"},
      {"nginx@" + std::string(64, 'a'), "must be sha256: and 64 hexadecimal digits"},
      {"nginx@sha256:" + std::string(64, 'A'), "must be sha256:"},
      {"nginx:", "the tag ``"},
      {"nginx:-1", "the tag `-1`"},
      {"nginx:" + std::string(129, 'a'), "at most 128"},
      {"-nginx", "`-nginx` must be letters and digits"},
      {"nginx_", "`nginx_` must be letters and digits"},
      {"a..b", "`a..b` must be letters and digits"},
      {"a___b", "`a___b` must be letters and digits"},
      {"caf\xc3\xa9", "must be letters and digits"},
      {"a//b", "a part between slashes is empty"},
      {"/a", "a part between slashes is empty"},
      {"box:port/a", "`port` is no port"},
      {"-box.io/a", "`-box.io` is no host name"},
      {":1", "the name before the tag or digest is empty"},
      {"@" + digest, "the name before the tag or digest is empty"},
      {std::string(256, 'a'), "longer than 255"}};
  for (const auto& [name, mistake] : cases) {
    INFO(name << ": " << image_name_mistake(name));
    CHECK(contains(image_name_mistake(name), mistake));
  }
}

TEST_CASE("a service whose image cannot be one loads, and is not to be applied") {
  const auto loaded =
      compose_tests::load("services:\n  w:\n    image: MyApp:1\n  v: {image: x:1}\n");
  REQUIRE(loaded.has_value());
  const std::string expected =
      "services.w.image: `MyApp:1` cannot be the name of an image: `MyApp` must be lower case";
  CHECK(loaded->unsupported == std::vector{"/srv/shop/compose.yaml:3: " + expected});
  const auto again = compose::from_canonical(loaded->spec.canonical_json, {"/srv/shop", {}, {}});
  REQUIRE(again.has_value());
  REQUIRE(again->unsupported.size() == 1);
  CHECK(contains(again->unsupported[0], expected));
}
