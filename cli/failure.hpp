// How a command ends: an exit code of the contract, and for a failure one line that says what to
// do.
#pragma once

#include <boost/system/result.hpp>

#include <string>
#include <utility>

namespace cli {

enum class ExitCode {
  done = 0,
  failed = 1,       // it failed, or --check found something degraded
  usage = 2,        // wrong usage or configuration
  unreachable = 3,  // the agent cannot be reached
  late = 4,         // not converged in time
};

struct Failure {
  Failure() = default;
  // Spelled out: as an aggregate it could be made of an exit code alone, and a result would not
  // know which of both is meant.
  Failure(ExitCode how, std::string what) : code(how), message(std::move(what)) {}

  ExitCode code = ExitCode::failed;
  std::string message;  // may hold further lines: the mistakes of a file, one each
  bool operator==(const Failure&) const = default;
};

// A value() of a failure nobody looked at is a bug.
[[noreturn]] void throw_exception_from_error(const Failure& failure, const boost::source_location&);

template <class T> using Expected = boost::system::result<T, Failure>;
using Outcome = Expected<ExitCode>;

inline Failure failed(std::string message) { return {ExitCode::failed, std::move(message)}; }
inline Failure wrong_usage(std::string message) { return {ExitCode::usage, std::move(message)}; }

}  // namespace cli
