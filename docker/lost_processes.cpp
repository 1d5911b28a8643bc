#include "docker/lost_processes.hpp"

#include "core/io/timing.hpp"
#include "model/stop_signal.hpp"

#include <csignal>
#include <string_view>

namespace docker {
namespace {

constexpr Milliseconds look_again{100}, killed_limit{5'000};
constexpr std::size_t short_id = 12;
constexpr std::string_view restart_engine = "systemctl restart docker";

using model::Fault;

Fault for_a_person(Fault fault, const model::ContainerId& container, const std::string& why) {
  fault.klass = model::FaultClass::config;
  fault.message += "; the engine has lost its process, and " + why + ": on its host, run `" +
                   LostProcesses::command_to_end(container) + "`, and then `" +
                   std::string(restart_engine) + "`";
  return fault;
}

}  // namespace

std::string LostProcesses::command_to_end(const model::ContainerId& container) {
  return "kill -KILL $(grep -ls " + container.substr(0, short_id) +
         " /proc/[0-9]*/cgroup | cut -d/ -f3)";
}

Fault LostProcesses::not_seen(Fault fault) {
  fault.klass = model::FaultClass::config;
  fault.message += "; its process has ended, and the engine does not see it: run `" +
                   std::string(restart_engine) + "`";
  return fault;
}

Fault LostProcesses::not_visible(Fault fault, const model::ContainerId& container) {
  return for_a_person(std::move(fault), container, "it is not seen on this host");
}

awaitable<LostProcesses::Processes> LostProcesses::look(model::ContainerId container) {
  auto work = [host = host_, container] { return host->of(container); };
  co_return co_await pool_.run(std::move(work));
}

awaitable<std::string> LostProcesses::send(Processes to, model::ContainerId container, int number) {
  auto work = [host = host_, to, container, number] {
    std::string refused;
    for (const auto& process : to) {
      const auto sent = host->signal(process.pid, container, number);
      if (!sent && sent.error().code != core::Errc::not_found) refused = sent.error().what;
    }
    return refused;
  };
  co_return co_await pool_.run(std::move(work));
}

awaitable<bool> LostProcesses::are_gone(model::ContainerId container, Milliseconds limit) {
  const auto until = clock_.now().mono + limit;
  for (;;) {
    const auto left = co_await look(container);
    if (left.empty()) co_return true;
    if (clock_.now().mono >= until) co_return false;
    co_await core::wait_for(look_again);
  }
}

awaitable<bool> LostProcesses::run_on(model::ContainerId container) {
  const auto all = co_await look(std::move(container));
  co_return !all.empty();
}

awaitable<model::Outcome<void>> LostProcesses::end(model::Container container, Milliseconds grace,
                                                   Fault fault) {
  const auto all = co_await look(container.id);
  if (all.empty()) co_return not_visible(std::move(fault), container.id);
  auto outermost = all;
  std::erase_if(outermost, [](const HostProcess& one) { return !one.is_outermost; });
  const int own_signal = model::signal_number(container.stop_signal);
  auto refused = co_await send(outermost, container.id, own_signal > 0 ? own_signal : SIGTERM);
  if (!refused.empty()) co_return for_a_person(fault, container.id, refused);
  const bool obeyed = co_await are_gone(container.id, grace);
  if (obeyed) co_return model::Outcome<void>();
  auto killed = co_await kill(container.id, std::move(fault));
  co_return killed;
}

// Looked at anew each time: one that forks may have children that were not there before.
awaitable<model::Outcome<void>> LostProcesses::kill(model::ContainerId container, Fault fault) {
  const auto until = clock_.now().mono + killed_limit;
  for (;;) {
    const auto left = co_await look(container);
    if (left.empty()) co_return model::Outcome<void>();
    if (clock_.now().mono >= until) {
      fault.klass = model::FaultClass::transient;
      fault.message += "; SIGKILL does not end its process " + std::to_string(left.front().pid);
      co_return fault;
    }
    const auto refused = co_await send(left, container, SIGKILL);
    if (!refused.empty()) co_return for_a_person(fault, container, refused);
    co_await core::wait_for(look_again);
  }
}

}  // namespace docker
