// Debian's prometheus-alertmanager on the loopback, until the end of the test.
#pragma once

#include "core/io/curl_http_client.hpp"
#include "support/catch.hpp"
#include "support/loopback_server.hpp"
#include "support/temp_dir.hpp"

#include <nlohmann/json.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace channel_stage {

class RealAlertmanager {
 public:
  RealAlertmanager() {
    const std::string program = "/usr/bin/prometheus-alertmanager";
    if (!std::filesystem::exists(program)) {
      WARN("not tested: install prometheus-alertmanager");
      return;
    }
    const int reserved = support::bound_socket("127.0.0.1", SOCK_STREAM, 0);
    port_ = support::port_of_socket(reserved);
    ::close(reserved);
    const auto config = (dir_.path() / "config.yml").string();
    std::ofstream(config) << "route: {receiver: none}\nreceivers: [{name: none}]\n";
    start({program, "--config.file=" + config, "--storage.path=" + dir_.path().string(),
           "--web.listen-address=127.0.0.1:" + std::to_string(port_), "--cluster.listen-address="});
    for (int i = 0; i < 600 && !is_ready(); ++i) ::poll(nullptr, 0, 50);
    REQUIRE(is_ready());
  }
  ~RealAlertmanager() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  RealAlertmanager(const RealAlertmanager&) = delete;

  bool is_there() const { return pid_ > 0; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  // Those that fire now.
  nlohmann::json alerts() const {
    const auto response = core::http_exchange({.url = url() + "/api/v2/alerts?active=true"});
    REQUIRE(response);
    return nlohmann::json::parse(response->body);
  }

 private:
  void start(std::vector<std::string> argv) {
    std::vector<char*> pointers;
    for (auto& text : argv) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    REQUIRE(::posix_spawn(&pid_, argv[0].c_str(), &actions, nullptr, pointers.data(), environ) ==
            0);
    ::posix_spawn_file_actions_destroy(&actions);
  }
  bool is_ready() const {
    const auto response = core::http_exchange({.url = url() + "/-/ready"});
    return response && response->status == 200;
  }

  support::TempDir dir_;
  pid_t pid_ = 0;
  int port_ = 0;
};

}  // namespace channel_stage
