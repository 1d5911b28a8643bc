// The body of GET /v1/deployments, written once per change: dashboards ask far more often than
// anything changes.
#pragma once

#include "api/parameters.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace reconcile {
class Changes;
class Views;
}  // namespace reconcile

namespace api {

// I/O thread only. Holds at most `bodies_max` bodies, all of the newest revision.
class DeploymentList {
 public:
  static constexpr std::size_t bodies_max = 16;

  std::shared_ptr<const std::string> body(const reconcile::Views& views,
                                          const reconcile::Changes& changes, const Page& page);

 private:
  std::uint64_t revision_ = 0;
  std::map<std::pair<std::size_t, std::string>, std::shared_ptr<const std::string>> bodies_;
};

}  // namespace api
