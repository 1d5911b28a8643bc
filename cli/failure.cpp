#include "cli/failure.hpp"

#include <stdexcept>

namespace cli {

void throw_exception_from_error(const Failure& failure, const boost::source_location&) {
  throw std::runtime_error(failure.message);
}

}  // namespace cli
