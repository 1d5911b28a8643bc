#include "core/io/descriptor_limit.hpp"

#include <algorithm>

#include <sys/resource.h>

namespace core {

std::size_t raise_descriptor_limit() {
  constexpr ::rlim_t enough = 65'536;
  constexpr ::rlim_t usual = 1'024;  // where nothing can be told
  ::rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return usual;
  const auto raised = std::min(limit.rlim_max, enough);
  if (raised <= limit.rlim_cur) return static_cast<std::size_t>(std::min(limit.rlim_cur, enough));
  auto wanted = limit;
  wanted.rlim_cur = raised;
  const bool done = ::setrlimit(RLIMIT_NOFILE, &wanted) == 0;
  return static_cast<std::size_t>(done ? raised : limit.rlim_cur);
}

}  // namespace core
