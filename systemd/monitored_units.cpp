#include "systemd/monitored_units.hpp"

#include "core/text.hpp"
#include "systemd/journal.hpp"
#include "systemd/unit_state.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <utility>

namespace systemd {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t show_bytes_max = 64 * 1024;
// One message alone may have megabytes; its cursor comes behind it.
constexpr std::size_t last_message_bytes_max = 1024 * 1024;

// A journal without a single such message is an exit code of 1, and silence.
bool found_nothing(const core::Finished& finished) {
  return finished.exit_code == 1 && finished.out.text.empty() &&
         core::trim(finished.error.text).empty();
}

// The first line of what a program complains of.
core::Error complaint(const char* program, const core::Finished& finished) {
  const auto said = core::trim(finished.error.text);
  auto line = std::string(said.substr(0, said.find('\n')));
  if (line.empty()) line = "ended with exit code " + std::to_string(finished.exit_code);
  return {core::Errc::unavailable, std::string(program) + ": " + line};
}

core::Milliseconds time_until(steady_clock::time_point until) {
  const auto left = std::chrono::ceil<core::Milliseconds>(until - steady_clock::now());
  return std::max(left, core::Milliseconds{1});
}

}  // namespace

MonitoredUnits::MonitoredUnits(core::BlockingPool& pool, const core::Clock& clock,
                               MonitoredUnitsSettings settings)
    : pool_(pool), clock_(clock), settings_(std::move(settings)) {}

core::Status MonitoredUnits::systemd_runs() const {
  std::error_code failure;
  if (std::filesystem::is_directory(settings_.running_mark, failure)) return {};
  return core::Error{core::Errc::unavailable, "no systemd runs this machine"};
}

monitor::awaitable<core::Result<core::Finished>> MonitoredUnits::run(std::vector<std::string> argv,
                                                                     std::size_t bytes_max,
                                                                     core::Milliseconds limit) {
  core::Program program;
  program.argv = std::move(argv);
  program.environment = {{"LC_ALL", "C"}, {"SYSTEMD_COLORS", "0"}};
  program.limit = limit;
  program.output_bytes_max = bytes_max;
  auto finished = co_await core::run_program(pool_, std::move(program));
  if (finished) co_return std::move(*finished);
  auto error = finished.error();
  const bool kept = error.code == core::Errc::timeout || error.code == core::Errc::cancelled;
  if (!kept) error.code = core::Errc::unavailable;
  co_return error;
}

monitor::awaitable<core::Result<core::ProgramOutput>> MonitoredUnits::ask_journal(
    std::vector<std::string> arguments, std::size_t bytes_max, core::Milliseconds limit) {
  arguments.insert(arguments.begin(), settings_.journalctl);
  auto finished = co_await run(std::move(arguments), bytes_max, limit);
  if (!finished) co_return finished.error();
  if (finished->exit_code != 0 && !found_nothing(*finished))
    co_return complaint("journalctl", *finished);
  co_return std::move(finished->out);
}

monitor::awaitable<core::Result<monitor::HostService>> MonitoredUnits::unit(
    std::string name, core::Milliseconds limit) {
  const auto valid = unit_name(name);
  if (!valid) co_return valid.error();
  if (const auto runs = systemd_runs(); !runs) co_return runs.error();
  std::vector<std::string> argv{settings_.systemctl,
                                "--no-pager",
                                "show",
                                std::string("--property=") + unit_properties,
                                "--",
                                *valid};
  const auto shown = co_await run(std::move(argv), show_bytes_max, limit);
  if (!shown) co_return shown.error();
  if (shown->exit_code != 0) co_return complaint("systemctl", *shown);
  co_return decode_unit(shown->out.text);
}

monitor::awaitable<core::Result<std::string>> MonitoredUnits::journal_place(
    std::string unit, core::Milliseconds limit) {
  const auto now = clock_.now().wall;
  auto arguments = journal_end(unit);
  const auto printed = co_await ask_journal(std::move(arguments), last_message_bytes_max, limit);
  if (!printed) co_return printed.error();
  auto place = decode_journal(printed->text).cursor;
  if (place.empty()) place = journal_time(now);
  co_return place;
}

monitor::awaitable<core::Result<JournalPiece>> MonitoredUnits::journal(std::string unit,
                                                                       std::string cursor,
                                                                       std::size_t bytes_max,
                                                                       core::Milliseconds limit) {
  const auto until = steady_clock::now() + limit;
  const auto valid = unit_name(unit);
  if (!valid) co_return valid.error();
  if (const auto runs = systemd_runs(); !runs) co_return runs.error();
  JournalPiece piece;
  if (!cursor.empty()) {
    auto arguments = journal_after(*valid, cursor);
    const auto printed = co_await ask_journal(std::move(arguments), bytes_max, limit);
    if (!printed) co_return printed.error();
    piece = decode_journal(printed->text);
    piece.skipped = printed->dropped > 0 || piece.lines.size() >= journal_messages_max;
    if (piece.cursor.empty()) piece.cursor = cursor;
  }
  if (!cursor.empty() && !piece.skipped) co_return piece;
  auto place = co_await journal_place(*valid, time_until(until));
  if (!place) co_return place.error();
  piece.cursor = std::move(*place);
  co_return piece;
}

}  // namespace systemd
