// The whole store as the agent owns it: either writable, or in rescue, where it shows what could be
// read and refuses every write.
#pragma once

#include "api/ports.hpp"
#include "core/clock.hpp"
#include "core/io/task_group.hpp"
#include "heal/ports.hpp"
#include "monitor/ports.hpp"
#include "notify/ports.hpp"
#include "reconcile/ports.hpp"
#include "store/generation_table.hpp"
#include "store/migrations.hpp"
#include "store/rescue.hpp"
#include "store/retention.hpp"
#include "store/writer.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <span>

namespace store {

// What the others see of it. I/O thread only.
class Storage {
 public:
  virtual ~Storage() = default;
  virtual reconcile::Store& state() = 0;
  virtual reconcile::EventSink& sink() = 0;
  virtual api::Events& events() = 0;
  virtual monitor::AlertLog& alerts() = 0;
  virtual api::History& history() = 0;
  virtual api::Idempotency& idempotency() = 0;
  // In rescue: in memory.
  virtual heal::IncidentStore& incidents() = 0;
  // In rescue: in memory.
  virtual notify::PipelineStore& pipeline() = 0;
  virtual notify::Outbox& outbox() = 0;
  // nullptr where it is writable.
  virtual const Rescue* rescue() const = 0;
  // In rescue: never writable, with the reason.
  virtual const StoreState& condition() const = 0;
  // Its loops, which refer to this object: join the group before it is destroyed.
  virtual void start(core::TaskGroup& group) = 0;
  // Writes what still waits, once. The last thing before it is destroyed; what waits is lost
  // without it.
  virtual boost::asio::awaitable<core::Status> flush() = 0;
};

struct StorageOptions {
  std::filesystem::path state_dir;  // made with mode 0700 where it is not there
  SpecDecoder decode_spec;
  EventLimits limits;
  std::span<const Migration> migrations = store::migrations();
  // Writing stopped working, or works again; changes behind that the database refused. On the I/O
  // thread; may be empty.
  std::function<void(const StoreState&)> on_state;
  std::function<void(const core::Error&)> on_refused;
};

// Blocking (the database is checked whole): before the I/O loop runs. What is wrong with the
// database gives a storage in rescue. Errors: conflict (another agent uses the folder; its pid is
// named), denied and io (the folder cannot be made or locked). `clock` must outlive it.
core::Result<std::unique_ptr<Storage>> open_storage(boost::asio::any_io_executor executor,
                                                    const StorageOptions& options,
                                                    const core::Clock& clock);

}  // namespace store
