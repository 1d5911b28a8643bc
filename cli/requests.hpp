// The requests that several commands make, and the bodies they send.
#pragma once

#include "cli/client.hpp"
#include "cli/view.hpp"

#include <string>
#include <vector>

namespace cli {

Expected<std::string> get(Client& client, const std::string& path,
                          std::vector<std::pair<std::string, std::string>> query = {});

// Every item of a list, page by page, each as JSON; `call` is made anew for each page.
Expected<std::vector<std::string>> get_all(Client& client, const Call& call);
Expected<std::vector<std::string>> get_all(
    Client& client, const std::string& path,
    std::vector<std::pair<std::string, std::string>> query = {});

Expected<HostText> get_host(Client& client);
Expected<DeploymentText> get_deployment(Client& client, const std::string& name);

// {"reason": "..."}; "" where there is none.
std::string reason_body(const std::string& reason);
// {"for": "30m", "reason": "...", ...}; what is empty is left out.
struct HoldRequest {
  bool host = false;
  std::string duration, reason;
};
std::string hold_body(const HoldRequest& request);

}  // namespace cli
