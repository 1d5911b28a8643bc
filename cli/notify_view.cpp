#include "cli/notify_view.hpp"

#include "cli/age.hpp"
#include "cli/view.hpp"

namespace cli {
namespace {

constexpr std::size_t subject_columns_max = 60;  // what was answered stands behind it

Tone tone_of_channel(const std::string& state) {
  if (state == "ok") return Tone::good;
  return state == "unused" ? Tone::faint : Tone::bad;
}

Tone tone_of_delivery(const std::string& state) {
  if (state == "sent") return Tone::good;
  if (state == "merged") return Tone::faint;
  return state == "pending" ? Tone::busy : Tone::bad;
}

std::string count_text(long long count) { return count == 0 ? "" : std::to_string(count); }

}  // namespace

std::string channels_text(const std::vector<ChannelText>& channels, core::WallTime now,
                          const Surface& surface) {
  if (channels.empty())
    return "No channel is configured: nobody will be told. `evenkeel channels sample` lists what "
           "there is.\n";
  Table table{{"CHANNEL", "TYPE", "STATE", "PENDING", "LAST SENT", "NEXT TRY", "LAST ANSWER"},
              {},
              {"NEXT TRY", "TYPE"}};
  for (const auto& channel : channels)
    table.rows.push_back({channel.name,
                          channel.type,
                          {channel.state, tone_of_channel(channel.state)},
                          count_text(channel.pending),
                          age_text(channel.last_sent_at, now),
                          local_time(channel.next_attempt_at),
                          channel.last_answer});
  return table_text(table, surface);
}

std::string channel_test_text(const ChannelTestText& test, const Surface& surface) {
  const auto tone = test.delivered ? Tone::good : Tone::bad;
  return printable(test.channel) + ": " +
         painted(test.delivered ? "delivered" : "not delivered", tone, surface.color) + " after " +
         std::to_string(test.took_ms) + " ms: " + printable(test.answer) + "\n";
}

std::string samples_text(const std::vector<ChannelSample>& samples, const Surface& surface) {
  Table table{{"TYPE", "WHAT"}, {}};
  for (const auto& sample : samples) table.rows.push_back({sample.type, sample.title});
  return table_text(table, surface);
}

std::string notifications_text(const std::vector<NotificationText>& notifications,
                               const Surface& surface) {
  if (notifications.empty()) return "No notifications.\n";
  Table table{{"ID", "AT", "CHANNEL", "STATE", "TRIES", "SUBJECT", "ANSWER"},
              {},
              {"TRIES", "AT", "CHANNEL"}};
  for (const auto& each : notifications)
    table.rows.push_back(
        {std::to_string(each.id),
         local_time(each.created_at),
         each.channel,
         {each.state, tone_of_delivery(each.state)},
         count_text(each.attempts),
         {cut(printable(each.subject), subject_columns_max), tone_of_severity(each.severity)},
         each.answer});
  return table_text(table, surface);
}

std::string silences_text(const std::vector<SilenceText>& silences, const Surface& surface) {
  if (silences.empty()) return "No silences.\n";
  Table table{{"ID", "STATE", "FROM", "UNTIL", "MATCH", "BY", "COMMENT"}, {}, {"FROM", "BY"}};
  for (const auto& each : silences)
    table.rows.push_back({std::to_string(each.id),
                          {each.state, each.state == "active" ? Tone::busy : Tone::faint},
                          local_time(each.starts_at),
                          local_time(each.ends_at),
                          each.match,
                          each.by,
                          each.comment});
  return table_text(table, surface);
}

}  // namespace cli
