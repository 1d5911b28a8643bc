#include "core/io/task_group.hpp"

#include "core/check.hpp"
#include "core/io/cancellation.hpp"
#include "core/io/timing.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <list>
#include <utility>

namespace core {
namespace asio = boost::asio;
namespace {

struct Task {
  explicit Task(std::string of) : name(std::move(of)) {}
  std::string name;
  asio::cancellation_signal signal;
  bool cancelled = false;
};

// A cancellation before the first step would be lost: the task has not opted in yet.
asio::awaitable<void> opted_in(std::shared_ptr<Task> self, asio::awaitable<void> task) {
  co_await hear_cancellation();
  if (self->cancelled) co_return;
  co_await std::move(task);
}

bool means_cancelled(std::exception_ptr failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const boost::system::system_error& error) {
    return error.code() == asio::error::operation_aborted;
  } catch (...) {
    return false;
  }
}

}  // namespace

struct TaskGroup::State {
  State(asio::any_io_executor of, OnFailure report)
      : executor(of), on_failure(std::move(report)), emptied(of) {}

  asio::any_io_executor executor;
  OnFailure on_failure;
  std::list<std::shared_ptr<Task>> tasks;
  Wakeup emptied;

  void ended(const std::shared_ptr<Task>& task, std::exception_ptr failure) {
    tasks.remove(task);
    if (tasks.empty()) emptied.notify();
    if (failure && !means_cancelled(failure) && on_failure) on_failure(task->name, failure);
  }

  void emit(asio::cancellation_type type) {
    const auto now_alive = tasks;  // a task may end, or spawn another, while it is told
    for (const auto& task : now_alive) {
      task->cancelled = true;
      task->signal.emit(type);
    }
  }
};

TaskGroup::TaskGroup(asio::any_io_executor executor, OnFailure on_failure)
    : state_(std::make_shared<State>(std::move(executor), std::move(on_failure))) {}

TaskGroup::~TaskGroup() { CHECK(state_->tasks.empty()); }

void TaskGroup::spawn(std::string name, asio::awaitable<void> task) {
  auto entry = std::make_shared<Task>(std::move(name));
  state_->tasks.push_back(entry);
  auto done = [state = state_, entry](std::exception_ptr failure) { state->ended(entry, failure); };
  asio::co_spawn(state_->executor, opted_in(entry, std::move(task)),
                 asio::bind_cancellation_slot(entry->signal.slot(), std::move(done)));
}

void TaskGroup::cancel() { state_->emit(asio::cancellation_type::total); }

void TaskGroup::terminate() { state_->emit(asio::cancellation_type::terminal); }

asio::awaitable<bool> TaskGroup::join(Milliseconds limit) {
  const auto state = state_;
  const auto until = std::chrono::steady_clock::now() + limit;
  while (!state->tasks.empty()) {
    const auto left = std::chrono::ceil<Milliseconds>(until - std::chrono::steady_clock::now());
    if (left <= Milliseconds{0}) co_return false;
    (void)co_await state->emptied.wait_for(left);
  }
  co_return true;
}

std::size_t TaskGroup::size() const { return state_->tasks.size(); }

}  // namespace core
