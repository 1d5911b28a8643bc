#include "monitor/all_checks.hpp"

#include <algorithm>
#include <iterator>

namespace monitor {

std::vector<CheckView> AllChecks::checks() const {
  auto own = own_.host_checks().views();
  auto all = configured_.checks();
  all.insert(all.end(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
  std::sort(all.begin(), all.end(),
            [](const CheckView& one, const CheckView& other) { return one.id < other.id; });
  return all;
}

awaitable<core::Result<CheckView>> AllChecks::run_check(std::string id) {
  if (own_.host_checks().view(id)) return own_.run_host_check(std::move(id));
  return configured_.run_check(std::move(id));
}

}  // namespace monitor
