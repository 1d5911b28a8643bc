#include "cli/endpoint.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <fstream>
#include <iostream>

using cli::Endpoint;

namespace {

cli::World world_with(const std::string& own, const std::string& variable = "") {
  cli::World world{.out = std::cout, .err = std::cerr, .in = std::cin};
  world.own_socket = own;
  world.system_socket = "/run/evenkeel/evenkeel.sock";
  if (!variable.empty()) world.environment["EVENKEEL_HOST"] = variable;
  return world;
}

}  // namespace

TEST_CASE("an address of an agent is one of four forms") {
  const auto parse = [](const std::string& text) {
    return *cli::parse_endpoint(text, "/run/r.sock");
  };
  CHECK(parse("unix:///a/b.sock") == Endpoint{"/a/b.sock", "http://evenkeel", "", "", ""});
  CHECK(parse("http://box:7315/") == Endpoint{"", "http://box:7315", "", "", ""});
  CHECK(parse("https://[::1]:7315") == Endpoint{"", "https://[::1]:7315", "", "", ""});
  CHECK(parse("ssh://anna@box") == Endpoint{"", "http://evenkeel", "anna@box", "", "/run/r.sock"});
  CHECK(parse("ssh://box:2222/home/a/e.sock") ==
        Endpoint{"", "http://evenkeel", "box", "2222", "/home/a/e.sock"});
}

TEST_CASE("anything else is wrong usage that says what was expected") {
  for (const std::string text : {"box", "unix://relative", "http://", "http://a/b", "ftp://box",
                                 "ssh://", "ssh://-oProxyCommand=x", "ssh://box:x"}) {
    CAPTURE(text);
    const auto parsed = cli::parse_endpoint(text, "/run/r.sock");
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().code == cli::ExitCode::usage);
    CHECK(parsed.error().message.find("expected unix://") != std::string::npos);
  }
}

TEST_CASE("the flag goes before the environment, the user's own agent before the system's") {
  const support::TempDir dir;
  const auto own = (dir.path() / "own.sock").string();
  CHECK(cli::find_endpoint("", world_with(own))->unix_socket == "/run/evenkeel/evenkeel.sock");
  std::ofstream(own) << "";
  CHECK(cli::find_endpoint("", world_with(own))->unix_socket == own);
  CHECK(cli::find_endpoint("", world_with(own, "http://box:1"))->base_url == "http://box:1");
  CHECK(cli::find_endpoint("unix:///x", world_with(own, "http://box:1"))->unix_socket == "/x");
  CHECK(cli::find_endpoint("", world_with(own, "nas"))
            .error()
            .message.starts_with("the variable EVENKEEL_HOST: nas is no address of an agent"));
  CHECK(cli::find_endpoint("nas", world_with(own)).error().message.starts_with("--host nas is no"));
}
