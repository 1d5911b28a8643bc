#include "api/auth.hpp"
#include "api/endpoint.hpp"
#include "api/users.hpp"
#include "core/io/atomic_file.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <sys/stat.h>
#include <unistd.h>

TEST_CASE("the bootstrap token is made once, for its owner alone") {
  const support::TempDir dir;
  const auto path = dir.path() / "token";
  const auto made = api::bootstrap_token(path);
  REQUIRE(made);
  CHECK(made->reveal().size() == 64);
  struct ::stat found = {};
  REQUIRE(::stat(path.c_str(), &found) == 0);
  CHECK((found.st_mode & 0777) == 0600);
  const auto read = api::bootstrap_token(path);
  REQUIRE(read);
  CHECK(read->equals(*made));
}

TEST_CASE("the bootstrap token's folder is made, or named with what to do") {
  const support::TempDir dir;
  const auto path = dir.path() / "etc" / "evenkeel" / "token";
  REQUIRE(api::bootstrap_token(path));
  CHECK(std::filesystem::is_regular_file(path));
  std::filesystem::create_symlink(dir.path() / "nowhere", dir.path() / "link");
  const auto refused = api::bootstrap_token(dir.path() / "link" / "token");
  REQUIRE(!refused);
  CHECK(refused.error().what.find("make it yourself") != std::string::npos);
}

TEST_CASE("a token file that others may read is refused") {
  const support::TempDir dir;
  const auto path = dir.path() / "token";
  REQUIRE(core::write_file_atomically(path, std::string(64, 'a') + "\n", 0644));
  const auto refused = api::bootstrap_token(path);
  REQUIRE(!refused);
  CHECK(refused.error().code == core::Errc::denied);
}

TEST_CASE("a token file with next to nothing in it is refused") {
  const support::TempDir dir;
  const auto path = dir.path() / "token";
  for (const auto* content : {"", "\n", "short\n"}) {
    REQUIRE(core::write_file_atomically(path, content, 0600));
    CHECK(!api::bootstrap_token(path));
  }
}

TEST_CASE("an empty token matches nothing") {
  const api::Tokens tokens({{"none", core::Secret(""), api::Scope::deploy}});
  CHECK(!tokens.find(core::Secret("")));
}

TEST_CASE("only a bearer token is read from the header") {
  const auto bearer = [](const std::string& value) {
    api::Headers headers;
    headers.add("Authorization", value);
    return api::bearer_of(headers);
  };
  CHECK(bearer("Bearer abc")->reveal() == "abc");
  CHECK(bearer("bearer  abc ")->reveal() == "abc");
  CHECK(!bearer("Basic abc"));
  CHECK(!bearer("Bearer"));
  CHECK(!api::bearer_of({}));
}

TEST_CASE("denials are counted between two that are let through") {
  api::Denials denials;
  const core::MonoTime start{core::Milliseconds{5'000}};
  CHECK(denials.admit(start) == 0);
  CHECK(!denials.admit(start + core::Milliseconds{1}));
  CHECK(!denials.admit(start + core::Milliseconds{9'999}));
  CHECK(denials.admit(start + core::Milliseconds{10'000}) == 2);
}

TEST_CASE("root, the agent's user and the group are trusted, nobody else") {
  const api::User anna{"anna", {1000, 27}};
  CHECK(api::is_trusted({0, 0, 1}, {"root", {0}}, 990, std::nullopt));
  CHECK(api::is_trusted({990, 990, 1}, {"evenkeel", {990}}, 990, std::nullopt));
  CHECK(api::is_trusted({1000, 1000, 1}, anna, 990, 27));
  CHECK(api::is_trusted({1000, 27, 1}, {"", {}}, 990, 27));
  CHECK(!api::is_trusted({1000, 1000, 1}, anna, 990, 28));
  CHECK(!api::is_trusted({1000, 1000, 1}, anna, 990, std::nullopt));
}

TEST_CASE("a user is named with the number, or by the number alone") {
  CHECK(api::text_of({"anna", {}}, 1000) == "anna (uid 1000)");
  CHECK(api::text_of({"", {}}, 1000) == "uid 1000");
  CHECK(api::look_up_user({0, 0, 1}).name == "root");
  CHECK(api::look_up_group("root") == 0);
  CHECK(!api::look_up_group("no-such-group-here"));
}

TEST_CASE("addresses to listen on") {
  using api::parse_endpoint;
  CHECK(std::get<api::UnixEndpoint>(*parse_endpoint("unix:///run/e/e.sock", false)).path ==
        "/run/e/e.sock");
  const auto tcp = std::get<api::TcpEndpoint>(*parse_endpoint("127.0.0.1:7315", false));
  CHECK(tcp == api::TcpEndpoint{"127.0.0.1", 7315, true});
  CHECK(std::get<api::TcpEndpoint>(*parse_endpoint("[::1]:0", false)).address == "::1");
  CHECK(std::get<api::TcpEndpoint>(*parse_endpoint("localhost:1", false)).loopback);
  CHECK(!std::get<api::TcpEndpoint>(*parse_endpoint("0.0.0.0:7315", true)).loopback);
}

TEST_CASE("beyond loopback nothing is listened on without TLS") {
  for (const auto* text : {"0.0.0.0:7315", "192.0.2.1:7315", "[::]:7315"}) {
    const auto refused = api::parse_endpoint(text, false);
    REQUIRE(!refused);
    CHECK(refused.error().what.find("api.tls") != std::string::npos);
  }
}

TEST_CASE("addresses that are none") {
  for (const std::string text : {"", "7315", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000",
                                 "127.0.0.1:-1", "host.example:7315", "unix://", "unix://run/x",
                                 ":7315", "127.0.0.1:x", "::1:80", "http://127.0.0.1:1/"}) {
    CAPTURE(text);
    CHECK(!api::parse_endpoint(text, true));
  }
  CHECK(api::parse_endpoint("unix:///" + std::string(99, 'a'), false));
  CHECK(!api::parse_endpoint("unix:///" + std::string(100, 'a'), false));
}
