#include "api/project_reading.hpp"

#include "core/io/named_file.hpp"
#include "core/io/work_within.hpp"
#include "core/time_text.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <utility>

namespace api {
namespace {

using std::chrono::steady_clock;

core::Result<std::string> no_file(const std::string& path) {
  return core::not_found(path + ": no such file");
}

// Says that the thread is free again, however its work ends.
class AtTheEnd {
 public:
  explicit AtTheEnd(std::shared_ptr<std::atomic<bool>> ended) : ended_(std::move(ended)) {}
  AtTheEnd(const AtTheEnd&) = delete;
  AtTheEnd& operator=(const AtTheEnd&) = delete;
  ~AtTheEnd() { *ended_ = true; }

 private:
  std::shared_ptr<std::atomic<bool>> ended_;
};

Problem not_read(const std::string& name, const std::string& why) {
  return problem(503,
                 "The files of " + name + " could not be read: " + why + ". Nothing was changed");
}

std::string hanging(const std::string& path) {
  return path.empty() ? "their disk does not answer" : path + " does not answer";
}

}  // namespace

ProjectReading::ProjectReading(core::BlockingPool& files, core::BlockingPool& work)
    : ProjectReading(
          files, work,
          [](const std::string& path) {
            return core::read_named_file(path, compose::file_bytes_max);
          },
          limit_default) {}

awaitable<Expected<Project>> ProjectReading::load(PutBody body, std::string name) {
  if (!std::holds_alternative<PutProject>(body.form))
    co_return co_await read(std::move(body), std::move(name));
  auto work = [body = std::move(body), name = std::move(name)] {
    return load_project(body, name, no_file);
  };
  co_return co_await work_.run(std::move(work));
}

awaitable<Expected<Project>> ProjectReading::read(PutBody body, std::string name) {
  if (const auto hangs = still_hangs(name)) co_return *hangs;
  const auto executor = co_await boost::asio::this_coro::executor;
  const auto place = std::make_shared<Place>();
  const auto ended = std::make_shared<std::atomic<bool>>(false);
  // Nobody wants the rest once the limit has passed: a thousand slow files end soon, too.
  const auto until = steady_clock::now() + limit_;
  const compose::FileReader read_in_time =
      [executor, place, until,
       read = from_disk_](const std::string& path) -> core::Result<std::string> {
    boost::asio::post(executor, [place, path] { place->path = path; });
    if (steady_clock::now() >= until)
      return core::Error{core::Errc::timeout, path + ": no time is left to read it"};
    return read(path);
  };
  auto work = [body = std::move(body), name, read_in_time, ended] {
    const AtTheEnd free_again(ended);
    return load_project(body, name, read_in_time);
  };
  auto loaded = co_await core::run_within(files_, limit_, std::move(work));
  if (loaded) co_return std::move(*loaded);
  if (loaded.error().code != core::Errc::timeout)
    co_return not_read(name, "reads of other files hang, such as those of " +
                                 (overdue_.empty() ? "another client" : overdue_.begin()->first));
  overdue_.insert_or_assign(name, Overdue{ended, place});
  co_return not_read(name, hanging(place->path) + " within " + core::duration_text(limit_));
}

std::optional<Problem> ProjectReading::still_hangs(const std::string& name) {
  std::erase_if(overdue_, [](const auto& entry) { return entry.second.ended->load(); });
  const auto found = overdue_.find(name);
  if (found == overdue_.end()) return std::nullopt;
  return not_read(
      name, "a read for an earlier request still hangs, as " + hanging(found->second.place->path));
}

}  // namespace api
