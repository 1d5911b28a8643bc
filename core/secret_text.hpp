// Secrets in what people write as addresses and commands, made unreadable. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace core {

// `***` for the password of a URL ("https://anna:***@host/") and for what follows the name of a
// secret and "=" or ":" ("?token=***", "--password=***", "Authorization: ***"), up to the next
// space, quote, "&", ";" or ",". What cannot be known for a secret stays.
std::string without_secrets(std::string_view text);

// Of each word; the one that follows an option with the name of a secret ("--password", "x") is
// one.
std::vector<std::string> without_secrets(std::vector<std::string> words);

}  // namespace core
