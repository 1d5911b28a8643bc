// The flags and arguments of a command. It keeps CLI11, which is slow to compile, out of the
// commands.
#pragma once

#include "core/clock.hpp"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace cli {

// What is referred to must outlive the parsing. A value of a wrong form is a usage error that names
// the flag.
class Options {
 public:
  explicit Options(CLI::App& app) : app_(app) {}

  void flag(const char* names, bool& into, const char* help);
  void text(const char* names, std::string& into, const char* help);
  // Where "" is a mistake and not the same as nothing: of a name, for one.
  void text(const char* names, std::optional<std::string>& into, const char* help);
  void one_of(const char* names, std::string& into, std::vector<std::string> choices,
              const char* help);
  // May be given again and again; all that follows up to the next flag are its values, so that a
  // command with arguments has none.
  void texts(const char* names, std::vector<std::string>& into, const char* help);
  // The same with one value each time, for a command with arguments.
  void each(const char* names, std::vector<std::string>& into, const char* help);
  void number(const char* names, std::optional<long long>& into, long long low, long long high,
              const char* help);
  // "30m"; more than zero, at most `max`.
  void duration(const char* names, std::optional<core::Milliseconds>& into, core::Milliseconds max,
                const char* help);
  // --wait, --wait=60s, --wait 60s
  void wait(std::optional<core::Milliseconds>& into);
  void reason(std::string& into);

  void argument(const char* name, std::string& into, const char* help);
  void optional_argument(const char* name, std::optional<std::string>& into, const char* help);
  void optional_arguments(const char* name, std::vector<std::string>& into, const char* help);

 private:
  CLI::App& app_;
};

// Two flags have a short form that the parser would take for something else. `--wait` means
// `--wait=60s`, unless a duration follows: it would take any next argument for its value. `hold
// --host` and `resume --host` without an address mean `--whole-host`.
std::vector<std::string> written_out(const std::string& command,
                                     std::vector<std::string> arguments);

}  // namespace cli
