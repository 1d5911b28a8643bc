// tests/support/http_server.py in a process of its own, until the end of the test.
#pragma once

#include "core/io/curl_http_client.hpp"
#include "core/io/subprocess.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace support {

class HttpServer {
 public:
  // mutual_tls: only who has certificate() and key() is let in.
  enum class Over { tcp, unix_socket, tls, mutual_tls };

  // Its certificate, with TLS, is of its own making, for 127.0.0.1 and so many days.
  explicit HttpServer(Over over, int certificate_days = 1) : over_(over) {
    std::vector<std::string> argv{"python3", EVENKEEL_SOURCE "/tests/support/http_server.py",
                                  place()};
    if (over == Over::tls || over == Over::mutual_tls) add_certificate(argv, certificate_days);
    if (over == Over::mutual_tls) argv.push_back(certificate());
    std::vector<char*> pointers;
    for (auto& text : argv) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    REQUIRE(::posix_spawnp(&pid_, "python3", nullptr, nullptr, pointers.data(), environ) == 0);
    for (int i = 0; i < 1000 && !std::filesystem::exists(place()); ++i) ::poll(nullptr, 0, 10);
    REQUIRE(std::filesystem::exists(place()));
  }
  ~HttpServer() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  HttpServer(const HttpServer&) = delete;

  std::string certificate() const { return (dir_.path() / "cert.pem").string(); }
  std::string key() const { return (dir_.path() / "key.pem").string(); }
  // Of the server without a path; over a Unix socket the host is any.
  std::string url() const {
    if (over_ == Over::unix_socket) return "http://evenkeel";
    int port = 0;
    std::ifstream(place()) >> port;
    const bool secured = over_ == Over::tls || over_ == Over::mutual_tls;
    return (secured ? "https" : "http") + ("://127.0.0.1:" + std::to_string(port));
  }
  core::HttpRequest request(const std::string& path, const std::string& method = "GET") const {
    core::HttpRequest request{.method = method, .timeout = std::chrono::seconds(10)};
    if (over_ == Over::unix_socket) request.unix_socket = place();
    request.url = url() + path;
    return request;
  }

 private:
  std::string place() const {
    return (dir_.path() / (over_ == Over::unix_socket ? "http.sock" : "port")).string();
  }
  void add_certificate(std::vector<std::string>& argv, int days) const {
    const auto made = core::run_program(
        {.argv = {"openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days",
                  std::to_string(days), "-subj", "/CN=127.0.0.1", "-addext",
                  "subjectAltName=IP:127.0.0.1", "-keyout", key(), "-out", certificate()}});
    REQUIRE((made && made->exit_code == 0));
    argv.insert(argv.end(), {certificate(), key()});
  }

  TempDir dir_;
  Over over_;
  pid_t pid_ = 0;
};

}  // namespace support
