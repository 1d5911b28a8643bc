#include "launchd/jobs.hpp"

#include "core/io/subprocess.hpp"
#include "core/text.hpp"
#include "launchd/print.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

namespace launchd {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t print_bytes_max = 256 * 1024;

core::Error launchctl_failed(const core::Error& error) {
  if (error.code == core::Errc::not_found)
    return {core::Errc::unavailable, "no launchd runs this machine"};
  if (error.code == core::Errc::timeout || error.code == core::Errc::cancelled) return error;
  return {core::Errc::unavailable, error.what};
}

}  // namespace

Jobs::Jobs(core::BlockingPool& pool, JobsSettings settings)
    : pool_(pool), settings_(std::move(settings)) {}

monitor::awaitable<core::Result<monitor::HostService>> Jobs::job_of(std::string place,
                                                                    core::Milliseconds limit) {
  core::Program program;
  program.argv = {settings_.launchctl, "print", std::move(place)};
  program.environment = {{"LC_ALL", "C"}};
  program.limit = limit;
  program.output_bytes_max = print_bytes_max;
  const auto finished = co_await core::run_program(pool_, std::move(program));
  if (!finished) co_return launchctl_failed(finished.error());
  if (finished->exit_code == 0) co_return decode_job(finished->out.text);
  monitor::HostService none;
  none.load = "not-found";
  if (finished->exit_code == no_such_job) co_return none;
  const auto said = core::trim(finished->error.text);
  co_return core::Error{core::Errc::unavailable,
                        "launchctl print: " + std::string(said.substr(0, said.find('\n')))};
}

monitor::awaitable<core::Result<monitor::HostService>> Jobs::job(std::string label,
                                                                 core::Milliseconds limit) {
  const auto until = steady_clock::now() + limit;
  const auto valid = job_label(label);
  if (!valid) co_return valid.error();
  auto found = co_await job_of("system/" + *valid, limit);
  const bool elsewhere = found && found->load == "not-found" && settings_.user != 0;
  if (!elsewhere) co_return found;
  const auto left = std::max(std::chrono::ceil<core::Milliseconds>(until - steady_clock::now()),
                             core::Milliseconds(1));
  auto place = "gui/" + std::to_string(settings_.user) + "/" + *valid;
  co_return co_await job_of(std::move(place), left);
}

}  // namespace launchd
