#include "core/io/timing.hpp"

#include "core/check.hpp"
#include "core/io/cancellation.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <list>
#include <tuple>

namespace core {
namespace asio = boost::asio;
using boost::system::error_code;
namespace {

[[noreturn]] void throw_cancelled() {
  throw boost::system::system_error(asio::error::operation_aborted);
}

asio::awaitable<bool> was_cancelled() {
  const auto state = co_await asio::this_coro::cancellation_state;
  co_return state.cancelled() != asio::cancellation_type::none;
}

// The spawned half of a parallel group hears an outer `total` only if it opts in by itself.
asio::awaitable<void> opted_in(asio::awaitable<void> work) {
  co_await hear_cancellation();
  co_await std::move(work);
}

// Of a group of the work and of what would end it.
bool work_ended(bool cancelled, bool first, const std::exception_ptr& failure) {
  if (cancelled) throw_cancelled();
  if (first && failure) std::rethrow_exception(failure);
  return first;
}

// One sleeper, listed with its owner while it sleeps.
struct Sleeper {
  explicit Sleeper(const asio::any_io_executor& executor) : timer(executor) {}
  asio::steady_timer timer;
  bool woken = false;

  void wake() {
    woken = true;
    timer.cancel();
  }
};

class Listed {
 public:
  Listed(std::list<Sleeper*>& list, Sleeper& self) : list_(list), self_(self) {
    list_.push_back(&self_);
  }
  ~Listed() { list_.remove(&self_); }
  Listed(const Listed&) = delete;
  Listed& operator=(const Listed&) = delete;

 private:
  std::list<Sleeper*>& list_;
  Sleeper& self_;
};

constexpr auto for_ever = asio::steady_timer::time_point::max();

}  // namespace

asio::awaitable<void> wait_for(Milliseconds duration) {
  asio::steady_timer timer(co_await asio::this_coro::executor, duration);
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<bool> finishes_within(asio::awaitable<void> work, Milliseconds limit) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, limit);
  auto group = asio::experimental::make_parallel_group(
      asio::co_spawn(executor, opted_in(std::move(work)), asio::deferred),
      timer.async_wait(asio::deferred));
  auto ended = co_await group.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
  const bool cancelled = co_await was_cancelled();
  co_return work_ended(cancelled, std::get<0>(ended)[0] == 0, std::get<1>(ended));
}

asio::awaitable<bool> finishes_before(asio::awaitable<void> work, asio::awaitable<void> end) {
  const auto executor = co_await asio::this_coro::executor;
  auto group = asio::experimental::make_parallel_group(
      asio::co_spawn(executor, opted_in(std::move(work)), asio::deferred),
      asio::co_spawn(executor, opted_in(std::move(end)), asio::deferred));
  auto ended = co_await group.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
  const bool cancelled = co_await was_cancelled();
  co_return work_ended(cancelled, std::get<0>(ended)[0] == 0, std::get<1>(ended));
}

asio::awaitable<void> gather(std::vector<asio::awaitable<void>> all) {
  if (all.empty()) co_return;
  const auto executor = co_await asio::this_coro::executor;
  const auto start = [&executor](asio::awaitable<void> one) {
    return asio::co_spawn(executor, opted_in(std::move(one)), asio::deferred);
  };
  std::vector<decltype(start(std::move(all.front())))> started;
  for (auto& one : all) started.push_back(start(std::move(one)));
  auto group = asio::experimental::make_parallel_group(std::move(started));
  const auto ended =
      co_await group.async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
  for (const auto& failure : std::get<1>(ended)) {
    if (failure) std::rethrow_exception(failure);
  }
}

// ---- Wakeup ----

struct Wakeup::State {
  explicit State(asio::any_io_executor of) : executor(std::move(of)) {}
  asio::any_io_executor executor;
  bool notified = false;
  std::list<Sleeper*> sleepers;

  asio::awaitable<bool> sleep(std::shared_ptr<State> self, asio::steady_timer::time_point until) {
    while (!notified) {
      Sleeper sleeper(executor);
      sleeper.timer.expires_at(until);
      error_code ended;
      {
        const Listed listed(sleepers, sleeper);
        const auto waited = co_await sleeper.timer.async_wait(asio::as_tuple(asio::use_awaitable));
        ended = std::get<0>(waited);
      }
      if (notified) break;
      if (!ended) co_return false;
      if (co_await was_cancelled()) throw_cancelled();
    }
    self->notified = false;
    co_return true;
  }
};

Wakeup::Wakeup(asio::any_io_executor executor)
    : state_(std::make_shared<State>(std::move(executor))) {}
Wakeup::~Wakeup() = default;

void Wakeup::notify() {
  state_->notified = true;
  if (!state_->sleepers.empty()) state_->sleepers.front()->wake();
}

asio::awaitable<void> Wakeup::wait() {
  const auto state = state_;
  (void)co_await state->sleep(state, for_ever);
}

asio::awaitable<bool> Wakeup::wait_for(Milliseconds limit) {
  const auto state = state_;
  co_return co_await state->sleep(state, std::chrono::steady_clock::now() + limit);
}

// ---- Semaphore ----

struct Semaphore::State {
  State(asio::any_io_executor of, int permits) : executor(std::move(of)), available(permits) {}
  asio::any_io_executor executor;
  int available;
  std::list<Sleeper*> queue;

  void give_back() {
    for (auto* sleeper : queue) {
      if (sleeper->woken) continue;
      sleeper->wake();  // the permit is its own from now on
      return;
    }
    ++available;
  }
};

void Semaphore::Permit::release() {
  if (auto* owner = std::exchange(owner_, nullptr)) owner->state_->give_back();
}

Semaphore::Semaphore(asio::any_io_executor executor, int permits)
    : state_(std::make_shared<State>(std::move(executor), permits)) {
  CHECK(permits > 0);
}
Semaphore::~Semaphore() = default;

asio::awaitable<Semaphore::Permit> Semaphore::acquire() {
  const auto state = state_;
  if (state->available > 0) {
    --state->available;
    co_return Permit(this);
  }
  Sleeper sleeper(state->executor);
  sleeper.timer.expires_at(for_ever);
  {
    const Listed listed(state->queue, sleeper);
    (void)co_await sleeper.timer.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  if (!sleeper.woken) throw_cancelled();
  Permit permit(this);
  if (co_await was_cancelled()) throw_cancelled();  // gives the permit to the next
  co_return std::move(permit);
}

int Semaphore::available() const { return state_->available; }

}  // namespace core
