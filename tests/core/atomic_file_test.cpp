#include "core/io/atomic_file.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace {

::mode_t mode_of(const std::filesystem::path& path) {
  struct stat seen {};
  REQUIRE(::stat(path.c_str(), &seen) == 0);
  return seen.st_mode & 07777;
}

std::size_t files_in(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

void make_socket(const std::filesystem::path& path) {
  ::sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  path.string().copy(address.sun_path, sizeof address.sun_path - 1);
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  REQUIRE(::bind(socket, reinterpret_cast<const ::sockaddr*>(&address), sizeof address) == 0);
  ::close(socket);
}

// A pipe whose writer has written and left, by the path that a shell gives for <(...).
struct WrittenPipe {
  explicit WrittenPipe(const std::string& text) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    CHECK(::write(ends[1], text.data(), text.size()) == static_cast<::ssize_t>(text.size()));
    ::close(ends[1]);
    reader = ends[0];
  }
  ~WrittenPipe() { ::close(reader); }
  std::string path() const { return "/dev/fd/" + std::to_string(reader); }
  int reader = -1;
};

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

TEST_CASE("what is no plain file is refused at once, by name") {
  const support::TempDir dir;
  const auto pipe = dir.path() / "pipe", socket = dir.path() / "socket";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);  // nobody writes: opening it would wait for ever
  make_socket(socket);
  const std::vector<std::pair<std::filesystem::path, std::string>> cases = {
      {pipe, "a pipe"}, {socket, "a socket"}, {dir.path(), "a folder"}, {"/dev/zero", "a device"}};
  for (const auto& [path, what] : cases) {
    const auto read = core::read_file(path, 1000);
    REQUIRE_FALSE(read);
    CHECK(read.error() ==
          core::Error{core::Errc::io, path.string() + " is " + what + ", expected a plain file"});
  }
  CHECK(core::read_file("/dev/null", 1000).value().empty());
}

TEST_CASE("a file that is larger than allowed is not read first") {
  const support::TempDir dir;
  const auto path = dir.path() / "sparse";
  REQUIRE(core::write_file_atomically(path, "x", 0600));
  std::filesystem::resize_file(path, std::uintmax_t{1} << 40);
  CHECK(core::read_file(path, 1000).error() ==
        core::Error{core::Errc::too_large, path.string() + " has more than 1000 bytes"});
}

TEST_CASE("a file of the kernel, which says no size, is read to its end") {
  if (!std::filesystem::exists("/proc/self/stat")) return;
  CHECK_FALSE(core::read_file("/proc/self/stat", 4096).value().empty());
}

TEST_CASE("who may wait reads a pipe, too, and no more of it than allowed") {
  CHECK(core::read_file_or_pipe(WrittenPipe("services: {}").path(), 100).value() == "services: {}");
  CHECK(core::read_file_or_pipe(WrittenPipe("services: {}").path(), 11).error().code ==
        core::Errc::too_large);
  CHECK(core::read_file_or_pipe("/dev/zero", 20'000).error().code == core::Errc::too_large);
  CHECK(core::read_file_or_pipe("/dev/null", 10).value().empty());
  const support::TempDir dir;
  CHECK(core::read_file_or_pipe(dir.path(), 10).error().code == core::Errc::io);
}
