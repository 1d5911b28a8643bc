#include "core/io/named_file.hpp"

#include "core/io/atomic_file.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <sys/stat.h>

TEST_CASE("what is wrong with a file that somebody named begins with its name") {
  const support::TempDir dir;
  const auto at = [&](const char* name) { return (dir.path() / name).string(); };
  REQUIRE(core::write_file_atomically(at("a.env"), "A=1", 0600));
  CHECK(core::read_named_file(at("a.env"), 3).value() == "A=1");
  CHECK(core::read_named_file(at("a.env"), 2).error() ==
        core::Error{core::Errc::too_large, at("a.env") + " has more than 2 bytes"});
  CHECK(core::read_named_file(at("none"), 3).error() ==
        core::not_found(at("none") + ": no such file"));
  // Compose takes a folder in the place of an env file for none.
  CHECK(core::read_named_file(dir.path().string(), 3).error() ==
        core::not_found(dir.path().string() + ": is a directory, not a file"));
  REQUIRE(::mkfifo(at("pipe").c_str(), 0600) == 0);
  CHECK(core::read_named_file(at("pipe"), 3).error() ==
        core::Error{core::Errc::io, at("pipe") + " is a pipe, expected a plain file"});
}
