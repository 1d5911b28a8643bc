#include "cli/run.hpp"

#include "cli/commands.hpp"
#include "cli/help.hpp"
#include "core/text.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <exception>
#include <memory>
#include <new>
#include <ostream>
#include <system_error>

namespace cli {
namespace {

struct Globals {
  Access access;
  std::string output;
};

// The table says how a command is written; CLI11 does not know what belongs together.
class UsageFormatter final : public CLI::Formatter {
 public:
  explicit UsageFormatter(std::string usage) : usage_(std::move(usage)) {}
  std::string make_usage(const CLI::App*, std::string name) const override {
    return "Usage: " + name + (usage_.empty() ? "" : " " + usage_) + "\n";
  }

 private:
  std::string usage_;
};

struct Parsed {
  Action action;
  Globals globals;
};

std::string sentence(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

ExitCode report(World& world, const Failure& failure) {
  world.out.flush();
  world.err << "evenkeel: " << sentence(failure.message) << "\n";
  return failure.code;
}

void define_globals(CLI::App& app, Globals& globals) {
  Options options(app);
  options.text("--host", globals.access.host,
               "Where the agent is: unix://, http(s)://, ssh:// (EVENKEEL_HOST)");
  options.text("--token", globals.access.token, "For http(s) (EVENKEEL_TOKEN)");
  options.text("--token-file", globals.access.token_file, "A file that holds the token");
  options.one_of("-o,--output", globals.output, {"table", "json", "yaml"}, "How to print");
}

Failure unknown_command(const std::string& name) {
  if (name == "agent")
    return wrong_usage(
        "`agent` must be the first word: evenkeel agent [FLAGS]; evenkeel agent --help");
  const auto& later = later_commands();
  if (std::find(later.begin(), later.end(), name) != later.end())
    return wrong_usage("the command " + name + " is not in this version");
  std::vector<std::string> known = {"agent"};
  for (const auto& command : commands()) known.push_back(command.name);
  const auto near = core::nearest(name, known);
  return wrong_usage("there is no command " + name + "." +
                     (near.empty() ? "" : " Did you mean " + near + "?") +
                     " `evenkeel --help` lists them all.");
}

// The first argument that is no flag and no value of one: flags of every command may come before
// it.
std::string command_name(const std::vector<std::string>& arguments) {
  static const std::vector<std::string> with_value = {"--host", "--token", "--token-file", "-o",
                                                      "--output"};
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto& argument = arguments[i];
    if (std::find(with_value.begin(), with_value.end(), argument) != with_value.end())
      ++i;
    else if (!argument.starts_with('-'))
      return argument;
  }
  return "";
}

const Command* find_command(const std::string& name) {
  for (const auto& command : commands()) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

// CLI11 says `--wait: ...`; the help of the command, "" for the program's, is where to look next.
Failure usage_failure(const CLI::ParseError& error, const std::string& command) {
  return wrong_usage(core::replace_all(sentence(error.what()), "\n", " ") + " (see `evenkeel " +
                     (command.empty() ? "" : command + " ") + "--help`)");
}

Expected<Parsed> parse_command(const Command& command, std::vector<std::string> arguments,
                               std::string& help) {
  CLI::App app(command.summary, "evenkeel " + command.name);
  app.formatter(std::make_shared<UsageFormatter>(command.usage));
  app.footer("Example: " + command.example + (command.more.empty() ? "" : "\n\n" + command.more));
  Parsed parsed;
  define_globals(app, parsed.globals);
  Options options(app);
  parsed.action = command.define(options);
  // CLI11 takes its arguments from the back.
  std::reverse(arguments.begin(), arguments.end());
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    help = app.help();
  } catch (const CLI::ParseError& error) {
    return usage_failure(error, command.name);
  }
  return parsed;
}

Format format_of(const std::string& output) {
  if (output == "json") return Format::json;
  return output == "yaml" ? Format::yaml : Format::table;
}

Outcome carry_out(World& world, const Command& command, std::vector<std::string> arguments) {
  std::string help;
  auto parsed = parse_command(command, written_out(command.name, std::move(arguments)), help);
  if (!parsed) return parsed.error();
  if (!help.empty()) {
    world.out << help;
    return ExitCode::done;
  }
  Client client(world, parsed->globals.access);
  Session session{world, client, format_of(parsed->globals.output)};
  return parsed->action(session);
}

bool contains(const std::vector<std::string>& arguments, const std::string& wanted) {
  return std::find(arguments.begin(), arguments.end(), wanted) != arguments.end();
}

// CLI11 knows which flag is none, and which has no value.
Failure no_command(std::vector<std::string> arguments) {
  CLI::App app;
  Globals globals;
  define_globals(app, globals);
  std::reverse(arguments.begin(), arguments.end());
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return usage_failure(error, "");
  }
  return wrong_usage("no command was given. `evenkeel --help` lists them.");
}

Outcome without_command(World& world, const std::vector<std::string>& arguments) {
  if (contains(arguments, "--version")) {
    world.out << "evenkeel " << EVENKEEL_VERSION << "\n";
    return ExitCode::done;
  }
  if (!contains(arguments, "--help") && !contains(arguments, "-h")) return no_command(arguments);
  world.out << help_text();
  return ExitCode::done;
}

// `evenkeel help status` is `evenkeel status --help`.
void turn_help_around(std::vector<std::string>& arguments) {
  arguments.erase(std::find(arguments.begin(), arguments.end(), "help"));
  arguments.emplace_back("--help");
}

Outcome dispatch(World& world, std::vector<std::string> arguments) {
  const bool help = command_name(arguments) == "help";
  if (help) turn_help_around(arguments);
  const auto name = command_name(arguments);
  if (name.empty()) return without_command(world, arguments);
  if (help && name == "agent") {
    world.print_agent_help();
    return ExitCode::done;
  }
  const auto* command = find_command(name);
  if (command == nullptr) return unknown_command(name);
  arguments.erase(std::find(arguments.begin(), arguments.end(), name));
  return carry_out(world, *command, std::move(arguments));
}

// What could not be written was not done; that a reader wants no more is no failure.
ExitCode with_output_written(World& world, ExitCode code) {
  world.out.flush();
  if (world.out.good()) return code;
  const int why = world.write_error();
  if (why == EPIPE) return code;
  world.err << "evenkeel: cannot write to standard output: "
            << std::generic_category().message(why == 0 ? EIO : why) << "\n";
  return code == ExitCode::done ? ExitCode::failed : code;
}

}  // namespace

namespace {

// What a library throws unexpectedly ends in a message, too: nobody is helped by a core.
Outcome dispatch_safely(World& world, std::vector<std::string> arguments) {
  try {
    return dispatch(world, std::move(arguments));
  } catch (const std::bad_alloc&) {
    return Failure{ExitCode::failed, "there is not enough memory for this"};
  } catch (const std::exception& error) {
    return Failure{ExitCode::failed, std::string("this should not happen, and is a mistake in "
                                                 "evenkeel itself: ") +
                                         error.what()};
  }
}

}  // namespace

int run_in(World& world, std::vector<std::string> arguments) {
  const auto outcome = dispatch_safely(world, std::move(arguments));
  const auto code = outcome ? *outcome : report(world, outcome.error());
  return static_cast<int>(with_output_written(world, code));
}

int run(int argc, char** argv, FromAgent from_agent) {
  occupy_standard_descriptors();
  // A reader that wants no more is seen when something is written; what was begun is done all the
  // same.
  (void)std::signal(SIGPIPE, SIG_IGN);
  auto world = real_world();
  world.print_agent_help = std::move(from_agent.print_help);
  world.channel_samples = std::move(from_agent.channel_samples);
  return run_in(world, {argv + 1, argv + argc});
}

}  // namespace cli
