#include "monitor/checks/host_port.hpp"

#include "support/catch.hpp"

using monitor::HostPort;
using monitor::parse_host_port;

TEST_CASE("host and port are told apart, IPv6 in brackets too") {
  CHECK(*parse_host_port("db:5432") == HostPort{"db", 5432});
  CHECK(*parse_host_port("10.0.0.1:1") == HostPort{"10.0.0.1", 1});
  CHECK(*parse_host_port("[::1]:65535") == HostPort{"::1", 65535});
  CHECK(*parse_host_port("[fe80::1%eth0]:80") == HostPort{"fe80::1%eth0", 80});
}

TEST_CASE("without a port the usual one is it, where there is one") {
  CHECK(*parse_host_port("time.example.org", 123) == HostPort{"time.example.org", 123});
  CHECK(*parse_host_port("[::1]", 123) == HostPort{"::1", 123});
  CHECK(*parse_host_port("time.example.org:1123", 123) == HostPort{"time.example.org", 1123});
  CHECK(parse_host_port("time.example.org").error().what == "\"time.example.org\" has no port");
}

TEST_CASE("what is no place is refused") {
  for (const std::string text :
       {"",           ":80",    "db:",     "db:0",    "db:65536",      "db:x",         "db:80 ",
        "d b:80",     "::1:80", "[::1:80", "[]:80",   "[::1]80",       "http://db:80", "db:80/x",
        "user@db:80", "db:-1",  "db:+1",   "db\n:80", "{containr}:80", "${HOST}:80",   "[db]:80",
        "[]:80"}) {
    CAPTURE(text);
    const auto parsed = parse_host_port(text);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().code == core::Errc::invalid);
  }
  CHECK(parse_host_port("::1:80").error().what.find("[::1]:80") != std::string::npos);
  CHECK_FALSE(parse_host_port(std::string(256, 'a') + ":80"));
}
