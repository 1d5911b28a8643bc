#include "store/storage.hpp"

#include "store/answers.hpp"
#include "store/backup.hpp"
#include "store/directory_lock.hpp"
#include "store/event_feed.hpp"
#include "store/event_log.hpp"
#include "store/incident_store.hpp"
#include "store/notify_store.hpp"
#include "store/open_database.hpp"
#include "store/rescue_storage.hpp"
#include "store/state_store.hpp"

#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

#include <sys/stat.h>

namespace store {

using boost::asio::awaitable;

namespace {

struct Databases {
  Connection writer, reader;
  model::EventId newest;                    // of the events
  std::optional<core::WallTime> newest_at;  // before this agent writes any, whose clock may be
                                            // wrong
};

class WritableStorage final : public Storage {
 public:
  WritableStorage(boost::asio::any_io_executor executor, const StorageOptions& options,
                  const core::Clock& clock, DirectoryLock lock, Databases opened)
      : lock_(std::move(lock)),
        limits_(options.limits),
        clock_(clock),
        time_(opened.newest_at, clock.now()),
        feed_(executor, opened.newest),
        writer_(executor, std::move(opened.writer), handlers(options)),
        state_(writer_, options.decode_spec),
        log_(writer_, feed_, std::move(opened.reader)),
        answers_(writer_),
        incidents_(writer_),
        notify_(writer_) {}

  reconcile::Store& state() override { return state_; }
  reconcile::EventSink& sink() override { return log_; }
  api::Events& events() override { return log_; }
  monitor::AlertLog& alerts() override { return log_; }
  api::History& history() override { return state_; }
  api::Idempotency& idempotency() override { return answers_; }
  heal::IncidentStore& incidents() override { return incidents_; }
  notify::PipelineStore& pipeline() override { return notify_; }
  notify::Outbox& outbox() override { return notify_; }
  const Rescue* rescue() const override { return nullptr; }
  const StoreState& condition() const override { return writer_.state(); }

  void start(core::TaskGroup& group) override {
    group.spawn("store writer", writer_.run());
    group.spawn("store retention", run_retention(writer_, limits_, time_, clock_));
  }

  awaitable<core::Status> flush() override {
    Work nothing_more;
    auto done = co_await writer_.commit(std::move(nothing_more));
    co_return done;
  }

 private:
  WriterHandlers handlers(const StorageOptions& options) {
    return {options.on_state ? options.on_state : [](const StoreState&) {},
            [this](std::vector<model::Event> events) { feed_.publish(std::move(events)); },
            options.on_refused ? options.on_refused : [](const core::Error&) {}};
  }

  DirectoryLock lock_;  // first: freed when all else is closed
  EventLimits limits_;
  const core::Clock& clock_;
  BelievedTime time_;  // as of the opening
  EventFeed feed_;
  Writer writer_;
  StateStore state_;
  EventLog log_;
  Answers answers_;
  IncidentStore incidents_;
  NotifyStore notify_;
};

core::Status make_private_folder(const std::filesystem::path& folder) {
  std::error_code failed;
  if (std::filesystem::is_directory(folder, failed)) return {};
  std::filesystem::create_directories(folder.parent_path(), failed);
  if (!failed && ::mkdir(folder.c_str(), 0700) == 0) return {};
  if (!failed) failed = {errno, std::generic_category()};
  const bool denied =
      failed == std::errc::permission_denied || failed == std::errc::read_only_file_system;
  return core::Error{denied ? core::Errc::denied : core::Errc::io,
                     "making the state folder " + folder.string() + ": " + failed.message() +
                         "; set another state_dir, or make it yourself"};
}

std::unique_ptr<Storage> in_rescue(boost::asio::any_io_executor executor,
                                   const StorageOptions& options, DirectoryLock lock,
                                   const core::Error& error, const std::filesystem::path& file) {
  auto rescue = rescue_from(error, file, backups_of(file));
  reconcile::Snapshot snapshot;
  if (rescue.kind != RescueKind::damaged) snapshot = salvage(file, options.decode_spec);
  return make_rescue_storage(std::move(executor), std::move(lock), std::move(rescue),
                             std::move(snapshot));
}

core::Result<Databases> open_databases(const std::filesystem::path& file,
                                       std::span<const Migration> steps, core::WallTime now) {
  auto writer = open_database(file, steps, now);
  if (!writer) return writer.error();
  auto reader = open_reader(file);
  if (!reader) return reader.error();
  const auto range = read_event_range(*reader);
  if (!range) return range.error();
  const auto newest_at = read_newest_event_time(*reader);
  if (!newest_at) return newest_at.error();
  return Databases{std::move(*writer), std::move(*reader), range->newest, *newest_at};
}

}  // namespace

core::Result<std::unique_ptr<Storage>> open_storage(boost::asio::any_io_executor executor,
                                                    const StorageOptions& options,
                                                    const core::Clock& clock) {
  if (auto made = make_private_folder(options.state_dir); !made) return made.error();
  auto lock = DirectoryLock::acquire(options.state_dir);
  if (!lock) return lock.error();
  const auto file = options.state_dir / "state.db";
  auto opened = open_databases(file, options.migrations, clock.now().wall);
  if (!opened)
    return in_rescue(std::move(executor), options, std::move(*lock), opened.error(), file);
  return std::make_unique<WritableStorage>(std::move(executor), options, clock, std::move(*lock),
                                           std::move(*opened));
}

}  // namespace store
