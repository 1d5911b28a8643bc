#include "cli/commands.hpp"
#include "cli/script.hpp"
#include "support/catch.hpp"

#include <fstream>
#include <sstream>

using namespace cli_test;

namespace {

// As a shell splits it, with single quotes.
std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '\'')
      quoted = !quoted;
    else if (c == ' ' && !quoted)
      words.emplace_back();
    else
      words.back() += c;
  }
  return words;
}

std::string manual() {
  std::ifstream file(EVENKEEL_SOURCE "/docs/cli.md");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("wrong usage is exit code 2 with one line that says where to look") {
  const std::vector<std::vector<std::string>> wrong = {
      {},
      {"frobnicate"},
      {"apply"},
      {"stop"},
      {"status", "--nonsense"},
      {"status", "a/b/c"},
      {"status", "shop/"},
      {"status", "--watch", "--check"},
      {"wait", "x", "--for", "soon"},
      {"wait", "x/y"},
      {"start", "x", "--wait=0s"},
      {"start", "x", "--wait=11m"},
      {"logs", "x", "--tail", "-1"},
      {"logs", "x", "-o", "json"},
      {"events", "--after", "later"},
      {"-o", "xml", "status"},
      {"--host", "nowhere", "status"},
      {"--token-file", "/nonexistent/token", "status"},
      {"--token", "x", "--token-file", "/dev/null", "status"},
      {"config", "-f", "x.yaml", "--api-version", "1.44"},
      {"config", "-f", "x.yaml", "--format", "engine", "--api-version", "new"},
      {"apply", "-f", "/nonexistent/compose.yaml"},
  };
  for (const auto& arguments : wrong) {
    Script script;
    const auto run = script.run(arguments);
    CAPTURE(arguments, run.err);
    CHECK(run.code == 2);
    CHECK(run.out.empty());
    CHECK(lines(run.err) == 1);
    CHECK(run.err.starts_with("evenkeel: "));
    CHECK(script.asked.empty());
  }
}

TEST_CASE("a command of a later version is named as such, a slip of the finger gets its neighbor") {
  Script script;
  for (const auto& name : cli::later_commands()) {
    const auto run = script.run({name});
    CHECK(run.code == 2);
    CHECK(has(run.err, name + " is not in this version"));
  }
  CHECK(has(script.run({"statsu"}).err, "Did you mean status?"));
  CHECK(has(script.run({"-o", "json", "agent"}).err, "must be the first word"));
}

TEST_CASE("without a command it is said what is wrong with the flags") {
  Script script;
  CHECK(has(script.run({}).err, "no command was given"));
  CHECK(has(script.run({"-o", "json"}).err, "no command was given"));
  CHECK(has(script.run({"--nope"}).err, "--nope (see `evenkeel --help`)"));
  CHECK(has(script.run({"-o", "xml"}).err, "xml"));
  CHECK(script.run({"--nope"}).code == 2);
}

TEST_CASE("the help of the agent is the agent's own") {
  Script script;
  const auto run = script.run({"help", "agent"});
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  CHECK(script.agent_helps == 1);
}

TEST_CASE("flags of every command may stand before it or after it") {
  Script script;
  script.environment.clear();
  script.answers("GET /v1/deployments/shop/plan", R"({"plan":[],"text":""})");
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"--host", "http://a:1", "-o", "json", "plan", "shop"},
           {"plan", "--host=http://a:1", "shop", "-o", "json"},
           {"-o", "json", "plan", "shop", "--host", "http://a:1"}}) {
    const auto run = script.run(arguments);
    CHECK(run.code == 0);
    CHECK(has(run.out, "\"plan\": []"));
    CHECK(script.requests.back().url == "http://a:1/v1/deployments/shop/plan");
  }
}

TEST_CASE("the token goes into the header, from the flag, a file or the environment") {
  Script script;
  script.answers("POST /v1/reload", Answer{204, ""});
  const auto header = [&](const std::vector<std::string>& flags) {
    auto arguments = flags;
    arguments.emplace_back("reload");
    CHECK(script.run(arguments).code == 0);
    const auto& headers = script.requests.back().headers;
    return headers.empty() ? std::string() : headers.front().second;
  };
  CHECK(header({}).empty());
  CHECK(header({"--token", "t1"}) == "Bearer t1");
  script.environment["EVENKEEL_TOKEN"] = "t2";
  CHECK(header({}) == "Bearer t2");
  CHECK(header({"--token", "t1"}) == "Bearer t1");
}

TEST_CASE("every command teaches by an example, and --help needs no agent") {
  Script script;
  script.unreachable = true;
  const auto all = script.run({"--help"});
  CHECK(all.code == 0);
  CHECK(has(all.out, "\n  agent "));
  CHECK(script.run({"help"}).out == all.out);
  CHECK(script.run({"--version"}).out.starts_with("evenkeel "));
  for (const auto& command : cli::commands()) {
    CAPTURE(command.name);
    CHECK(has(all.out, "\n  " + command.name + " "));
    for (const auto& arguments :
         std::vector<std::vector<std::string>>{{command.name, "--help"}, {"help", command.name}}) {
      const auto help = script.run(arguments);
      CHECK(help.code == 0);
      CHECK(has(help.out, command.summary));
      CHECK(has(help.out, "Example: " + command.example));
    }
  }
}

TEST_CASE("the example of every command is one that the parser takes") {
  for (const auto& command : cli::commands()) {
    if (has(command.example, "-f compose.yaml")) continue;  // needs the file: apply_test
    Script script;
    script.unreachable = true;
    auto arguments = words_of(command.example);
    CAPTURE(command.example);
    CHECK(arguments.front() == "evenkeel");
    arguments.erase(arguments.begin());
    const auto run = script.run(arguments);
    CAPTURE(run.err);
    CHECK(run.code == (command.name == "version" ? 0 : 3));
  }
}

TEST_CASE("the manual has a section for every command, with its example") {
  const auto text = manual();
  CHECK(has(text, "\n## agent\n"));
  for (const auto& command : cli::commands()) {
    CAPTURE(command.name);
    CHECK(has(text, "\n## " + command.name + "\n"));
    CHECK(has(text, command.example));
  }
}
