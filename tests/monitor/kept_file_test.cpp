#include "monitor/kept_file.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <array>
#include <fstream>
#include <string>

using namespace monitor;

TEST_CASE("a file is read whole, from its beginning, every time") {
  const support::TempDir folder;
  const auto path = (folder.path() / "file").string();
  const std::string long_text(20'000, 'x');
  std::array<char, 32768> buffer{};
  for (const auto& text : {std::string("7\n"), long_text, std::string()}) {
    std::ofstream(path) << text;
    const auto file = KeptFile::open(path);
    REQUIRE(file);
    CHECK(*file->read(buffer) == text);
    CHECK(*file->read(buffer) == text);
  }
}

TEST_CASE("what does not fit is cut off") {
  const support::TempDir folder;
  const auto path = (folder.path() / "file").string();
  std::ofstream(path) << std::string(9'000, 'x');
  std::array<char, 4096> buffer{};
  CHECK(KeptFile::open(path)->read(buffer)->size() == buffer.size());
}

TEST_CASE("a file of the kernel with many lines is read beyond its first page") {
  const auto file = KeptFile::open("/proc/self/smaps");
  REQUIRE(file);
  static std::array<char, 4 << 20> buffer;
  const auto text = file->read(buffer);
  REQUIRE(text);
  CHECK(text->size() > 8'192);
  CHECK(text->find("[stack]") != std::string_view::npos);
}

TEST_CASE("an error names the file and what happened") {
  const auto missing = KeptFile::open("/nowhere/file");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == core::Errc::not_found);
  CHECK(missing.error().what == "opening /nowhere/file: No such file or directory");
}
