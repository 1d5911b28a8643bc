// The body of GET /v1/deployments, written once per change or look at the containers: dashboards
// ask far more often than that.
#pragma once

#include "api/measured.hpp"
#include "api/parameters.hpp"

#include <array>
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

// I/O thread only. Holds at most `bodies_max` bodies, all of the newest revisions.
class DeploymentList {
 public:
  static constexpr std::size_t bodies_max = 16;

  std::shared_ptr<const std::string> body(const reconcile::Views& views,
                                          const reconcile::Changes& changes,
                                          const Measured& measured, const Page& page);

 private:
  using Revision = std::array<std::uint64_t, 3>;  // of the views, of the looks, of incidents

  Revision revision_{};
  std::map<std::pair<std::size_t, std::string>, std::shared_ptr<const std::string>> bodies_;
};

}  // namespace api
