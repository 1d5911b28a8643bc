#include "api/target.hpp"
#include "support/catch.hpp"

using api::parse_target;

TEST_CASE("a path is taken apart and decoded") {
  const auto target = parse_target("/v1/deployments/my%20shop/?wait=60s&start");
  REQUIRE(target);
  CHECK(target->segments == std::vector<std::string>{"v1", "deployments", "my shop"});
  CHECK(target->query == api::Query{{"wait", "60s"}, {"start", "true"}});
}

TEST_CASE("an encoded slash does not make another segment") {
  const auto target = parse_target("/v1/a%2Fb");
  REQUIRE(target);
  CHECK(target->segments == std::vector<std::string>{"v1", "a/b"});
}

TEST_CASE("the root has no segments") {
  REQUIRE(parse_target("/"));
  CHECK(parse_target("/")->segments.empty());
}

TEST_CASE("a plus is a space in the query alone") {
  CHECK(parse_target("/a+b?c=d+e")->query.at("c") == "d e");
  CHECK(parse_target("/a+b")->segments == std::vector<std::string>{"a+b"});
}

TEST_CASE("addresses that are refused") {
  for (const auto* text :
       {"", "v1", "/%", "/%2", "/%zz", "/%00", "/%ff", "/a?b=%c3%28", "/a?b=1&b=2"})
    CHECK(!parse_target(text));
}

TEST_CASE("the absolute form of an address is read as its path") {
  const auto target = parse_target("HTTP://e:80/v1/deployments?limit=1");
  REQUIRE(target);
  CHECK(target->segments == std::vector<std::string>{"v1", "deployments"});
  CHECK(target->query.at("limit") == "1");
  REQUIRE(parse_target("https://e"));
  CHECK(parse_target("https://e")->segments.empty());
  for (const auto* text : {"http:///healthz", "ftp://e/healthz", "http:/healthz", "http://e?x"})
    CHECK(!parse_target(text));
}
