// What `deployments: NAME: files:` of the configuration keeps applied. I/O thread only.
#pragma once

#include "agent/config.hpp"
#include "compose/load.hpp"
#include "core/io/file_look.hpp"
#include "reconcile/ledger.hpp"

#include <map>
#include <string>
#include <vector>

namespace agent {

class ConfiguredDeployments {
 public:
  // All must outlive it.
  struct Ports {
    reconcile::Desired& desired;
    reconcile::Ledger& ledger;
    reconcile::EventSink& events;
    const core::Clock& clock;
    core::BlockingPool& files;
  };
  explicit ConfiguredDeployments(Ports ports) : ports_(ports) {}

  // Loads and applies each, as its owner would; an equal one changes nothing, a file that says what
  // it said when it was last applied takes back nothing that an engine client did since, and a bad
  // one keeps no other from being applied. What cannot be read (a disk that comes late) or is
  // refused is told
  // (`config.refused`, each reason once) and tried again every `reconcile.resync`, until it is
  // applied or the next run begins.
  boost::asio::awaitable<void> run(Config config);

 private:
  struct Wanted {
    Wanted(core::BlockingPool& pool, std::vector<std::string> from)
        : files(std::move(from)), look(pool) {}
    std::vector<std::string> files;
    core::FileLook<core::Result<compose::Loaded>> look;  // so that a hung one keeps one thread
    std::string told;
  };
  using All = std::map<std::string, Wanted>;

  boost::asio::awaitable<void> apply_all(All* wanted);
  boost::asio::awaitable<core::Status> apply(std::string name, Wanted* wanted);
  boost::asio::awaitable<bool> is_overtaken(std::shared_ptr<const model::Spec> wanted);
  void tell(const std::string& name, Wanted& wanted, const core::Error& why);

  Ports ports_;
  int newest_run_ = 0;
};

}  // namespace agent
