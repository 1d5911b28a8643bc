// The body of POST /v1/silences.
#pragma once

#include <map>
#include <string>

namespace cli {

struct SilenceRequest {
  std::map<std::string, std::string> match;  // "deployment" -> "shop"
  std::string lasting, until, starts, comment;
};

// What is empty is left out.
std::string silence_body(const SilenceRequest& request);

}  // namespace cli
