// The template half of core/io/timing.hpp. Include that one.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/time_text.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace core {

// True when `work` ended by itself within `limit`; an exception of it is passed on. False once the
// limit is over: the work was cancelled and has ended by then, as it may. An outer cancellation
// goes through to the work and leaves as operation_aborted.
boost::asio::awaitable<bool> finishes_within(boost::asio::awaitable<void> work, Milliseconds limit);

namespace detail {

template <class T>
boost::asio::awaitable<void> store_into(std::shared_ptr<std::optional<T>> slot,
                                        boost::asio::awaitable<T> work) {
  auto value = co_await std::move(work);
  slot->emplace(std::move(value));
}

template <class T> bool has_failed(const T& value) {
  if constexpr (requires { value.has_error(); }) return value.has_error();
  return false;
}

}  // namespace detail

// As `finishes_within`, with the value of the work: empty once the limit is over. Work that ended
// well although it was cancelled keeps its value: what it has taken would be lost otherwise, as
// after a stop of the whole process, when the answer and the end of the limit come together.
template <class T>
boost::asio::awaitable<std::optional<T>> within(boost::asio::awaitable<T> work,
                                                Milliseconds limit) {
  auto slot = std::make_shared<std::optional<T>>();
  auto stored = detail::store_into(slot, std::move(work));
  const bool in_time = co_await finishes_within(std::move(stored), limit);
  if (!in_time && *slot && detail::has_failed(**slot)) slot->reset();
  co_return std::move(*slot);
}

template <class T>
boost::asio::awaitable<Result<T>> with_timeout(boost::asio::awaitable<Result<T>> work,
                                               Milliseconds limit) {
  auto value = co_await within(std::move(work), limit);
  if (!value) co_return Error{Errc::timeout, "no answer within " + duration_text(limit)};
  co_return std::move(*value);
}

}  // namespace core
