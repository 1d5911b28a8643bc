#include "core/io/blocking.hpp"

#include "core/check.hpp"
#include "core/io/thread_name.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <condition_variable>
#include <csignal>
#include <deque>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace core {

namespace asio = boost::asio;

namespace {

// Signals belong to the I/O thread: a system call of the pool is not to be interrupted by them.
class AllSignalsBlocked {
 public:
  AllSignalsBlocked() {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~AllSignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

}  // namespace

struct BlockingPool::State {
  State(std::string called, int at_most, MakeThread make)
      : name(std::move(called)),
        threads_max(static_cast<std::size_t>(at_most)),
        make_thread(std::move(make)) {
    threads.reserve(threads_max);  // a thread that is made is kept, or the process ends
  }

  const std::string name;
  const std::size_t threads_max;
  const MakeThread make_thread;
  std::mutex mutex;
  std::condition_variable wake;
  std::deque<std::function<void()>> queue;
  std::size_t idle = 0, working = 0;
  bool closing = false;
  std::vector<std::thread> threads;

  void submit(std::function<void()> job) {
    {
      const std::lock_guard lock(mutex);
      CHECK(!closing);
      queue.push_back(std::move(job));
      if (queue.size() > idle && threads.size() < threads_max) add_thread();
    }
    wake.notify_one();
  }

  void add_thread() {
    const AllSignalsBlocked blocked;
    try {
      std::function<void()> body = [this] { serve(); };
      threads.push_back(make_thread ? make_thread(std::move(body)) : std::thread(std::move(body)));
    } catch (...) {                  // no thread, or no memory for one
      if (!threads.empty()) return;  // those that are there do it later
      queue.pop_back();
      throw;
    }
  }

  void serve() {
    name_this_thread(name);
    std::unique_lock lock(mutex);
    for (;;) {
      ++idle;
      wake.wait(lock, [this] { return closing || !queue.empty(); });
      --idle;
      if (queue.empty()) return;
      auto job = std::move(queue.front());
      queue.pop_front();
      ++working;
      lock.unlock();
      job();
      job = nullptr;
      lock.lock();
      --working;
    }
  }
};

namespace {

// `work` is destroyed before the caller is resumed, so that what it captured is never freed behind
// the caller's back.
std::exception_ptr run_and_destroy(std::function<void()>& work) {
  std::exception_ptr failure;
  try {
    work();
  } catch (...) {
    failure = std::current_exception();
  }
  work = nullptr;
  return failure;
}

template <class Handler> struct Job {
  explicit Job(Handler h, asio::any_io_executor e) : handler(std::move(h)), guard(std::move(e)) {}
  Handler handler;
  asio::executor_work_guard<asio::any_io_executor> guard;  // the caller's context must not run dry
                                                           // meanwhile
};

// The pool's thread keeps nothing of the job: all of it goes on the caller's executor.
template <class Handler>
void come_back(const asio::any_io_executor& executor, std::shared_ptr<Job<Handler>> job,
               std::exception_ptr failure) {
  asio::post(executor, [job = std::move(job), failure = std::move(failure)]() mutable {
    auto resume = std::move(job->handler);
    job.reset();
    resume(std::move(failure));
  });
}

}  // namespace

BlockingPool::BlockingPool(std::string name, int threads, MakeThread make_thread)
    : state_(std::make_unique<State>(std::move(name), threads, std::move(make_thread))) {
  CHECK(threads > 0);
}

BlockingPool::~BlockingPool() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->closing = true;
  }
  state_->wake.notify_all();
  for (auto& thread : state_->threads) thread.join();
}

bool BlockingPool::is_busy() const {
  const std::lock_guard lock(state_->mutex);
  return !state_->queue.empty() || state_->working > 0;
}

asio::awaitable<void> BlockingPool::run_erased(std::function<void()> work) {
  asio::any_io_executor executor = co_await asio::this_coro::executor;
  auto initiate = [](auto handler, State* state, asio::any_io_executor back,
                     std::function<void()> body) {
    // std::function copies; the handler only moves.
    auto job = std::make_shared<Job<decltype(handler)>>(std::move(handler), back);
    // What is thrown here would find no coroutine that could catch it.
    try {
      state->submit([job, back, body = std::move(body)]() mutable {
        auto failure = run_and_destroy(body);
        come_back(back, std::move(job), std::move(failure));
      });
    } catch (...) {
      come_back(back, std::move(job), std::current_exception());
    }
  };
  auto operation = asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr)>(
      initiate, asio::use_awaitable, state_.get(), executor, std::move(work));
  co_await std::move(operation);
}

}  // namespace core
