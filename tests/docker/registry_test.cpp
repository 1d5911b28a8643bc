#include "core/digest.hpp"
#include "docker/image_reference.hpp"
#include "docker/registry_auth.hpp"
#include "support/catch.hpp"

TEST_CASE("an image reference is taken apart as the engine does") {
  struct Row {
    std::string text, repository, tag, registry;
  };
  const Row rows[] = {
      {"nginx", "nginx", "latest", "docker.io"},
      {"nginx:1.27", "nginx", "1.27", "docker.io"},
      {"team/app:1", "team/app", "1", "docker.io"},
      {"registry.example/team/app", "registry.example/team/app", "latest", "registry.example"},
      {"localhost/app:1", "localhost/app", "1", "localhost"},
      {"box:5000/app", "box:5000/app", "latest", "box:5000"},
      {"box:5000/app:2", "box:5000/app", "2", "box:5000"},
      {"app@sha256:abc", "app", "sha256:abc", "docker.io"},
      {"box:5000/app:2@sha256:abc", "box:5000/app", "sha256:abc", "box:5000"},
  };
  for (const auto& row : rows) {
    INFO(row.text);
    const auto parts = docker::parse_image_reference(row.text);
    CHECK(parts.repository == row.repository);
    CHECK(parts.tag == row.tag);
    CHECK(parts.registry == row.registry);
  }
}

TEST_CASE("a login written in config.json is found, also for Docker Hub and under a URL") {
  const auto config = "{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"" +
                      core::base64("anna:hub:word") + "\"},\"https://box:5000/v2/\":{\"auth\":\"" +
                      core::base64("bob:x") + "\"},\"empty\":{}}}";
  const auto hub = docker::find_login(config, "docker.io").value().login.value();
  CHECK(hub.username == "anna");
  CHECK(hub.secret.reveal() == "hub:word");
  CHECK(docker::find_login(config, "box:5000").value().login.value().username == "bob");
  CHECK_FALSE(docker::find_login(config, "empty").value().login);
  CHECK_FALSE(docker::find_login(config, "other").value().login);
}

TEST_CASE(
    "a credential program goes before what is written, and one for the registry before the general "
    "one") {
  const std::string config =
      R"({"credsStore":"general","credHelpers":{"box":"special"},"auths":{"box":{"auth":"eDp5"}}})";
  CHECK(docker::find_login(config, "box").value().program == "docker-credential-special");
  CHECK(docker::find_login(config, "other").value().program == "docker-credential-general");
}

TEST_CASE("a damaged config.json or login is an error") {
  CHECK_FALSE(docker::find_login("{", "box"));
  CHECK_FALSE(docker::find_login("[]", "box"));
  CHECK_FALSE(docker::find_login(R"({"auths":{"box":{"auth":"!!"}}})", "box"));
  CHECK_FALSE(docker::login_from_program("credentials not found"));
  CHECK_FALSE(docker::login_from_program("{}"));
}

TEST_CASE("a login that is no UTF-8 is an error, and never one that throws") {
  const auto config = "{\"auths\":{\"box\":{\"auth\":\"" + core::base64("anna:m\xFCller") + "\"}}}";
  const auto found = docker::find_login(config, "box");
  REQUIRE_FALSE(found);
  CHECK(found.error().what.find("auths[box].auth of config.json is not in UTF-8") == 0);
  const docker::RegistryLogin login{"box", "anna", core::Secret("m\xFCller")};
  CHECK_NOTHROW(docker::registry_auth_header(login));
}

TEST_CASE("the header is the padded URL alphabet of the login, a token where it is one") {
  const auto login =
      docker::login_from_program(R"({"ServerURL":"box","Username":"anna","Secret":"p?>~"})")
          .value();
  CHECK(docker::registry_auth_header(login).reveal() ==
        core::base64_url(R"({"password":"p?>~","serveraddress":"box","username":"anna"})"));
  const auto token =
      docker::login_from_program(R"({"ServerURL":"box","Username":"<token>","Secret":"t"})")
          .value();
  CHECK(docker::registry_auth_header(token).reveal() ==
        core::base64_url(R"({"identitytoken":"t","serveraddress":"box"})"));
}
