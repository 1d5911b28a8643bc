// What `evenkeel top` asks the agent for.
#pragma once

#include "cli/client.hpp"
#include "cli/subject.hpp"
#include "cli/top/state.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cli {

// Asked while a call goes on; false ends it.
using GoOn = std::function<bool()>;

struct TopReply {
  std::string host;                      // JSON, as the API has it
  std::vector<std::string> deployments;  // likewise

  TopLook look(const std::string& service) const;
};

// `subject`: nothing for all deployments. A service that is not there is a failure.
Expected<TopReply> ask_top(Client& client, const std::optional<Subject>& subject,
                           core::Milliseconds timeout, const GoOn& go_on);

// The last `Trail::cells_max` cells of one metric, in the order of time.
Expected<Trace> ask_trace(Client& client, const std::string& subject, const std::string& metric,
                          core::Milliseconds timeout, const GoOn& go_on);

}  // namespace cli
