#include "monitor/checks/probe_clock.hpp"

#include "core/time_text.hpp"
#include "monitor/checks/shown_text.hpp"
#include "monitor/checks/time_server.hpp"

#include <optional>
#include <utility>

namespace monitor {
namespace {

using std::chrono::abs;

std::string kernel_complaint(const KernelClock& kernel, core::Milliseconds offset_max) {
  if (!kernel.in_step) return "no time service keeps the clock in step";
  if (kernel.error > offset_max)
    return "the clock may be wrong by " + core::duration_text(kernel.error) + "; at most " +
           core::duration_text(offset_max) + " is allowed";
  return {};
}

class ClockProbing final : public Probe {
 public:
  ClockProbing(ClockProbe settings, ProbeTools tools, ReadKernelClock kernel)
      : settings_(std::move(settings)),
        server_(parse_host_port(settings_.server, sntp_port)),
        kernel_(std::move(kernel)),
        network_(tools.network),
        clock_(tools.clock) {}

  awaitable<Finding> run(Target, core::Milliseconds limit) override {
    if (settings_.server.empty()) co_return kernel_word();
    if (!server_) co_return unknown("the server " + server_.error().what);
    if (silent_until_ && clock_.now().mono < *silent_until_) co_return without_server(kiss_);
    PoolWork work = [this](Deadline until, const core::GiveUp& give_up) {
      return judge(ask_time_server(*server_, clock_, until, give_up));
    };
    auto finding = co_await on_pool(network_, limit, std::move(work));
    co_return finding;
  }

 private:
  Finding kernel_word() const {
    const auto kernel = kernel_();
    if (!kernel) return unknown(kernel.error().what);
    const auto complaint = kernel_complaint(*kernel, settings_.offset_max);
    if (!complaint.empty()) return failed(complaint);
    return passed("the clock is kept in step, and wrong by " + core::duration_text(kernel->error) +
                  " at most");
  }

  Finding without_server(const std::string& why) const {
    const auto kernel = kernel_();
    const auto complaint = kernel ? kernel_complaint(*kernel, settings_.offset_max) : std::string();
    return complaint.empty() ? unknown(why) : failed(complaint + "; " + why);
  }

  // On a thread of the pool, while nothing else of it runs.
  Finding judge(const core::Result<SntpReply>& reply) {
    const auto name = shown(settings_.server);
    if (!reply && reply.error().code == core::Errc::denied) {
      kiss_ = name + " does not want to be asked (" + reply.error().what + ")";
      silent_until_ = clock_.now().mono + sntp_silence;
      return without_server(kiss_);
    }
    if (!reply && reply.error().code == core::Errc::timeout)
      return without_server(name + " did not answer in time");
    if (!reply) return without_server(name + ": " + reply.error().what);
    const auto wrong = abs(reply->ahead), doubt = reply->delay / 2;
    if (doubt > settings_.offset_max)
      return unknown(name + " answered too slowly to tell, after " +
                     core::duration_text(reply->delay));
    const auto text = "the clock is " + core::duration_text(wrong) +
                      (reply->ahead.count() < 0 ? " behind " : " ahead of ") + name;
    if (wrong <= settings_.offset_max) return passed(text);
    return failed(text + "; at most " + core::duration_text(settings_.offset_max) + " is allowed");
  }

  ClockProbe settings_;
  core::Result<HostPort> server_;
  ReadKernelClock kernel_;
  core::BlockingPool& network_;
  const core::Clock& clock_;
  std::optional<core::MonoTime> silent_until_;
  std::string kiss_;
};

}  // namespace

std::unique_ptr<Probe> make_clock_probe(ClockProbe settings, ProbeTools tools,
                                        ReadKernelClock kernel) {
  return std::make_unique<ClockProbing>(std::move(settings), tools, std::move(kernel));
}

}  // namespace monitor
