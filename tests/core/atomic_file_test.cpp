#include "core/io/atomic_file.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <fstream>
#include <iterator>

#include <sys/stat.h>

namespace {

::mode_t mode_of(const std::filesystem::path& path) {
  struct stat seen {};
  REQUIRE(::stat(path.c_str(), &seen) == 0);
  return seen.st_mode & 07777;
}

std::size_t files_in(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

}  // namespace

TEST_CASE("a file that was written is read back, with the mode asked for") {
  const support::TempDir dir;
  REQUIRE(core::write_file_atomically(dir.path() / "token", "secret\n", 0600));
  CHECK(core::read_file(dir.path() / "token", 100).value() == "secret\n");
  CHECK(mode_of(dir.path() / "token") == 0600);
  REQUIRE(core::write_file_atomically(dir.path() / "token", std::string(100'000, 'x'), 0644));
  CHECK(core::read_file(dir.path() / "token", 100'000).value().size() == 100'000);
  CHECK(mode_of(dir.path() / "token") == 0644);
  CHECK(files_in(dir.path()) == 1);
}

TEST_CASE("a file that cannot be replaced stays as it was and nothing is left beside it") {
  const support::TempDir dir;
  std::filesystem::create_directories(dir.path() / "target" / "inner");
  const auto written = core::write_file_atomically(dir.path() / "target", "new", 0600);
  REQUIRE_FALSE(written);
  CHECK(written.error().what.find((dir.path() / "target").string()) != std::string::npos);
  CHECK(std::filesystem::exists(dir.path() / "target" / "inner"));
  CHECK(files_in(dir.path()) == 1);
}

TEST_CASE("a symbolic link is replaced and not followed") {
  const support::TempDir dir;
  REQUIRE(core::write_file_atomically(dir.path() / "original", "old", 0600));
  std::filesystem::create_symlink(dir.path() / "original", dir.path() / "link");
  REQUIRE(core::write_file_atomically(dir.path() / "link", "new", 0600));
  CHECK(core::read_file(dir.path() / "original", 100).value() == "old");
  CHECK(core::read_file(dir.path() / "link", 100).value() == "new");
}

TEST_CASE("reading says what is wrong with a file") {
  const support::TempDir dir;
  REQUIRE(core::write_file_atomically(dir.path() / "five", "12345", 0600));
  CHECK(core::read_file(dir.path() / "five", 5).value() == "12345");
  CHECK(core::read_file(dir.path() / "five", 4).error().code == core::Errc::too_large);
  CHECK(core::read_file(dir.path() / "none", 4).error().code == core::Errc::not_found);
  CHECK(core::read_file(dir.path(), 4).error().code == core::Errc::io);
  CHECK(core::write_file_atomically(dir.path() / "no" / "folder", "x", 0600).error().code ==
        core::Errc::not_found);
}
