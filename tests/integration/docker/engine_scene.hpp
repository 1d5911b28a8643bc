// A real engine, named by EVENKEEL_TEST_DOCKER_HOST (scripts/with-engine sets it), and what a test
// makes there: everything of the project "ek-it" is removed before and after.
#pragma once

#include "core/clock.hpp"
#include "core/io/blocking.hpp"
#include "core/io/task_group.hpp"
#include "core/io/timing.hpp"
#include "docker/engine_link.hpp"
#include "docker/runtime.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <cstdlib>
#include <memory>
#include <string>

namespace integration {

using boost::asio::awaitable;

inline std::string engine_host() {
  const char* host = std::getenv("EVENKEEL_TEST_DOCKER_HOST");
  return host == nullptr ? std::string() : std::string(host);
}

struct Scene {
  boost::asio::io_context io{1};
  core::SystemClock clock;
  core::BlockingPool pool{"test", 1};
  core::TaskGroup tasks{io.get_executor(), {}};
  docker::EngineClient client{
      io.get_executor(), docker::parse_endpoint(engine_host(), {}).value(), {}};
  docker::DockerRuntime runtime{client, pool, pool, clock};
  docker::DockerLink link{client, tasks, pool, io.get_executor()};

  Scene() { sweep(); }
  ~Scene() { sweep(); }

  template <class T> T run(awaitable<T> work) { return support::run(io, std::move(work)); }

  // A request as it is, for what the runtime has no action for.
  docker::Outcome<docker::Reply> raw(std::string method, std::string path, docker::Query query = {},
                                     std::string body = {});
  void sweep();

  // One piece of work on the service "web" of the spec.
  docker::Outcome<reconcile::Done> perform(model::Action action);
  model::ContainerId make_web();  // created from the spec, not started

  std::shared_ptr<model::Spec> spec = one_service();
  static std::shared_ptr<model::Spec> one_service();
  std::optional<model::StoredInspect> as_inspected;
  std::string progress;
};

constexpr const char* project = "ek-it";
constexpr const char* image = "evenkeel/hello:1";

}  // namespace integration
