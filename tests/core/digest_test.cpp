#include "core/digest.hpp"
#include "core/secret.hpp"

#include "support/catch.hpp"

#include <sstream>

TEST_CASE("sha256 gives the digests of FIPS 180-2") {
  CHECK(core::sha256_hex("abc") ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(core::sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("random text has the asked length, is hex, and differs each time") {
  const auto one = core::random_hex(16);
  CHECK(one.size() == 32);
  CHECK(one.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(one != core::random_hex(16));
}

TEST_CASE("base64 gives the examples of RFC 4648") {
  CHECK(core::base64("").empty());
  CHECK(core::base64("f") == "Zg==");
  CHECK(core::base64("foobar") == "Zm9vYmFy");
  CHECK(core::base64("\xfb\xff\xfe") == "+//+");
  CHECK(core::base64_url("\xfb\xff\xfe") == "-__-");
  CHECK(core::base64_url("f") == "Zg==");
}

TEST_CASE("a secret compares by value and prints as stars") {
  const core::Secret secret("hunter2");
  std::ostringstream out;
  out << secret;
  CHECK(out.str() == "***");
  CHECK(secret == core::Secret("hunter2"));
  CHECK_FALSE(secret == core::Secret("hunter3"));
  CHECK_FALSE(secret == core::Secret("hunter"));
  CHECK(core::Secret{} == core::Secret(""));
}
