#include "notify/channel/exec/exec.hpp"

#include "core/text.hpp"
#include "core/time_text.hpp"
#include "notify/channel/fit_text.hpp"
#include "notify/channel/key_reader.hpp"

#include <algorithm>
#include <chrono>

namespace notify::exec {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t shown_bytes_max = 300;

std::string variable_text(std::string_view text) {
  return fit_text(text, {.max = 1'000, .unit = LengthUnit::bytes, .one_line = true});
}

std::string last_line(const core::ProgramOutput& output) {
  const auto text = core::trim(output.tail.empty() ? output.text : output.tail);
  const auto line = text.substr(text.find_last_of('\n') + 1);
  return fit_text(line, {.max = shown_bytes_max, .unit = LengthUnit::bytes, .one_line = true});
}

// It may hold arguments: only the program is named.
std::string words_of(const core::Error& error) {
  switch (error.code) {
    case core::Errc::timeout: return "did not end in time, and was killed";
    case core::Errc::cancelled: return "given up: the agent stops";
    case core::Errc::too_large: return "printed without end, or its input is too large";
    default: return error.what;
  }
}

class ExecChannel final : public Channel {
 public:
  explicit ExecChannel(Settings settings) : settings_(std::move(settings)) {}
  Answer send(const Message& message, const SendLimit& limit) override {
    auto program = format(message, settings_);
    program.limit = std::min(program.limit, limit.timeout);
    if (limit.goes_on) program.give_up = [&limit] { return !limit.goes_on(); };
    return judge(core::run_program(program));
  }

 private:
  Settings settings_;
};

}  // namespace

core::Program format(const Message& message, const Settings& settings) {
  core::Program program;
  program.argv = settings.command;
  program.environment = {{"EVENKEEL_ID", message.id},
                         {"EVENKEEL_THREAD", message.thread},
                         {"EVENKEEL_KIND", std::string(name_of(message.kind))},
                         {"EVENKEEL_SEVERITY", std::string(model::name_of(message.severity))},
                         {"EVENKEEL_HOST_NAME", variable_text(message.host)},
                         {"EVENKEEL_TITLE", variable_text(message.title)}};
  program.limit = settings.timeout;
  program.output_bytes_max = output_bytes_max;
  program.flood_bytes_max = flood_bytes_max;
  program.kill_left_behind = true;
  program.input = json_text(fit_message(message, input_bytes_max)) + "\n";
  return program;
}

Answer judge(const core::Result<core::Finished>& finished) {
  if (!finished) return {SendOutcome::retry, words_of(finished.error()), std::nullopt};
  Answer answer;
  if (finished->exit_code == exit_retry) answer.outcome = SendOutcome::retry;
  answer.saw_it = answer.outcome == SendOutcome::retry;
  if (finished->exit_code != 0 && finished->exit_code != exit_retry)
    answer.outcome = SendOutcome::refused;
  const auto said = last_line(finished->error);
  const auto printed = said.empty() ? last_line(finished->out) : said;
  answer.text = "exit " + std::to_string(finished->exit_code);
  if (!printed.empty()) answer.text += ": " + printed;
  return answer;
}

std::optional<ChannelSettings> read(core::YamlMap& map) {
  KeyReader keys(map, "exec");
  Settings settings;
  settings.command = keys.texts("command", nullptr);
  if (settings.command.empty())
    keys.refuse("command", "expected a list: the program with its absolute path, then arguments");
  else if (!settings.command.front().starts_with('/'))
    keys.refuse("command", "expected the absolute path of a program first, found '" +
                               settings.command.front() + "'");
  settings.timeout = keys.duration("timeout", settings.timeout, 1s, send_timeout_max);
  return keys.settings([settings] { return std::make_unique<ExecChannel>(settings); });
}

const std::string_view sample = R"(notify:
  channels:
    script:
      type: exec
      # Gets the message as JSON on its standard input. Exit 0: delivered, 75: try again later, else refused.
      command: [/usr/local/bin/tell, --channel, ops]
      timeout: 30s
)";

}  // namespace notify::exec
