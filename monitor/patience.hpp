// Questions to who may hang with its disk (the history of samples), for somebody who does not. I/O
// thread only.
#pragma once

#include "core/clock.hpp"
#include "core/io/abandon.hpp"
#include "core/io/timing.hpp"
#include "core/result.hpp"
#include "core/time_text.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace monitor {

// How long whoever wants to know something of the history waits for it.
inline constexpr core::Milliseconds history_patience = std::chrono::seconds(10);

// Each question has its answer, or its limit: then it goes on by itself, and what it brings is
// thrown away. So who is asked must live until it has ended, or the process does. While one that
// was given up goes on no other is begun, so that they do not pile up behind it. May be destroyed
// at any time.
class Patience {
 public:
  // Errors: those of the answer, and unavailable (none came within `limit`, or one before this one
  // hangs). A cancellation of the caller does not reach the question.
  template <class T>
  boost::asio::awaitable<core::Result<T>> ask(boost::asio::awaitable<core::Result<T>> question,
                                              core::Milliseconds limit);

 private:
  struct Hanging {
    int questions = 0;
  };
  template <class T> struct Asked {
    explicit Asked(boost::asio::any_io_executor executor) : news(std::move(executor)) {}
    core::Wakeup news;
    bool over = false;
    bool given_up = false;
    std::optional<core::Result<T>> answer;
    std::exception_ptr failure;
  };

  template <class T>
  static boost::asio::awaitable<void> carry(std::shared_ptr<Hanging> hanging,
                                            std::shared_ptr<Asked<T>> asked,
                                            boost::asio::awaitable<core::Result<T>> question);

  std::shared_ptr<Hanging> hanging_ = std::make_shared<Hanging>();
};

template <class T>
boost::asio::awaitable<void> Patience::carry(std::shared_ptr<Hanging> hanging,
                                             std::shared_ptr<Asked<T>> asked,
                                             boost::asio::awaitable<core::Result<T>> question) {
  try {
    auto answer = co_await std::move(question);
    asked->answer.emplace(std::move(answer));
  } catch (...) {
    asked->failure = std::current_exception();
  }
  asked->over = true;
  if (asked->given_up) --hanging->questions;
  asked->news.notify();
}

template <class T>
boost::asio::awaitable<core::Result<T>> Patience::ask(
    boost::asio::awaitable<core::Result<T>> question, core::Milliseconds limit) {
  using std::chrono::steady_clock;
  const auto hanging = hanging_;
  if (hanging->questions > 0)
    co_return core::Error{core::Errc::unavailable,
                          "the history does not answer: its disk may hang"};
  const auto until = steady_clock::now() + limit;
  const auto executor = co_await boost::asio::this_coro::executor;
  const auto asked = std::make_shared<Asked<T>>(executor);
  core::leave_to_itself(executor, carry<T>(hanging, asked, std::move(question)));
  while (!asked->over) {
    const auto left = std::chrono::ceil<core::Milliseconds>(until - steady_clock::now());
    if (left <= core::Milliseconds{0}) break;
    (void)co_await asked->news.wait_for(left);
  }
  if (!asked->over) {
    asked->given_up = true;
    ++hanging->questions;
    co_return core::Error{
        core::Errc::unavailable,
        "the history did not answer within " + core::duration_text(limit) + ": its disk may hang"};
  }
  if (asked->failure) std::rethrow_exception(asked->failure);
  co_return std::move(*asked->answer);
}

}  // namespace monitor
