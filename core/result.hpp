// The one error type. Expected failures are values; bugs are CHECKs; exceptions end at the border
// where they arise.
#pragma once

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace core {

enum class Errc {
  invalid,  // the caller's input is wrong
  not_found,
  conflict,     // true now, may be different later: exists already
  stale,        // the caller's condition on the state (If-Match) does not hold
  unavailable,  // the other side cannot be reached or is not ready
  timeout,
  cancelled,
  denied,
  too_large,
  unsupported,
  corrupt,  // stored data is damaged
  io,
  internal,
};

std::string_view name_of(Errc code);

struct Error {
  Errc code = Errc::internal;
  std::string what;  // says what failed, on what, why; complete enough to show to a person

  // "reading /etc/x: no such file": context is put in front on the way up.
  [[nodiscard]] Error with(std::string_view doing) const;

  bool operator==(const Error&) const = default;
};

// Makes boost::system::result's value() throw std::runtime_error where an error was not looked at.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location&);

template <class T> using Result = boost::system::result<T, Error>;
using Status = Result<void>;

inline Error invalid(std::string what) { return {Errc::invalid, std::move(what)}; }
inline Error not_found(std::string what) { return {Errc::not_found, std::move(what)}; }

}  // namespace core
