// Images: look, pull, load. I/O thread only.
#pragma once

#include "core/io/blocking.hpp"
#include "docker/engine_client.hpp"
#include "model/observation.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace docker {

constexpr Milliseconds pull_idle_max{120'000};  // without a line of progress the pull has failed

class Images {
 public:
  // All must outlive it; `files` reads archives, `logins` asks credential programs, which may hang
  // for ten seconds each.
  Images(EngineClient& client, core::BlockingPool& files, core::BlockingPool& logins)
      : client_(client), files_(files), logins_(logins) {}

  // By reference or id; empty where the engine does not have it or refuses to look for it, such as
  // for what can be no reference.
  awaitable<Outcome<std::optional<model::SeenImage>>> find(std::string reference);

  // Pulls one tag or digest, with the login of config.json where there is one that can be had
  // (otherwise a failure says why there was none), and looks at what came. `progress` gets
  // one line of text at a time. A running pull ends when the task is cancelled. Faults: registry_*,
  // manifest_unknown, engine_timeout, ...
  awaitable<Outcome<model::SeenImage>> pull(std::string reference, std::string platform,
                                            std::function<void(std::string)> progress);

  // What `docker save` wrote. Returns when the engine has it all.
  awaitable<Outcome<void>> load(std::filesystem::path archive);

 private:
  awaitable<Outcome<void>> follow(EngineStream stream, std::string doing,
                                  const std::function<void(std::string)>& progress);

  EngineClient& client_;
  core::BlockingPool& files_;
  core::BlockingPool& logins_;
};

}  // namespace docker
