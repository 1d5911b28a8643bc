// Everything outside that a command touches, so that tests bring their own.
#pragma once

#include "core/clock.hpp"
#include "core/io/curl_http_client.hpp"
#include "core/result.hpp"

#include <functional>
#include <iosfwd>
#include <map>
#include <string>

namespace cli {

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

  // "" where it is not set.
  std::string variable(const std::string& name) const;
  bool color() const { return out_is_terminal && variable("NO_COLOR").empty(); }
};

World real_world();

}  // namespace cli
