// The bodies of requests as values. Mistakes are collected and answered together.
#pragma once

#include "api/problem.hpp"
#include "core/clock.hpp"
#include "model/ids.hpp"

#include <map>
#include <string>
#include <variant>
#include <vector>

namespace api {

constexpr core::Milliseconds hold_default{1'800'000};  // 30 m
constexpr core::Milliseconds hold_max{2'592'000'000};  // 30 d: a hold always expires
constexpr std::size_t reason_bytes_max = 1000;

// {"reason": "..."}
Expected<std::string> decode_reason(const Request& request);

struct HoldBody {
  model::DeploymentName deployment;  // "" = the host
  model::ServiceName service;
  core::Milliseconds duration = hold_default;
  std::string reason;
};
// {"for": "30m", "reason": "..."}; the subject is in the path.
Expected<HoldBody> decode_hold(const Request& request);
// The same with {"host": true} or {"deployment": "shop", "service": "web"}.
Expected<HoldBody> decode_hold_with_subject(const Request& request);

// The four forms of a PUT.
struct PutText {  // application/yaml, or {"compose": ...}
  std::string compose, directory;
  std::map<std::string, std::string> env;
};
struct PutFiles {
  std::vector<std::string> files, env_files, profiles;
  std::string directory;
  std::map<std::string, std::string> env;
};
struct PutProject {  // what `evenkeel apply` sends: loaded on the client's side
  std::string canonical_json;
  std::vector<std::string> files, env_files;
  std::string directory;
};
struct PutBody {
  std::variant<PutText, PutFiles, PutProject> form;
  std::string reason;
};
Expected<PutBody> decode_put(const Request& request);

}  // namespace api
