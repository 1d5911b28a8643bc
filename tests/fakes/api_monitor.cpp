#include "fakes/api_monitor.hpp"

#include <utility>

namespace fakes {

boost::asio::awaitable<core::Result<monitor::SampleSeries>> ApiSamples::samples(
    monitor::SampleQuery query) {
  queries.push_back(std::move(query));
  co_return answer;
}

boost::asio::awaitable<core::Result<monitor::CheckView>> ApiChecks::run_check(std::string id) {
  runs.push_back(id);
  if (refusal) co_return *refusal;
  for (const auto& check : all)
    if (check.id == id) co_return check;
  co_return core::not_found(id);
}

}  // namespace fakes
