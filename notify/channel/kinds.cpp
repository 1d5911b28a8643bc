// The table of channels.
#include "notify/channel.hpp"
#include "notify/channel/alertmanager/alertmanager.hpp"
#include "notify/channel/cloudevents/cloudevents.hpp"
#include "notify/channel/discord/discord.hpp"
#include "notify/channel/email/read_email.hpp"
#include "notify/channel/exec/exec.hpp"
#include "notify/channel/gotify/gotify.hpp"
#include "notify/channel/matrix/matrix.hpp"
#include "notify/channel/ntfy/ntfy.hpp"
#include "notify/channel/opsgenie/opsgenie.hpp"
#include "notify/channel/pagerduty/pagerduty.hpp"
#include "notify/channel/pushover/pushover.hpp"
#include "notify/channel/slack/slack.hpp"
#include "notify/channel/teams/teams.hpp"
#include "notify/channel/telegram/telegram.hpp"
#include "notify/channel/webhook/webhook.hpp"

namespace notify {

const std::vector<ChannelKind>& channel_kinds() {
  static const std::vector<ChannelKind> kinds{
      {"alertmanager", "Prometheus Alertmanager", alertmanager::read, alertmanager::sample},
      {"cloudevents", "CloudEvents 1.0 over HTTP", cloudevents::read, cloudevents::sample},
      {"discord", "Discord", discord::read, discord::sample},
      {"email", "Email (SMTP)", read_email, email_sample},
      {"exec", "A program of yours", exec::read, exec::sample},
      {"gotify", "Gotify", gotify::read, gotify::sample},
      {"matrix", "Matrix", matrix::read, matrix::sample},
      {"ntfy", "ntfy", ntfy::read, ntfy::sample},
      {"opsgenie", "Opsgenie", opsgenie::read, opsgenie::sample},
      {"pagerduty", "PagerDuty", pagerduty::read, pagerduty::sample},
      {"pushover", "Pushover", pushover::read, pushover::sample},
      {"slack", "Slack", slack::read, slack::sample},
      {"teams", "Microsoft Teams", teams::read, teams::sample},
      {"telegram", "Telegram", telegram::read, telegram::sample},
      {"webhook", "Webhook", webhook::read, webhook::sample},
  };
  return kinds;
}

const ChannelKind* find_channel_kind(std::string_view type) {
  for (const auto& kind : channel_kinds()) {
    if (kind.type == type) return &kind;
  }
  return nullptr;
}

}  // namespace notify
