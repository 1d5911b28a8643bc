#include "store/writer.hpp"

#include <utility>

namespace store {

using boost::asio::awaitable;

// What was taken from the queue goes back unless it was settled, also when the caller is cancelled.
class Writer::Taken {
 public:
  explicit Taken(WriteQueue& queue)
      : queue_(queue), items_(std::make_shared<std::vector<BehindItem>>(queue.take())) {}
  Taken(const Taken&) = delete;
  Taken& operator=(const Taken&) = delete;
  ~Taken() {
    if (items_ != nullptr) queue_.put_back(std::move(*items_));
  }
  std::shared_ptr<const std::vector<BehindItem>> items() const { return items_; }
  std::vector<BehindItem> settle() {
    auto items = std::exchange(items_, nullptr);
    return std::move(*items);
  }

 private:
  WriteQueue& queue_;
  std::shared_ptr<std::vector<BehindItem>> items_;
};

namespace {

std::vector<model::Event> with_ids(std::vector<BehindItem> items,
                                   const std::vector<model::EventId>& ids) {
  std::vector<model::Event> events;
  auto id = ids.begin();
  for (auto& item : items) {
    auto* event = std::get_if<model::Event>(&item);
    if (event == nullptr) continue;
    event->id = *id++;
    if (event->id > 0) events.push_back(std::move(*event));
  }
  return events;
}

core::Status probe(Connection& db) { return db.run("UPDATE write_probe SET count = count + 1"); }

}  // namespace

Writer::Writer(boost::asio::any_io_executor executor, Connection db, WriterHandlers handlers,
               WriterPauses pauses)
    : db_(std::move(db)),
      handlers_(std::move(handlers)),
      pauses_(pauses),
      wakeup_(executor),
      turn_(executor, 1),
      pool_("ek-store", 1) {}

void Writer::write_behind(BehindItem item) {
  queue_.push(std::move(item));
  wakeup_.notify();
}

awaitable<core::Status> Writer::commit(Work work) {
  // One at a time, so that what could not be written goes back in front of what came later.
  const auto turn = co_await turn_.acquire();
  Taken taken(queue_);
  std::function<BatchOutcome()> job = [this, items = taken.items(), work = std::move(work)] {
    return write_batch(db_, *items, work);
  };
  auto outcome = co_await pool_.run(std::move(job));
  note_state(outcome.committed);
  if (!outcome.committed) {
    co_return core::Error{core::Errc::unavailable,
                          "the state cannot be written now: " + outcome.committed.error().what};
  }
  settle(taken, outcome);
  co_return outcome.work;
}

void Writer::settle(Taken& taken, BatchOutcome& outcome) {
  for (const auto& error : outcome.refused) handlers_.on_refused(error);
  auto events = with_ids(taken.settle(), outcome.ids);
  if (!events.empty()) handlers_.on_committed(std::move(events));
}

void Writer::note_state(const core::Status& committed) {
  const bool before = state_.writable;
  state_.writable = static_cast<bool>(committed);
  state_.reason = committed ? "" : committed.error().what;
  state_.events_dropped = queue_.events_dropped();
  state_.change_sets_dropped = queue_.change_sets_dropped();
  if (state_.writable != before) handlers_.on_state(state_);
}

awaitable<void> Writer::run() {
  for (;;) {
    if (state_.writable) {
      co_await wakeup_.wait();
      co_await core::wait_for(pauses_.gather);
    } else {
      co_await core::wait_for(pauses_.retry);
    }
    if (state_.writable && queue_.empty()) continue;
    Work work = state_.writable ? Work{} : Work{probe};
    // A failure is in `state_` and was told to its handler.
    (void)co_await commit(std::move(work));
  }
}

}  // namespace store
