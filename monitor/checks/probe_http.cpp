#include "monitor/checks/probe_http.hpp"

#include "core/io/curl_http_client.hpp"
#include "core/text.hpp"
#include "core/time_text.hpp"
#include "monitor/checks/body_rules.hpp"
#include "monitor/checks/container_turns.hpp"

#include <algorithm>
#include <utility>

namespace monitor {
namespace {

using namespace std::chrono_literals;

bool is_wanted(int status, const std::vector<std::pair<int, int>>& ranges) {
  return std::any_of(ranges.begin(), ranges.end(), [status](const auto& range) {
    return status >= range.first && status <= range.second;
  });
}

// "3 days", "5 hours", in whole ones.
std::string span_text(core::Milliseconds span) {
  const auto days = std::chrono::duration_cast<std::chrono::days>(span).count();
  if (days > 1) return std::to_string(days) + " days";
  const auto hours = std::chrono::duration_cast<std::chrono::hours>(span).count();
  if (hours > 1) return std::to_string(hours) + " hours";
  return std::to_string(std::chrono::duration_cast<std::chrono::minutes>(span).count()) +
         " minutes";
}

std::string certificate_text(core::WallTime until, core::WallTime now) {
  const auto date = core::rfc3339(until).substr(0, std::string_view("2026-01-31").size());
  if (until < now) return "the certificate ended " + span_text(now - until) + " ago (" + date + ")";
  return "the certificate ends in " + span_text(until - now) + " (" + date + ")";
}

Finding beyond_restart(std::string text) {
  auto finding = failed(std::move(text));
  finding.beyond_restart = true;
  return finding;
}

class HttpProbing final : public Probe {
 public:
  HttpProbing(HttpProbe settings, ProbeTools tools)
      : settings_(std::move(settings)),
        rules_(BodyRules::of({.what = "the body",
                              .contains = settings_.contains,
                              .matches = settings_.matches,
                              .json_path = settings_.json_path,
                              .json_equals = settings_.json_equals})),
        network_(tools.network),
        clock_(tools.clock) {}

  awaitable<Finding> run(Target target, core::Milliseconds limit) override {
    if (!rules_) co_return unknown(rules_.error().what);
    PoolWork work = [this, limit, target = std::move(target)](Deadline end,
                                                              const core::GiveUp& give_up) {
      const AskPlace ask = [&](const std::string& place, Deadline until, core::Milliseconds about) {
        return ask_place(request_to(place, until, give_up), about);
      };
      return ask_in_turn(settings_.url, target, end, limit, give_up, ask);
    };
    auto finding = co_await on_pool(network_, limit, std::move(work));
    co_return finding;
  }

 private:
  core::HttpRequest request_to(const std::string& url, Deadline until,
                               const core::GiveUp& give_up) const {
    core::HttpRequest request;
    request.method = settings_.method;
    request.url = url;
    request.ca_file = settings_.ca_file;
    request.headers = {settings_.headers.begin(), settings_.headers.end()};
    const bool named = std::any_of(
        request.headers.begin(), request.headers.end(),
        [](const auto& header) { return core::lowercase(header.first) == "user-agent"; });
    if (!named) request.headers.emplace_back("User-Agent", "evenkeel");
    request.body = settings_.body;
    // Zero would be no limit.
    request.timeout = request.connect_timeout = std::max(left_until(until), core::Milliseconds{1});
    request.body_bytes_max = http_body_bytes_max;
    request.on_idle = [&give_up] { return !give_up(); };
    request.verify = settings_.verify;
    request.certificate = settings_.certificate_left > 0ms;
    request.direct = request.cut_body = request.plain_errors = true;
    return request;
  }

  Finding ask_place(const core::HttpRequest& request, core::Milliseconds limit) const {
    const auto begun = std::chrono::steady_clock::now();
    const auto response = core::http_exchange(request);
    const auto took =
        std::chrono::round<core::Milliseconds>(std::chrono::steady_clock::now() - begun);
    if (response) return judge(*response, took);
    const auto& error = response.error();
    if (error.code == core::Errc::timeout)
      return failed(error.what + " within " + core::duration_text(limit));
    if (error.code == core::Errc::io) return unable(error.what);
    // The certificate is not trusted: it stays the same.
    if (error.code == core::Errc::denied) return beyond_restart(error.what);
    const bool nothing_learnt =
        error.code == core::Errc::invalid || error.code == core::Errc::cancelled;
    return nothing_learnt ? unknown(error.what) : failed(error.what);
  }

  Finding judge(const core::HttpResponse& response, core::Milliseconds took) const {
    auto text = "answered " + std::to_string(response.status) + " after " +
                std::to_string(took.count()) + " ms";
    if (!is_wanted(response.status, settings_.status)) return failed(text);
    if (settings_.certificate_left > 0ms) {
      const auto until = response.certificate_until;
      if (!until) return failed("there is no certificate: it does not speak TLS");
      const auto now = clock_.now().wall;
      const auto certificate = certificate_text(*until, now);
      if (*until - now < settings_.certificate_left)
        return beyond_restart(certificate + "; it must be valid for " +
                              span_text(settings_.certificate_left));
      text += "; " + certificate;
    }
    const auto problem = rules_->problem(response.body, response.cut);
    return problem ? failed(*problem) : passed(text);
  }

  HttpProbe settings_;
  core::Result<BodyRules> rules_;
  core::BlockingPool& network_;
  const core::Clock& clock_;
};

}  // namespace

std::unique_ptr<Probe> make_http_probe(HttpProbe settings, ProbeTools tools) {
  return std::make_unique<HttpProbing>(std::move(settings), tools);
}

}  // namespace monitor
