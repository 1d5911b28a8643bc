// The messages of one unit, as `journalctl` prints them. Pure.
#pragma once

#include "core/clock.hpp"
#include "monitor/ports.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace systemd {

using JournalPiece = monitor::SystemdUnits::JournalPiece;

// Of one question; more are passed over.
inline constexpr std::size_t journal_messages_max = 20'000;

// Arguments of journalctl for the messages after `cursor`, which is one of the journal, or a time
// of `journal_time`; and for no message but the last, whose cursor is where to begin.
std::vector<std::string> journal_after(const std::string& unit, const std::string& cursor);
std::vector<std::string> journal_end(const std::string& unit);
// A place in a journal that has no message of the unit yet.
std::string journal_time(core::WallTime at);

// Of `--output=cat --show-cursor`: the text of each message, which may have several lines, and a
// last line that names the place. The cursor is "" where that is missing: nothing was printed, or
// the end was cut off.
JournalPiece decode_journal(std::string_view printed);

}  // namespace systemd
