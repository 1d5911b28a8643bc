#include "store/backup.hpp"

#include "core/io/atomic_file.hpp"
#include "core/text.hpp"
#include "core/time_text.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace store {
namespace {

constexpr std::string_view ending_of_prefix = ".backup-";

std::string prefix_of(const std::filesystem::path& file) {
  return file.filename().string().append(ending_of_prefix);
}

// "2026-01-31T09:30:00.000Z" as part of a file name.
std::string stamp(core::WallTime now) { return core::replace_all(core::rfc3339(now), ":", ""); }

core::Error failed(const std::filesystem::path& file) {
  return {core::Errc::io, "writing the backup " + file.string() + ": " +
                              std::error_code(errno, std::generic_category()).message()};
}

// SQLite would make it readable by others; it holds secrets.
core::Status make_private(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return failed(file);
  ::close(fd);
  return {};
}

core::Status sync_file(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return failed(file);
  const bool synced = ::fsync(fd) == 0;
  ::close(fd);
  if (!synced) return failed(file);
  return {};
}

core::Status copy_to(Connection& db, const std::filesystem::path& unfinished,
                     const std::filesystem::path& finished) {
  if (auto done = make_private(unfinished); !done) return done;
  if (auto done = db.run("VACUUM INTO ?", {unfinished.string()}); !done) return done;
  if (auto done = sync_file(unfinished); !done) return done;
  if (::rename(unfinished.c_str(), finished.c_str()) != 0) return failed(finished);
  return core::sync_directory(finished.parent_path());
}

}  // namespace

core::Result<std::filesystem::path> back_up(Connection& db, int from, int to, core::WallTime now) {
  auto finished = db.file();
  finished.replace_filename(prefix_of(db.file()) + stamp(now) + "-v" + std::to_string(from) +
                            "-before-v" + std::to_string(to));
  auto unfinished = finished;
  unfinished += ".tmp";
  if (auto done = copy_to(db, unfinished, finished); !done) {
    ::unlink(unfinished.c_str());
    return done.error();
  }
  return finished;
}

std::vector<std::filesystem::path> backups_of(const std::filesystem::path& file) {
  std::vector<std::filesystem::path> found;
  std::error_code failed;  // what could be read counts
  for (std::filesystem::directory_iterator entry(file.parent_path(), failed), end;
       !failed && entry != end; entry.increment(failed)) {
    const auto name = entry->path().filename().string();
    if (name.starts_with(prefix_of(file)) && !name.ends_with(".tmp"))
      found.push_back(entry->path());
  }
  std::sort(found.rbegin(), found.rend());
  return found;
}

void remove_old_backups(const std::filesystem::path& made) {
  const auto name = made.filename().string();
  auto file = made;
  file.replace_filename(name.substr(0, name.rfind(ending_of_prefix)));
  auto others = backups_of(file);
  std::erase(others, made);
  std::error_code ignored;
  for (std::size_t i = backups_max - 1; i < others.size(); ++i)
    std::filesystem::remove(others[i], ignored);
}

}  // namespace store
