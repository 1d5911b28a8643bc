#include "cli/help.hpp"

#include "cli/commands.hpp"

#include <algorithm>

namespace cli {
namespace {

constexpr auto head =
    "evenkeel keeps the Docker Compose deployments of this host as their owner declared them.\n"
    "\n"
    "Usage: evenkeel COMMAND [ARGUMENTS] [FLAGS]      evenkeel COMMAND --help tells more\n"
    "\n"
    "Try it: evenkeel apply -f compose.yaml --wait && evenkeel status\n"
    "\n";

constexpr auto tail =
    "\n"
    "Flags of every command, before or after it:\n"
    "  --host ADDRESS      unix:///path.sock, http(s)://host:port, ssh://user@host; or "
    "EVENKEEL_HOST\n"
    "                      (default: the socket of your own agent, else the system's)\n"
    "  --token TOKEN       for http(s); better --token-file FILE or EVENKEEL_TOKEN: arguments are "
    "seen by all users\n"
    "  -o table|json|yaml  how to print (default: table)\n"
    "\n"
    "Exit codes: 0 done, 1 it failed, 2 wrong usage or configuration, 3 the agent cannot be "
    "reached,\n"
    "4 not converged in time.\n";

std::string row(const std::string& name, const std::string& summary, std::size_t columns) {
  return "  " + name + std::string(columns - name.size() + 2, ' ') + summary + "\n";
}

}  // namespace

std::string help_text() {
  std::size_t columns = 0;
  for (const auto& command : commands()) columns = std::max(columns, command.name.size());
  std::string out = head;
  out += row("agent", "The daemon itself: everything else here talks to it", columns);
  for (const auto& command : commands()) out += row(command.name, command.summary, columns);
  return out + tail;
}

}  // namespace cli
