// What is told to a client that asked for something that cannot be done (RFC 9457).
#pragma once

#include "api/http.hpp"
#include "core/result.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <vector>

namespace api {

struct FieldError {
  std::string path;  // "services.web.image", "for"; "" where it concerns the whole body
  std::string message;
  bool operator==(const FieldError&) const = default;
};

struct Problem {
  Problem() = default;
  Problem(int of, std::string kind_of, std::string what, std::vector<FieldError> mistakes)
      : status(of),
        kind(std::move(kind_of)),
        detail(std::move(what)),
        errors(std::move(mistakes)) {}

  int status = 500;
  std::string kind;    // the tail of `type`: "not_found"
  std::string detail;  // what failed, on what, why, and what to do
  std::vector<FieldError> errors;
  Headers headers;  // Allow, WWW-Authenticate, Retry-After
  bool operator==(const Problem&) const = default;
};

[[noreturn]] void throw_exception_from_error(const Problem&, const boost::source_location&);

// A value, or what to answer instead.
template <class T> using Expected = boost::system::result<T, Problem>;

Problem problem(int status, std::string detail);
Problem problem(int status, std::string detail, std::vector<FieldError> errors);
// What is wrong with a Compose project: one mistake in one line, several in a line each.
Problem refused_project(const std::vector<std::string>& mistakes, std::vector<FieldError> errors);
// The status that follows from the code; `unavailable` is 503, `conflict` 409, `timeout` 504.
Problem problem_of(const core::Error& error);

// application/problem+json with type, title, status, detail and, where there are any, errors.
Response to_response(const Problem& problem);

}  // namespace api
