#include "docker/tar.hpp"

#include "core/io/subprocess.hpp"
#include "support/catch.hpp"

#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace {

// The system's own tar is the judge.
class Unpacked {
 public:
  explicit Unpacked(const std::string& archive)
      : root_(std::filesystem::temp_directory_path() /
              ("evenkeel-tar-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(root_ / "root");
    std::ofstream(root_ / "archive.tar", std::ios::binary) << archive;
    core::Program program;
    program.argv = {"tar", "-xpf", (root_ / "archive.tar").string(), "-C",
                    (root_ / "root").string()};
    finished_ = core::run_program(program).value();
  }
  ~Unpacked() { std::filesystem::remove_all(root_); }

  int exit_code() const { return finished_.exit_code; }
  std::string content(const std::string& path) const {
    std::ifstream file(root_ / "root" / path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  unsigned mode(const std::string& path) const {
    return static_cast<unsigned>(std::filesystem::status(root_ / "root" / path).permissions()) &
           07777;
  }

 private:
  std::filesystem::path root_;
  core::Finished finished_;
};

const core::WallTime noon{core::Milliseconds{1'700'000'000'000}};

}  // namespace

TEST_CASE("the system's tar unpacks what we pack, whatever the size") {
  const std::string exact(512, 'b'), large(1300, 'c'),
      deep = std::string(90, 'd') + "/" + std::string(90, 'e');
  const auto archive = docker::tar_archive({{"run/secrets/token", "s3cret", 0400},
                                            {"app.conf", "", 0644},
                                            {"exact", exact, 0444},
                                            {deep, large, 0600}},
                                           noon);
  REQUIRE(archive);
  CHECK(archive->size() % 512 == 0);
  const Unpacked unpacked(*archive);
  REQUIRE(unpacked.exit_code() == 0);
  CHECK(unpacked.content("run/secrets/token") == "s3cret");
  CHECK(unpacked.mode("run/secrets/token") == 0400);
  CHECK(unpacked.content("app.conf").empty());
  CHECK(unpacked.mode("app.conf") == 0644);
  CHECK(unpacked.content("exact") == exact);
  CHECK(unpacked.content(deep) == large);
}

TEST_CASE("a path that the format cannot hold is an error") {
  CHECK(docker::tar_archive({{std::string(101, 'x'), "", 0444}}, noon).error().code ==
        core::Errc::too_large);
  CHECK(docker::tar_archive({{std::string(200, 'x') + "/y", "", 0444}}, noon).error().code ==
        core::Errc::too_large);
}
