// What an address answers over HTTP.
#pragma once

#include "monitor/checks/probe.hpp"

namespace monitor {

// Of a body at most so much is read.
inline constexpr std::size_t http_body_bytes_max = 1024 * 1024;

// One request without redirects and without a proxy: a 3xx is a status like any other. A finding
// names no header and nothing of the URL but its host. What has to hold is looked at in this order:
// status, certificate, body. `unknown` where a URL, a pattern or a path is none, or a container's
// address is not known.
std::unique_ptr<Probe> make_http_probe(HttpProbe settings, ProbeTools tools);

}  // namespace monitor
