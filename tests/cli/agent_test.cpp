// Against a real HTTP server on a Unix socket.
#include "cli/run.hpp"
#include "cli/script.hpp"
#include "cli/scripted_agent.hpp"
#include "cli/ssh_tunnel.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

using cli_test::has;
using cli_test::ScriptedAgent;

struct Run {
  int code;
  std::string out, err;
};

Run run(const std::string& host, std::vector<std::string> arguments) {
  std::ostringstream out, err;
  std::istringstream in;
  auto real = cli::real_world();
  cli::World world{.out = out, .err = err, .in = in, .width = real.width};
  world.environment["EVENKEEL_HOST"] = host;
  world.exchange = real.exchange;
  world.now = real.now;
  world.pause = [](core::Milliseconds) {};
  const int code = cli::run_in(world, std::move(arguments));
  return {code, out.str(), err.str()};
}

}  // namespace

TEST_CASE("what the agent refuses is its own sentence, with the exit code of its kind") {
  const ScriptedAgent scripted;
  const auto host = "unix://" + scripted.socket();
  struct Row {
    std::string name;
    int code;
    std::string says;
  };
  const std::vector<Row> rows = {
      {"bad", 2, "The project is refused\n  services.web.prots: unknown key\n"},
      {"secret", 1, "A token is needed. Give the agent's token with --token-file"},
      {"unknown", 1, "This token is not known here. Give the agent's token with --token-file"},
      {"nobody", 1, "There is no deployment nobody.\n"},
      {"old", 1, "It was rolled back in the meantime.\n"},
      {"rescue", 1, "The agent is in rescue.\n"},
      {"html", 1, "answered with status 502"},
      {"half", 3, "cannot be reached at " + host},
  };
  for (const auto& row : rows) {
    const auto done = run(host, {"plan", row.name});
    CAPTURE(row.name, done.err);
    CHECK(done.code == row.code);
    CHECK(has(done.err, row.says));
    CHECK(done.out.empty());
  }
}

TEST_CASE("a log that breaks off ends with 1, and what came of it is printed") {
  const ScriptedAgent scripted;
  const auto done = run("unix://" + scripted.socket(), {"logs", "half/web"});
  CHECK(done.code == 1);
  CHECK(done.out == "half");
  CHECK(has(done.err, "evenkeel: the log of half/web broke off here: the agent, or the engine"));
  CHECK(run("unix:///nonexistent/x.sock", {"logs", "half/web"}).code == 3);
}

TEST_CASE("nobody there is exit code 3 and one line that says how to start it") {
  const support::TempDir dir;
  for (const auto& host :
       {"unix://" + (dir.path() / "none.sock").string(), std::string("http://127.0.0.1:1")}) {
    const auto done = run(host, {"status"});
    CAPTURE(done.err);
    CHECK(done.code == 3);
    CHECK(std::count(done.err.begin(), done.err.end(), '\n') == 1);
    CHECK(has(done.err, "the agent cannot be reached at " + host));
  }
  CHECK(has(run("unix:///nonexistent/x.sock", {"status"}).err, "systemctl start evenkeel"));
}

TEST_CASE("while a wait is on its way the services are looked at over a second connection") {
  const ScriptedAgent scripted;
  const auto done = run("unix://" + scripted.socket(), {"start", "slow", "--wait=2s"});
  CAPTURE(done.err);
  CHECK(done.code == 4);
  CHECK(has(done.out, "slow/web  pulling\n"));
}

TEST_CASE("a stream of events that is cut is resumed after its last whole event") {
  const ScriptedAgent scripted;
  const auto done = run("unix://" + scripted.socket(), {"events", "-f"});
  CHECK(done.code == 1);
  CHECK(has(done.err, "resumed after 7"));
  CHECK(std::count(done.out.begin(), done.out.end(), '\n') == 2);
  CHECK(has(done.out, "service.exited"));
}

TEST_CASE("ssh forwards a socket of the other machine, and the program that does it is ended") {
  const cli::Endpoint endpoint{"", "http://evenkeel", "anna@box", "2222",
                               "/run/evenkeel/evenkeel.sock"};
  CHECK(cli::ssh_arguments(endpoint, "ssh", "/tmp/s") ==
        std::vector<std::string>{"ssh", "-N", "-T", "-o", "ExitOnForwardFailure=yes", "-L",
                                 "/tmp/s:/run/evenkeel/evenkeel.sock", "-p", "2222", "--",
                                 "anna@box"});
  const support::TempDir dir;
  const auto program = (dir.path() / "ssh").string(), noted = (dir.path() / "pid").string();
  std::ofstream(program) << "#!/bin/sh\necho $$ > " << noted
                         << "\nfor a in \"$@\"; do case $a in /*:/*) touch \"${a%%:*}\";; esac; "
                            "done\nexec tail -f /dev/null\n";
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  std::string socket;
  {
    const auto tunnel = cli::SshTunnel::open(endpoint, program);
    REQUIRE(tunnel);
    socket = (*tunnel)->socket();
    CHECK(std::filesystem::exists(socket));
  }
  CHECK_FALSE(std::filesystem::exists(std::filesystem::path(socket).parent_path()));
  pid_t pid = 0;
  std::ifstream(noted) >> pid;
  REQUIRE(pid > 0);
  CHECK(::kill(pid, 0) != 0);
}

TEST_CASE("an ssh that ends or is not there is exit code 3") {
  const cli::Endpoint endpoint{"", "http://evenkeel", "anna@box", "",
                               "/run/evenkeel/evenkeel.sock"};
  for (const std::string program : {"false", "/nonexistent/ssh"}) {
    const auto tunnel = cli::SshTunnel::open(endpoint, program);
    REQUIRE_FALSE(tunnel);
    CHECK(tunnel.error().code == cli::ExitCode::unreachable);
    CHECK(has(tunnel.error().message, "ssh://anna@box"));
  }
}

TEST_CASE("who waits for a reply can end it") {
  const ScriptedAgent scripted;
  core::HttpRequest request{.method = "POST",
                            .url = "http://evenkeel/v1/deployments/slow/start",
                            .unix_socket = scripted.socket()};
  request.on_idle = [] { return false; };
  const auto reply = core::http_exchange(request);
  REQUIRE_FALSE(reply);
  CHECK(reply.error().code == core::Errc::cancelled);
}
