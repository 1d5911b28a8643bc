// Reads the engine's unit and the state of the system, through systemctl.
#pragma once

#include "core/io/blocking.hpp"
#include "core/io/timing.hpp"
#include "reconcile/ports.hpp"

#include <cstdint>
#include <string>

namespace systemd {

struct UnitsSettings {
  std::string engine_socket;  // path of the socket that the agent talks to; "" for an engine over
                              // TCP
  std::string systemctl = "systemctl";
  std::string running_mark = "/run/systemd/system";  // there where systemd runs the system
                                                     // (sd_booted(3))
};

// Only the engine behind the system's own socket is docker.service: for any other, and without
// systemd, nothing is known. Where systemctl does not answer in 2 s, the unit is `known` with the
// state "unknown", and its socket counts as active: then nobody connects to ask, which might start
// what was stopped.
class Units final : public reconcile::HostUnits {
 public:
  // `pool` must outlive this.
  Units(boost::asio::any_io_executor executor, core::BlockingPool& pool, UnitsSettings settings);

  // However many ask at once: two processes of systemctl at most, and each answer is of later than
  // its question.
  reconcile::awaitable<reconcile::EngineUnit> engine_unit() override;
  reconcile::awaitable<bool> host_going_down() override;

 private:
  bool systemd_runs() const;
  reconcile::awaitable<core::Result<std::string>> show(std::vector<std::string> arguments);
  reconcile::awaitable<reconcile::EngineUnit> look_at_engine();

  core::BlockingPool& pool_;
  UnitsSettings settings_;
  bool is_system_engine_;
  core::Semaphore turn_;
  std::uint64_t looks_begun_ = 0, look_seen_ = 0;
  reconcile::EngineUnit seen_;  // by the look of that number
};

}  // namespace systemd
