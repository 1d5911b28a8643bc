#include "systemd/units.hpp"

#include "core/io/subprocess.hpp"
#include "core/text.hpp"
#include "systemd/show.hpp"

#include <chrono>
#include <filesystem>

namespace systemd {
namespace {

constexpr core::Milliseconds answer_limit = std::chrono::seconds(2);
constexpr std::size_t answer_bytes_max = 64 * 1024;

// /var/run is a link to /run on every system with systemd.
bool is_system_socket(const std::string& path) {
  return path == "/run/docker.sock" || path == "/var/run/docker.sock";
}

reconcile::EngineUnit unanswered() {
  reconcile::EngineUnit unit;
  unit.known = true;
  unit.socket_active = true;
  unit.active_state = "unknown";
  return unit;
}

}  // namespace

Units::Units(boost::asio::any_io_executor executor, core::BlockingPool& pool,
             UnitsSettings settings)
    : pool_(pool),
      settings_(std::move(settings)),
      is_system_engine_(is_system_socket(settings_.engine_socket)),
      turn_(std::move(executor), 1) {}

bool Units::systemd_runs() const {
  std::error_code failure;
  return std::filesystem::is_directory(settings_.running_mark, failure);
}

reconcile::awaitable<core::Result<std::string>> Units::show(std::vector<std::string> arguments) {
  core::Program program;
  program.argv = {settings_.systemctl, "--no-pager", "show"};
  program.argv.insert(program.argv.end(), arguments.begin(), arguments.end());
  program.environment = {{"LC_ALL", "C"}, {"SYSTEMD_COLORS", "0"}};
  program.limit = answer_limit;
  program.output_bytes_max = answer_bytes_max;
  auto finished = co_await core::run_program(pool_, std::move(program));
  if (!finished) co_return finished.error();
  if (finished->exit_code != 0) {
    co_return core::Error{core::Errc::unavailable,
                          "systemctl show: " + std::string(core::trim(finished->error.text))};
  }
  co_return std::move(finished->out.text);
}

reconcile::awaitable<reconcile::EngineUnit> Units::engine_unit() {
  if (!is_system_engine_ || !systemd_runs()) co_return reconcile::EngineUnit{};
  const auto later = looks_begun_ + 1;  // one under way may have seen what was before
  const auto turn = co_await turn_.acquire();
  if (look_seen_ >= later) co_return seen_;
  const auto own = ++looks_begun_;
  seen_ = co_await look_at_engine();
  look_seen_ = own;
  co_return seen_;
}

reconcile::awaitable<reconcile::EngineUnit> Units::look_at_engine() {
  std::vector<std::string> arguments{
      "--property=Id,LoadState,ActiveState,MainPID,ExecMainStartTimestampMonotonic",
      "docker.service", "docker.socket"};
  const auto shown = co_await show(std::move(arguments));
  if (shown) co_return decode_engine_unit(*shown);
  // No systemctl at all: then nothing of systemd can be asked, now or later.
  if (shown.error().code == core::Errc::not_found) co_return reconcile::EngineUnit{};
  co_return unanswered();
}

reconcile::awaitable<bool> Units::host_going_down() {
  if (!systemd_runs()) co_return false;
  std::vector<std::string> arguments{"--property=SystemState"};
  const auto shown = co_await show(std::move(arguments));
  co_return shown&& decode_going_down(*shown);
}

}  // namespace systemd
