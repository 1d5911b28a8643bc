// `evenkeel channels`, `notifications` and `silences` as text. Pure.
#pragma once

#include "cli/table.hpp"
#include "cli/world.hpp"
#include "core/clock.hpp"

#include <string>
#include <vector>

namespace cli {

// As far as they are shown; what is absent or null is empty.
struct ChannelText {
  std::string name, type, state, last_sent_at, next_attempt_at, last_answer;
  long long pending = 0;
};

struct ChannelTestText {
  std::string channel, answer;
  bool delivered = false;
  long long took_ms = 0;
};

struct NotificationText {
  long long id = 0, attempts = 0;
  std::string channel, state, created_at, next_attempt_at, answer, subject, severity;
};

struct SilenceText {
  long long id = 0;
  std::string state, starts_at, ends_at, by, comment;
  std::string match;  // "deployment=shop severity=warning"
};

// A text that is no JSON reads as an empty object.
ChannelText decode_channel(const std::string& json);
ChannelTestText decode_channel_test(const std::string& json);
NotificationText decode_notification(const std::string& json);
SilenceText decode_silence(const std::string& json);

std::string channels_text(const std::vector<ChannelText>& channels, core::WallTime now,
                          const Surface& surface);
// What the other side said.
std::string channel_test_text(const ChannelTestText& test, const Surface& surface);
std::string samples_text(const std::vector<ChannelSample>& samples, const Surface& surface);
std::string notifications_text(const std::vector<NotificationText>& notifications,
                               const Surface& surface);
std::string silences_text(const std::vector<SilenceText>& silences, const Surface& surface);

}  // namespace cli
