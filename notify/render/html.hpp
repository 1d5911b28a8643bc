// A message as an HTML page for mail programs: one column that a phone shows without zooming,
// styles only in the elements (many programs drop the rest), nothing loaded from anywhere, no
// script, every text escaped. Colors: text and ground are the reader's own, so that it reads in
// light and dark; where a ground is set, the text on it is set as well. Pure, but for the machine's
// time zone.
#pragma once

#include "notify/message.hpp"

#include <string>
#include <string_view>

namespace notify {

// Lines end in "\n". Lines may be long: a mail encodes it.
std::string html_page(const Message& message);

// For text and for values of attributes in double quotes.
std::string escape_html(std::string_view text);

}  // namespace notify
