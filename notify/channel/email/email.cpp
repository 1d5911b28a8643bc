#include "notify/channel/email/email.hpp"

#include "notify/channel/email/compose.hpp"
#include "notify/channel/email/judge_mail.hpp"
#include "notify/channel/email/stragglers.hpp"

#include <algorithm>
#include <utility>

namespace notify {
namespace {

class EmailChannel final : public Channel {
 public:
  explicit EmailChannel(EmailSettings settings) : settings_(std::move(settings)) {}

  Answer send(const Message& message, const SendLimit& limit) override {
    auto request = settings_.server;
    request.to = stragglers_.left_of(message.id, addresses());
    if (request.to.empty()) return {SendOutcome::delivered, "everybody has it", std::nullopt};
    request.from = settings_.head.from.address;
    request.hello = mail_host(message.host);
    request.text = compose_mail(message, settings_.head);
    request.timeout = std::min(request.timeout, limit.timeout);
    request.step_timeout = std::max(core::Milliseconds{1'000}, request.timeout / 2);
    request.goes_on = limit.goes_on;
    const auto answer = core::send_mail(request);
    const auto now = core::SystemClock().now().mono;
    return judge_mail(answer, stragglers_.take(message.id, request.to, answer, now));
  }

 private:
  std::vector<std::string> addresses() const {
    std::vector<std::string> all;
    for (const auto& each : settings_.head.to) all.push_back(each.address);
    return all;
  }

  EmailSettings settings_;
  Stragglers stragglers_;
};

}  // namespace

std::unique_ptr<Channel> make_email_channel(EmailSettings settings) {
  return std::make_unique<EmailChannel>(std::move(settings));
}

}  // namespace notify
