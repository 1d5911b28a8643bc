// `evenkeel status` as text. Pure.
#pragma once

#include "cli/table.hpp"
#include "cli/view.hpp"

#include <string>
#include <vector>

namespace cli {

// What overrides everything below: rescue, the engine away, holds, observe-only; and how many
// checks fail. One line each; nothing where all is as usual.
std::vector<Cell> banner_lines(const HostText& host);
std::string banner_text(const HostText& host, const Surface& surface);

// That nobody will be told of anything, and how to mend it; "" where somebody will.
std::string told_text(const HostText& host, const Surface& surface);

// That the agent is in rescue, and why.
std::string rescue_text(const HostText& host);

// `rescue`: no deployments are known then, which does not mean that there are none.
std::string deployments_text(const std::vector<DeploymentText>& deployments, const Surface& surface,
                             bool rescue = false);

// One deployment: a line of its own, its services, their containers. `service`: this one only, "" =
// all.
std::string deployment_text(const DeploymentText& deployment, const std::string& service,
                            const Surface& surface);

// Why it is as it is, in a few words: what it waits for, the agent's reason, the next attempt.
std::string note_of(const ServiceText& service);

// For --check.
bool is_degraded(const HostText& host);
bool is_degraded(const DeploymentText& deployment, const std::string& service);

}  // namespace cli
