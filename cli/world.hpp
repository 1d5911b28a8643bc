// Everything outside that a command touches, so that tests bring their own.
#pragma once

#include "cli/screen.hpp"
#include "core/clock.hpp"
#include "core/io/curl_http_client.hpp"
#include "core/result.hpp"

#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace cli {

// A ready piece of configuration for a channel.
struct ChannelSample {
  std::string type, title, text;  // "email", "Email (SMTP)"
};

struct World {
  std::ostream& out;
  std::ostream& err;
  std::istream& in;
  bool in_is_terminal = false;
  bool out_is_terminal = false;
  std::function<int()> width;  // columns of the terminal; asked anew for each table
  std::map<std::string, std::string> environment;
  std::string current_directory;  // absolute
  // The user's own agent's socket and the system's; the same for root.
  std::string own_socket, system_socket;
  std::function<core::Result<core::HttpResponse>(const core::HttpRequest&)> exchange;
  std::function<core::Instant()> now;
  std::function<void(core::Milliseconds)> pause;
  // The errno of the first write to `out` that failed, 0 where none did.
  std::function<int()> write_error = [] { return 0; };
  std::function<void()> print_agent_help = [] {};  // to standard output; the daemon has its own
  // By type; the agent's parts have them.
  std::function<std::vector<ChannelSample>()> channel_samples = [] {
    return std::vector<ChannelSample>{};
  };
  std::function<core::Result<std::unique_ptr<Screen>>()> open_screen;  // may be empty: there is
                                                                       // none

  // "" where it is not set.
  std::string variable(const std::string& name) const;
  // Whether what was printed can be overwritten; a dumb terminal knows no escape sequences.
  bool can_redraw() const { return out_is_terminal && variable("TERM") != "dumb"; }
  bool color() const { return can_redraw() && variable("NO_COLOR").empty(); }
};

// A file or socket that is opened later would get the number of a standard stream that is closed,
// and be written to as output. To be called before anything is opened.
void occupy_standard_descriptors();

World real_world();

}  // namespace cli
