#include "store/new_database.hpp"

#include "core/io/atomic_file.hpp"
#include "store/configure.hpp"

#include <cerrno>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace store {
namespace {

core::Error failed(const char* doing, const std::filesystem::path& file) {
  const int number = errno;
  const auto code = number == EACCES || number == EPERM || number == EROFS ? core::Errc::denied
                    : number == ENOSPC || number == EDQUOT                 ? core::Errc::unavailable
                                                                           : core::Errc::io;
  return {code, std::string(doing) + " " + file.string() + ": " +
                    std::generic_category().message(number)};
}

core::Status fill_new(const std::filesystem::path& file, std::span<const Migration> steps) {
  // SQLite would make it readable by others; it holds secrets.
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return failed("making", file);
  ::close(fd);
  auto db = Connection::open(file, Connection::Mode::read_write);
  if (!db) return db.error();
  if (auto done = configure_new(*db); !done) return done;
  if (auto done = configure(*db); !done) return done;
  return migrate(*db, steps, {});
}  // closing it folds the log back into the file

bool writable(const std::filesystem::path& path) {
  return ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0;
}

}  // namespace

core::Status make_database(const std::filesystem::path& file, std::span<const Migration> steps) {
  auto unfinished = file;
  unfinished += ".new";
  if (auto done = fill_new(unfinished, steps); !done) return done;
  if (::rename(unfinished.c_str(), file.c_str()) != 0) return failed("making", file);
  return core::sync_directory(file.parent_path());
}

core::Error with_cause(core::Error error, const std::filesystem::path& file) {
  if (error.code != core::Errc::io) return error;
  const auto folder = file.parent_path();
  std::error_code failed_to_look;
  const auto space = std::filesystem::space(folder, failed_to_look);
  constexpr std::uintmax_t needed = std::uintmax_t{256} * 1024;  // a log and its index
  if (!writable(folder))
    return {core::Errc::denied, error.what + "; " + folder.string() + " cannot be written"};
  if (!writable(file))
    return {core::Errc::denied, error.what + "; " + file.string() + " cannot be written"};
  if (!failed_to_look && space.available < needed)
    return {core::Errc::unavailable, error.what + "; the file system is full"};
  return error;
}

}  // namespace store
