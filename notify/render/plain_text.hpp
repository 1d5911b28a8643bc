// A message as plain text: of mails, of chats, of programs. Pure, but for the machine's time zone.
#pragma once

#include "notify/message.hpp"

#include <cstddef>
#include <string>

namespace notify {

// All of it: the subject line, then host and severity, what, since when, why, what was done, what
// comes next and the command to look further. UTF-8, lines end in "\n", the last one too.
std::string plain_text(const Message& message);
// The same without the subject line, where that is shown otherwise.
std::string plain_body(const Message& message);

// What is most worth reading of it in at most `bytes_max` bytes: the whole where there is room,
// else the subject line and as many of its items, a line each, as fit. No line break at the end.
std::string short_text(const Message& message, std::size_t bytes_max);

}  // namespace notify
