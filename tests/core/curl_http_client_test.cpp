#include "core/io/curl_http_client.hpp"

#include "core/io/subprocess.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>

#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace std::chrono_literals;

extern char** environ;

namespace {

// tests/support/http_server.py in a process of its own, until the end of the test.
class Server {
 public:
  enum class Over { tcp, unix_socket, tls };

  explicit Server(Over over) : over_(over) {
    std::vector<std::string> argv{"python3", EVENKEEL_SOURCE "/tests/support/http_server.py",
                                  place()};
    if (over == Over::tls) add_certificate(argv);
    std::vector<char*> pointers;
    for (auto& text : argv) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    REQUIRE(::posix_spawnp(&pid_, "python3", nullptr, nullptr, pointers.data(), environ) == 0);
    for (int i = 0; i < 1000 && !std::filesystem::exists(place()); ++i) ::poll(nullptr, 0, 10);
    REQUIRE(std::filesystem::exists(place()));
  }
  ~Server() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  Server(const Server&) = delete;

  core::HttpRequest request(const std::string& path, const std::string& method = "GET") const {
    core::HttpRequest request{.method = method, .timeout = 10s};
    if (over_ == Over::unix_socket) {
      request.unix_socket = place();
      request.url = "http://evenkeel" + path;
    } else {
      int port = 0;
      std::ifstream(place()) >> port;
      request.url =
          (over_ == Over::tls ? "https" : "http") + ("://127.0.0.1:" + std::to_string(port)) + path;
    }
    return request;
  }

 private:
  std::string place() const {
    return (dir_.path() / (over_ == Over::unix_socket ? "http.sock" : "port")).string();
  }
  void add_certificate(std::vector<std::string>& argv) const {
    const auto certificate = (dir_.path() / "cert.pem").string(),
               key = (dir_.path() / "key.pem").string();
    const auto made = core::run_program(
        {.argv = {"openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
                  "/CN=127.0.0.1", "-keyout", key, "-out", certificate}});
    REQUIRE((made && made->exit_code == 0));
    argv.insert(argv.end(), {certificate, key});
  }

  support::TempDir dir_;
  Over over_;
  pid_t pid_ = 0;
};

}  // namespace

TEST_CASE(
    "an exchange carries method, headers and body both ways, over TCP and over a Unix socket") {
  for (const auto over : {Server::Over::tcp, Server::Over::unix_socket}) {
    const Server server(over);
    auto request = server.request("/echo?a=b", "PUT");
    request.headers = {{"Content-Type", "application/yaml"}, {"Authorization", "Bearer x"}};
    request.body = std::string("a: 1\0b", 6);
    const auto response = core::http_exchange(request);
    REQUIRE(response);
    CHECK(response->status == 200);
    CHECK(response->header("x-two") == "a b");
    CHECK(response->header("absent").empty());
    CHECK(response->body ==
          "PUT /echo?a=b\naccept: */*\nauthorization: Bearer x\ncontent-length: 6\n"
          "content-type: application/yaml\n\n" +
              request.body);
  }
}

TEST_CASE("every method is sent as it is named, with a body only where there is one") {
  const Server server(Server::Over::unix_socket);
  for (const std::string method : {"GET", "POST", "PATCH", "DELETE"}) {
    CAPTURE(method);
    const auto response = core::http_exchange(server.request("/echo", method));
    REQUIRE(response);
    const bool carries = method == "POST" || method == "PATCH";
    CHECK(response->body ==
          method + " /echo\naccept: */*\n" + (carries ? "content-length: 0\n" : "") + "\n");
  }
  const auto head = core::http_exchange(server.request("/echo", "HEAD"));
  REQUIRE(head);
  CHECK(head->status == 200);
  CHECK(head->body.empty());
}

TEST_CASE("a path is sent as it is written") {
  const Server server(Server::Over::unix_socket);
  const auto response = core::http_exchange(server.request("/echo/shop/../x/./y"));
  REQUIRE(response);
  CHECK(response->body.starts_with("GET /echo/shop/../x/./y\n"));
}

TEST_CASE("any status is a response, and a redirect is not followed") {
  const Server server(Server::Over::unix_socket);
  const auto refused = core::http_exchange(server.request("/refused"));
  REQUIRE(refused);
  CHECK(refused->status == 409);
  CHECK(refused->header("content-type") == "application/problem+json");
  CHECK(refused->body == "{\"title\": \"no\"}");
  CHECK(core::http_exchange(server.request("/moved"))->status == 302);
}

TEST_CASE("a stream comes in pieces until its reader has enough") {
  const Server server(Server::Over::unix_socket);
  auto request = server.request("/stream");
  std::string seen;
  request.on_chunk = [&](std::string_view piece) {
    seen += piece;
    return seen.find("item5") == std::string::npos;
  };
  const auto response = core::http_exchange(request);
  REQUIRE(response);
  CHECK(response->status == 200);
  CHECK(response->body.empty());
  CHECK(seen.starts_with("item0\nitem1\n"));
  CHECK(seen.size() < 6000);

  auto error = server.request("/refused");
  error.on_chunk = [](std::string_view) { return false; };
  CHECK(core::http_exchange(error)->body == "{\"title\": \"no\"}");
}

TEST_CASE("limits end an exchange with their name") {
  const Server server(Server::Over::tcp);
  auto slow = server.request("/slow");
  slow.timeout = 200ms;
  CHECK(core::http_exchange(slow).error().code == core::Errc::timeout);
  auto large = server.request("/large");
  large.body_bytes_max = 99'999;
  CHECK(core::http_exchange(large).error().code == core::Errc::too_large);
  large.body_bytes_max = 100'000;
  CHECK(core::http_exchange(large)->body.size() == 100'000);
}

TEST_CASE("nobody there, half a reply, and what is no URL are told apart") {
  const support::TempDir dir;
  core::HttpRequest request{.url = "http://evenkeel/",
                            .unix_socket = (dir.path() / "none.sock").string()};
  const auto nobody = core::http_exchange(request);
  REQUIRE_FALSE(nobody);
  CHECK(nobody.error().code == core::Errc::unavailable);
  CHECK(nobody.error().what.find("none.sock") != std::string::npos);
  const Server server(Server::Over::unix_socket);
  CHECK(core::http_exchange(server.request("/broken")).error().code == core::Errc::unavailable);
  CHECK(core::http_exchange({.url = "file:///etc/passwd"}).error().code == core::Errc::invalid);
  CHECK(core::http_exchange({.url = "http://["}).error().code == core::Errc::invalid);
}

TEST_CASE("a header with a line break is not sent") {
  auto request = core::HttpRequest{.url = "http://127.0.0.1:1/"};
  request.headers = {{"Authorization", "Bearer a\r\nX-More: b"}};
  CHECK(core::http_exchange(request).error().code == core::Errc::invalid);
}

TEST_CASE("a certificate that nobody vouches for is refused") {
  const Server server(Server::Over::tls);
  const auto response = core::http_exchange(server.request("/echo"));
  REQUIRE_FALSE(response);
  CHECK(response.error().code == core::Errc::denied);
}
