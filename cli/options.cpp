#include "cli/options.hpp"

#include "core/time_text.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>

namespace cli {
namespace {

constexpr core::Milliseconds wait_max{600'000};  // the API's; `evenkeel wait` has no such limit

// As the documentation writes it: 30d, not 4w2d.
std::string limit_text(core::Milliseconds limit) {
  constexpr core::Milliseconds day{86'400'000};
  return limit % day == core::Milliseconds{0} ? std::to_string(limit / day) + "d"
                                              : core::duration_text(limit);
}

// CLI11 prints what is thrown, with the name of the option in front.
core::Milliseconds parsed_duration(const std::string& name, const std::string& text,
                                   core::Milliseconds max) {
  const auto parsed = core::parse_duration(text);
  if (!parsed || *parsed <= core::Milliseconds{0})
    throw CLI::ValidationError(name, "expected a duration such as 30s, 5m or 1h30m, not " + text);
  if (*parsed > max)
    throw CLI::ValidationError(name, "at most " + limit_text(max) + ", not " + text);
  return *parsed;
}

long long parsed_number(const std::string& name, const std::string& text, long long low,
                        long long high) {
  long long value = 0;
  const auto* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (parsed.ec == std::errc{} && parsed.ptr == end && value >= low && value <= high) return value;
  throw CLI::ValidationError(name, "expected a number from " + std::to_string(low) + " to " +
                                       std::to_string(high) + ", not " + text);
}

// CLI11 reads `[a,b]` as a list: of `[]` nothing would be left, and no SERVICE means all of them.
void check_all_are_there(const CLI::App& app, const CLI::Option& option, const std::string& name) {
  const auto& given = app.parse_order();
  const auto arguments = std::count(given.begin(), given.end(), &option);
  if (static_cast<std::size_t>(arguments) != option.count())
    throw CLI::ValidationError(name, "[...] is no name");
}

}  // namespace

void Options::flag(const char* names, bool& into, const char* help) {
  app_.add_flag(names, into, help);
}

void Options::text(const char* names, std::string& into, const char* help) {
  app_.add_option(names, into, help);
}

void Options::text(const char* names, std::optional<std::string>& into, const char* help) {
  app_.add_option_function<std::string>(
      names, [&into](const std::string& value) { into = value; }, help);
}

void Options::one_of(const char* names, std::string& into, std::vector<std::string> choices,
                     const char* help) {
  app_.add_option(names, into, help)->check(CLI::IsMember(std::move(choices)));
}

void Options::texts(const char* names, std::vector<std::string>& into, const char* help) {
  app_.add_option(names, into, help);
}

void Options::each(const char* names, std::vector<std::string>& into, const char* help) {
  app_.add_option(names, into, help)->allow_extra_args(false);
}

void Options::number(const char* names, std::optional<long long>& into, long long low,
                     long long high, const char* help) {
  // CLI11 makes the greatest number of one that is greater than that.
  const auto read = [&into, low, high, name = std::string(names)](const std::string& text) {
    into = parsed_number(name, text, low, high);
  };
  app_.add_option_function<std::string>(names, read, help)->type_name("NUMBER");
}

void Options::duration(const char* names, std::optional<core::Milliseconds>& into,
                       core::Milliseconds max, const char* help) {
  const auto read = [&into, max, name = std::string(names)](const std::string& text) {
    into = parsed_duration(name, text, max);
  };
  app_.add_option_function<std::string>(names, read, help)->type_name("DURATION");
}

void Options::wait(std::optional<core::Milliseconds>& into) {
  duration("--wait", into, wait_max,
           "Wait until it has converged: --wait=2m; --wait alone is 60s. Exit code 1 where it "
           "cannot, 4 where time ran out");
}

void Options::reason(std::string& into) {
  text("--reason", into, "Why; kept in the history and shown by `evenkeel explain`");
}

void Options::argument(const char* name, std::string& into, const char* help) {
  app_.add_option(name, into, help)->required();
}

void Options::optional_argument(const char* name, std::optional<std::string>& into,
                                const char* help) {
  text(name, into, help);
}

void Options::optional_arguments(const char* name, std::vector<std::string>& into,
                                 const char* help) {
  const auto* option = app_.add_option(name, into, help);
  app_.final_callback(
      [&app = app_, option, name = std::string(name)] { check_all_are_there(app, *option, name); });
}

namespace {

// `--wait`, `--wait=2m`, and `--wait 2m`, which would else be a service of that name.
void join_wait(std::vector<std::string>& arguments, std::size_t at) {
  const bool limit_follows =
      at + 1 < arguments.size() && core::parse_duration(arguments[at + 1]).has_value();
  arguments[at] += "=" + (limit_follows ? arguments[at + 1] : "60s");
  if (limit_follows) arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(at) + 1);
}

}  // namespace

std::vector<std::string> written_out(const std::string& command,
                                     std::vector<std::string> arguments) {
  const bool holds = command == "hold" || command == "resume";
  for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
    const bool address_follows =
        i + 1 < arguments.size() && arguments[i + 1].find("://") != std::string::npos;
    if (arguments[i] == "--wait") join_wait(arguments, i);
    if (arguments[i] == "--host" && holds && !address_follows) arguments[i] = "--whole-host";
  }
  return arguments;
}

}  // namespace cli
