#include "notify/rounds.hpp"

#include "core/io/atomic_file.hpp"
#include "notify/delivery_event_codec.hpp"

#include <utility>

namespace notify {
namespace {

core::Status heartbeat_taken(const core::Result<core::HttpResponse>& answer) {
  if (!answer) return answer.error();
  if (answer->status >= 200 && answer->status < 300) return {};
  return core::Error{core::Errc::unavailable, "HTTP " + std::to_string(answer->status)};
}

}  // namespace

Rounds::Rounds(EventSink& events, const core::Clock& clock, boost::asio::any_io_executor executor,
               std::function<std::string()> report, Exchange exchange)
    : events_(events),
      clock_(clock),
      report_(std::move(report)),
      exchange_(std::move(exchange)),
      heartbeat_wakeup_(executor),
      report_wakeup_(executor) {}

Rounds::~Rounds() { request_stop(); }

void Rounds::configure(HeartbeatSettings heartbeat, std::string report_file) {
  if (!(heartbeat == heartbeat_)) {
    heartbeat_ = std::move(heartbeat);
    heartbeat_failing_ = false;
    heartbeat_wakeup_.notify();
  }
  if (report_file != report_file_) {
    report_file_ = std::move(report_file);
    report_failing_ = false;
    report_wakeup_.notify();
  }
}

awaitable<void> Rounds::run_heartbeat() {
  for (;;) {
    auto beating = beat();
    co_await std::move(beating);
    (void)co_await heartbeat_wakeup_.wait_for(heartbeat_.interval);
  }
}

awaitable<void> Rounds::run_report() {
  for (;;) {
    auto writing = write_report();
    co_await std::move(writing);
    (void)co_await report_wakeup_.wait_for(report_interval);
  }
}

awaitable<void> Rounds::beat() {
  if (heartbeat_.url.empty()) co_return;
  core::HttpRequest request;
  request.url = heartbeat_.url;
  request.timeout = heartbeat_timeout;
  request.connect_timeout = heartbeat_timeout;
  request.body_bytes_max = heartbeat_answer_max;
  request.cut_body = true;
  request.plain_errors = true;  // the URL is a secret with most services
  request.on_idle = [goes_on = goes_on_] { return goes_on->load(); };
  const auto url = heartbeat_.url;
  std::function<core::Status()> work = [exchange = exchange_, request = std::move(request)] {
    return heartbeat_taken(exchange(request));
  };
  const auto done = co_await pool_.run(std::move(work));
  if (url == heartbeat_.url) note(done, heartbeat_failing_, "The heartbeat");
}

awaitable<void> Rounds::write_report() {
  if (report_file_.empty() || !report_) co_return;
  std::function<core::Status()> work = [file = report_file_, content = report_()] {
    return core::write_file_atomically(file, content, 0644);
  };
  const auto done = co_await pool_.run(std::move(work));
  note(done, report_failing_, "The health report");
}

void Rounds::note(const core::Status& done, bool& failing, const std::string& subject) {
  if (!done && !failing && goes_on_->load())
    events_.record(round_failing_event(subject, done.error().what, clock_.now().wall));
  failing = !done;
}

}  // namespace notify
