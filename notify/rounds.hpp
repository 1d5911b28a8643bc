// What goes out at a fixed pace, whatever happens: the heartbeat to a URL outside, whose absence is
// an alarm there, and the health report as a file. A failure is recorded once, when it begins. I/O
// thread only; what blocks works on a thread of their own.
#pragma once

#include "core/clock.hpp"
#include "core/io/blocking.hpp"
#include "core/io/curl_http_client.hpp"
#include "core/io/timing.hpp"
#include "notify/ports.hpp"
#include "notify/settings.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <string>

namespace notify {

class Rounds {
 public:
  static constexpr core::Milliseconds report_interval{60'000}, heartbeat_timeout{10'000};
  static constexpr std::size_t heartbeat_answer_max = 64 * 1024;
  using Exchange = std::function<core::Result<core::HttpResponse>(const core::HttpRequest&)>;

  // `report`: the health report as JSON.
  Rounds(EventSink& events, const core::Clock& clock, boost::asio::any_io_executor executor,
         std::function<std::string()> report, Exchange exchange = core::http_exchange);
  ~Rounds();

  void configure(HeartbeatSettings heartbeat, std::string report_file);
  void request_stop() { goes_on_->store(false); }

  // Until cancelled.
  awaitable<void> run_heartbeat();
  awaitable<void> run_report();
  // One of them, where it is configured.
  awaitable<void> beat();
  awaitable<void> write_report();

 private:
  void note(const core::Status& done, bool& failing, const std::string& subject);

  EventSink& events_;
  const core::Clock& clock_;
  std::function<std::string()> report_;
  Exchange exchange_;
  HeartbeatSettings heartbeat_;
  std::string report_file_;
  bool heartbeat_failing_ = false, report_failing_ = false;
  core::Wakeup heartbeat_wakeup_, report_wakeup_;
  std::shared_ptr<std::atomic<bool>> goes_on_ = std::make_shared<std::atomic<bool>>(true);
  core::BlockingPool pool_{"ek-notify-round", 2};
};

}  // namespace notify
