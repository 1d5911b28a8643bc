// The one hand that writes state.db: everything in the order in which it was given, on a thread of
// its own. I/O thread only.
#pragma once

#include "core/io/blocking.hpp"
#include "core/io/timing.hpp"
#include "store/batch.hpp"
#include "store/sqlite.hpp"
#include "store/write_queue.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace store {

// Whether writing works at the moment. Degraded ends by itself: it is tried again all the time.
struct StoreState {
  bool writable = true;
  std::string reason;  // SQLite's words, "" where it is writable
  std::int64_t events_dropped = 0, change_sets_dropped = 0;  // since the start, for want of room
                                                             // while it did not
  bool operator==(const StoreState&) const = default;
};

struct WriterHandlers {
  std::function<void(const StoreState&)> on_state;              // only when `writable` changes
  std::function<void(std::vector<model::Event>)> on_committed;  // with their ids
  std::function<void(const core::Error&)> on_refused;  // changes behind that were left out: a bug
                                                       // of the caller
};

struct WriterPauses {
  core::Milliseconds gather{20};   // what is written behind is durable within 50 ms
  core::Milliseconds retry{2000};  // while writing does not work
};

class Writer {
 public:
  Writer(boost::asio::any_io_executor executor, Connection db, WriterHandlers handlers,
         WriterPauses pauses = {});

  // Returns at once.
  void write_behind(BehindItem item);
  // Durable when it returns, together with all that waited. Errors: unavailable where writing does
  // not work (nothing is written, what waited still waits); else what the database or `work` itself
  // says, and then only `work` left no trace.
  boost::asio::awaitable<core::Status> commit(Work work);
  // On the store's thread, after all that waits was written (or failed to be).
  template <class T>
  boost::asio::awaitable<core::Result<T>> read(
      std::function<core::Result<T>(Connection&)> question);
  // Writes what waits, and tries again where writing does not work; until cancelled.
  boost::asio::awaitable<void> run();

  const StoreState& state() const { return state_; }

 private:
  class Taken;
  void settle(Taken& taken, BatchOutcome& outcome);
  void note_state(const core::Status& committed);

  WriteQueue queue_;
  Connection db_;
  WriterHandlers handlers_;
  WriterPauses pauses_;
  StoreState state_;
  core::Wakeup wakeup_;
  core::Semaphore turn_;
  core::BlockingPool pool_;  // last: its thread uses `db_`
};

template <class T>
boost::asio::awaitable<core::Result<T>> Writer::read(
    std::function<core::Result<T>(Connection&)> question) {
  if (!queue_.empty()) {
    Work nothing_more;
    // Where that fails the answer is of what is durable.
    (void)co_await commit(std::move(nothing_more));
  }
  std::function<core::Result<T>()> work = [this, question = std::move(question)] {
    return question(db_);
  };
  auto answer = co_await pool_.run(std::move(work));
  co_return answer;
}

}  // namespace store
