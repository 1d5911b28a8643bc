#include "api/problem.hpp"

#include <stdexcept>

namespace api {
namespace {

std::string_view kind_of(int status) {
  switch (status) {
    case 400: return "bad_request";
    case 401: return "unauthorized";
    case 403: return "forbidden";
    case 404: return "not_found";
    case 405: return "method_not_allowed";
    case 408: return "request_timeout";
    case 409: return "conflict";
    case 412: return "precondition_failed";
    case 413: return "too_large";
    case 415: return "unsupported_media_type";
    case 422: return "unprocessable";
    case 431: return "header_too_large";
    case 501: return "not_implemented";
    case 503: return "unavailable";
    case 504: return "timeout";
    default: return "internal";
  }
}

int status_of(core::Errc code) {
  switch (code) {
    case core::Errc::invalid: return 400;
    case core::Errc::not_found: return 404;
    case core::Errc::conflict: return 409;
    case core::Errc::stale: return 412;
    case core::Errc::unavailable: return 503;
    case core::Errc::timeout: return 504;
    case core::Errc::cancelled: return 503;
    case core::Errc::denied: return 403;
    case core::Errc::too_large: return 413;
    case core::Errc::unsupported: return 422;
    case core::Errc::corrupt:
    case core::Errc::io:
    case core::Errc::internal: return 500;
  }
  return 500;
}

}  // namespace

void throw_exception_from_error(const Problem& problem, const boost::source_location&) {
  throw std::runtime_error(problem.detail);
}

Problem problem(int status, std::string detail) { return problem(status, std::move(detail), {}); }

Problem problem(int status, std::string detail, std::vector<FieldError> errors) {
  return {status, std::string(kind_of(status)), std::move(detail), std::move(errors)};
}

Problem refused_project(const std::vector<std::string>& mistakes, std::vector<FieldError> errors) {
  std::string detail = "The Compose project is refused:";
  const char* between = mistakes.size() == 1 ? " " : "\n";
  for (const auto& mistake : mistakes) detail += between + mistake;
  return problem(400, std::move(detail), std::move(errors));
}

Problem problem_of(const core::Error& error) { return problem(status_of(error.code), error.what); }

}  // namespace api
