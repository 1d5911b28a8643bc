#include "notify/message.hpp"

#include "model/names.hpp"

namespace notify {
namespace {

constexpr model::Names<MessageKind, 6> message_kinds{{{MessageKind::problem, "problem"},
                                                      {MessageKind::resolved, "resolved"},
                                                      {MessageKind::recovery, "recovery"},
                                                      {MessageKind::notice, "notice"},
                                                      {MessageKind::digest, "digest"},
                                                      {MessageKind::test, "test"}}};

}  // namespace

std::string_view name_of(MessageKind kind) { return model::name_in(message_kinds, kind); }
std::optional<MessageKind> message_kind_from(std::string_view text) {
  return model::value_in(message_kinds, text);
}

std::string subject_line(const Message& message) {
  const auto word = message.kind == MessageKind::resolved ? name_of(MessageKind::resolved)
                                                          : model::name_of(message.severity);
  std::string line = "[" + std::string(word) + "] ";
  // "nas is back after a reboot" names it already.
  if (!message.title.starts_with(message.host + " ")) line += message.host + ": ";
  return line + message.title;
}

}  // namespace notify
