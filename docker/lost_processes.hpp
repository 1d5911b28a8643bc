// Ends what the engine has lost: a container's processes that run on, while no request of the
// engine reaches them. Seen on dockerd 28.5 that was killed while a restart policy started a
// container: not even a restart of the engine gets them back. I/O thread only.
#pragma once

#include "core/clock.hpp"
#include "core/io/blocking.hpp"
#include "docker/host_processes.hpp"
#include "model/fault.hpp"
#include "model/observation.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>

namespace docker {

using boost::asio::awaitable;
using core::Milliseconds;

class LostProcesses {
 public:
  // The pool and the clock must outlive it.
  LostProcesses(std::shared_ptr<const HostProcesses> host, core::BlockingPool& pool,
                const core::Clock& clock)
      : host_(std::move(host)), pool_(pool), clock_(clock) {}

  // As a stop would: the container's own stop signal, then `grace`, then SIGKILL. Success: they are
  // gone, and the engine is about to see it. Otherwise `fault` with what stood in the way: of class
  // `config`, and with the command to do it by hand, where they are not on this host or may not be
  // ended; of class `transient` where SIGKILL does not end them.
  awaitable<model::Outcome<void>> end(model::Container container, Milliseconds grace,
                                      model::Fault fault);

  // Of a container that is down for its engine. False also where they cannot be seen.
  awaitable<bool> run_on(model::ContainerId container);
  bool can_be_seen() const { return host_->can_see(); }

  // `fault` where nobody here can tell whether they run on.
  static model::Fault not_visible(model::Fault fault, const model::ContainerId& container);
  // `fault` of an engine that does not see that they have ended, or holds on to what is not there:
  // dockerd 20.10 takes the end for one of an exec. Only its restart helps.
  static model::Fault not_seen(model::Fault fault);

  // Ends them by hand, on the engine's host.
  static std::string command_to_end(const model::ContainerId& container);

 private:
  using Processes = std::vector<HostProcess>;
  awaitable<Processes> look(model::ContainerId container);
  // "" or why not.
  awaitable<std::string> send(Processes to, model::ContainerId container, int number);
  awaitable<bool> are_gone(model::ContainerId container, Milliseconds limit);
  awaitable<model::Outcome<void>> kill(model::ContainerId container, model::Fault fault);

  std::shared_ptr<const HostProcesses> host_;
  core::BlockingPool& pool_;
  const core::Clock& clock_;
};

}  // namespace docker
