#include "docker/endpoint.hpp"

#include "support/catch.hpp"

#include <set>

namespace {

docker::EndpointEnvironment at_home() {
  docker::EndpointEnvironment environment;
  environment.home = "/home/anna";
  environment.uid = 1000;
  return environment;
}

}  // namespace

TEST_CASE("every form of DOCKER_HOST is understood") {
  struct Row {
    std::string text, unix_path, host, port;
    bool tls;
  };
  const Row rows[] = {
      {"unix:///run/x.sock", "/run/x.sock", "", "", false},
      {"/run/x.sock", "/run/x.sock", "", "", false},
      {"tcp://10.0.0.1:2375", "", "10.0.0.1", "2375", false},
      {"tcp://box", "", "box", "2375", false},
      {"http://box:80/", "", "box", "80", false},
      {"https://box", "", "box", "2376", true},
      {"tcp://[::1]:99", "", "::1", "99", false},
      {"tcp://[::1]", "", "::1", "2375", false},
  };
  for (const auto& row : rows) {
    INFO(row.text);
    const auto endpoint = docker::parse_endpoint(row.text, at_home());
    REQUIRE(endpoint);
    CHECK(endpoint->peer.unix_path == row.unix_path);
    CHECK(endpoint->peer.host == row.host);
    CHECK(endpoint->peer.port == row.port);
    CHECK(endpoint->peer.tls.has_value() == row.tls);
    CHECK(endpoint->local() == !row.unix_path.empty());
  }
}

TEST_CASE("DOCKER_TLS_VERIFY asks for TLS with the files of DOCKER_CERT_PATH") {
  auto environment = at_home();
  environment.tls_verify = "1";
  auto endpoint = docker::parse_endpoint("tcp://box", environment).value();
  CHECK(endpoint.peer.port == "2376");
  CHECK(endpoint.peer.tls.value().ca == "/home/anna/.docker/ca.pem");
  environment.cert_path = "/certs";
  endpoint = docker::parse_endpoint("tcp://box:99", environment).value();
  CHECK(endpoint.peer.port == "99");
  CHECK(endpoint.peer.tls.value().key == "/certs/key.pem");
}

TEST_CASE("what is no address is refused with the forms that are") {
  for (const std::string text :
       {"", "box", "ssh://box", "unix://run/x", "tcp://", "tcp://:80", "tcp://box:http",
        "tcp://box:123456", "tcp://box:0", "tcp://127.0.0.1:99999", "tcp://box:65536", "tcp://[::1",
        "http://box/path"}) {
    INFO(text);
    const auto endpoint = docker::parse_endpoint(text, at_home());
    REQUIRE_FALSE(endpoint);
    CHECK(endpoint.error().code == core::Errc::invalid);
  }
}

TEST_CASE(
    "where nothing is said the first usual socket that exists is taken, Docker's own before "
    "others") {
  const std::set<std::string> there = {"/home/anna/.colima/default/docker.sock",
                                       "/run/user/1000/docker.sock"};
  const auto exists = [&](const std::string& path) { return there.contains(path); };
  CHECK(docker::find_endpoint(at_home(), exists).value().peer.unix_path ==
        "/run/user/1000/docker.sock");
  const auto nothing = [](const std::string&) { return false; };
  CHECK(docker::find_endpoint(at_home(), nothing).value().peer.unix_path == "/var/run/docker.sock");
  auto environment = at_home();
  environment.docker_host = "tcp://box";
  CHECK(docker::find_endpoint(environment, exists).value().peer.host == "box");
}

TEST_CASE("root is not sent to the socket of a user's Podman") {
  auto root = at_home();
  root.uid = 0;
  for (const auto& path : docker::usual_sockets(root))
    CHECK(path.find("/run/user/0/podman") == std::string::npos);
  const auto sockets = docker::usual_sockets(at_home());
  CHECK(std::find(sockets.begin(), sockets.end(), "/run/user/1000/podman/podman.sock") !=
        sockets.end());
}
