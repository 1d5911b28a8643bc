// `evenkeel top` on a terminal, asking an agent that answers.
#include "cli/screen.hpp"
#include "cli/run.hpp"

#include "cli/pseudo_terminal.hpp"
#include "cli/scripted_agent.hpp"
#include "cli/world.hpp"
#include "support/catch.hpp"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <functional>

using cli_test::PseudoTerminal;
using cli_test::ScriptedAgent;

namespace {

const std::string enters = "\x1b[?1049h", leaves = "\x1b[?1049l", cursor_back = "\x1b[?25h";

std::function<int()> top_of(const ScriptedAgent& agent) {
  return [host = "unix://" + agent.socket()] {
    const rlimit no_core = {};
    ::setrlimit(RLIMIT_CORE, &no_core);
    ::unsetenv("NO_COLOR");
    ::setenv("TERM", "xterm", 1);
    ::setenv("LC_ALL", "C.UTF-8", 1);
    ::setenv("EVENKEEL_HOST", host.c_str(), 1);
    auto world = cli::real_world();
    return cli::run_in(world, {"top", "--interval", "200ms"});
  };
}

// Everything that was changed is as it was, the page last: what is printed next is on the old one.
void check_given_back(PseudoTerminal& terminal) {
  CHECK(terminal.shows(leaves));
  CHECK(terminal.is_as_before());
  const auto& text = terminal.written();
  CHECK(text.rfind(leaves) > text.rfind(enters));
  CHECK(text.rfind(leaves) > text.rfind("shop/web"));
  CHECK(text.rfind(cursor_back) > text.rfind("\x1b[?25l"));
  CHECK(text.rfind("\x1b[?7h") > text.rfind("\x1b[?7l"));
}

}  // namespace

TEST_CASE("on a terminal top takes a page of its own, and q gives the old one back") {
  const ScriptedAgent agent;
  PseudoTerminal terminal(80, 24);
  terminal.run(top_of(agent));
  REQUIRE(terminal.shows(enters));
  REQUIRE(terminal.shows("shop/web"));
  CHECK(terminal.shows("12.5"));
  CHECK_FALSE(terminal.is_as_before());
  terminal.type("q");
  CHECK(terminal.ended() == 0);
  check_given_back(terminal);
}

TEST_CASE("a signal ends top as any program, with the terminal given back") {
  struct Row {
    int signal;
    std::string typed;
  };
  for (const auto& row : std::vector<Row>{
           {SIGTERM, ""}, {SIGHUP, ""}, {SIGABRT, ""}, {SIGINT, "\x03"}, {SIGQUIT, "\x1c"}}) {
    CAPTURE(row.signal);
    const ScriptedAgent agent;
    PseudoTerminal terminal(80, 24);
    terminal.run(top_of(agent));
    REQUIRE(terminal.shows("shop/web"));
    if (row.typed.empty())
      terminal.kill(row.signal);
    else
      terminal.type(row.typed);
    CHECK(terminal.ended() == 128 + row.signal);
    check_given_back(terminal);
  }
}

TEST_CASE("a signal that was ignored before stays so") {
  const ScriptedAgent agent;
  PseudoTerminal terminal(80, 24);
  terminal.run([top = top_of(agent)] {
    ::signal(SIGHUP, SIG_IGN);
    return top();
  });
  REQUIRE(terminal.shows("shop/web"));
  terminal.kill(SIGHUP);
  for (int i = 0; i < 3; ++i) REQUIRE(terminal.shows("shop/web"));
  CHECK(terminal.written().find(leaves) == std::string::npos);
  terminal.type("q");
  CHECK(terminal.ended() == 0);
  check_given_back(terminal);
}

TEST_CASE("Ctrl-S does not keep top from ending") {
  const ScriptedAgent agent;
  PseudoTerminal terminal(80, 24);
  terminal.run(top_of(agent));
  REQUIRE(terminal.shows("shop/web"));
  terminal.type("\x13");
  terminal.kill(SIGTERM);
  CHECK(terminal.ended() == 128 + SIGTERM);
  check_given_back(terminal);
}

TEST_CASE("Ctrl-Z gives the terminal back until top goes on") {
  const ScriptedAgent agent;
  PseudoTerminal terminal(80, 24);
  terminal.run(top_of(agent));
  REQUIRE(terminal.shows("shop/web"));
  terminal.type("\x1a");
  REQUIRE(terminal.is_stopped());
  check_given_back(terminal);
  terminal.go_on();
  CHECK(terminal.shows(enters));
  CHECK(terminal.shows("shop/web"));
  CHECK_FALSE(terminal.is_as_before());
  terminal.type("q");
  CHECK(terminal.ended() == 0);
  check_given_back(terminal);
}

TEST_CASE("top follows the size of its terminal") {
  const ScriptedAgent agent;
  PseudoTerminal terminal(100, 24);
  terminal.run(top_of(agent));
  REQUIRE(terminal.shows("RESTARTS"));
  terminal.resize(20, 3);
  REQUIRE(terminal.shows("\x1b[H\x1b[K\x1b[2mNAME"));  // no room for the host above it
  const auto before = terminal.written().size();
  REQUIRE(terminal.shows("shop/web"));
  REQUIRE(terminal.shows("\x1b[H"));
  CHECK(terminal.written().substr(before).find("RESTARTS") == std::string::npos);
  terminal.type("q");
  CHECK(terminal.ended() == 0);
}

TEST_CASE("without a terminal there is no screen") {
  PseudoTerminal terminal(80, 24);
  terminal.run([] {
    ::close(0);
    return cli::open_screen() ? 1 : 7;
  });
  CHECK(terminal.ended() == 7);
  CHECK(terminal.written().find('\x1b') == std::string::npos);
}
