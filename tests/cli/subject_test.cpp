#include "cli/subject.hpp"

#include "cli/script.hpp"
#include "support/catch.hpp"

using namespace cli_test;

namespace {

// Every way to name a deployment or a service, with a hole for the name.
std::vector<std::vector<std::string>> ways_to_name(const std::string& name) {
  std::vector<std::vector<std::string>> ways;
  for (const std::string verb : {"start", "stop", "restart", "recreate"}) {
    ways.push_back({verb, name});
    ways.push_back({verb, "shop", name});
    ways.push_back({verb, "shop", "web", name});
    ways.push_back({verb, "shop/web", name});
  }
  for (const std::string command : {"status", "plan", "explain", "history", "wait", "hold",
                                    "resume", "logs", "release", "delete"}) {
    ways.push_back({command, name});
  }
  for (const std::string command : {"status", "explain", "hold", "resume", "logs", "stop"})
    ways.push_back({command, "shop/" + name});
  ways.push_back({"delete", name, "--yes"});
  ways.push_back({"hold", name, "--host"});
  ways.push_back({"release", name, "--all"});
  ways.push_back({"events", "--deployment", name});
  ways.push_back({"events", "-f", "--deployment", name});
  return ways;
}

}  // namespace

TEST_CASE("what is no name is wrong usage in every place of a name, and nothing is asked for") {
  const std::vector<std::string> no_names = {
      "",     ".",       "..", "web,chat", "a b", "\xc3\xa9", "%2e%2e",
      "a\nb", "web?x=1", "{}", "%%",       "[]",  "[,]",      std::string(256, 'a')};
  for (const auto& name : no_names) {
    for (const auto& arguments : ways_to_name(name)) {
      auto script = with_shop();
      const auto run = script.run(arguments);
      CAPTURE(arguments, run.err);
      CHECK(run.code == 2);
      CHECK(lines(run.err) == 1);
      CHECK(run.out.empty());
      CHECK(script.asked.empty());
    }
  }
}

TEST_CASE("the refusal of a name says what to do instead") {
  Script script;
  CHECK(script.run({"stop", "shop", ""}).err ==
        "evenkeel: the name of the service is empty (a variable without a value?): say which one, "
        "or no SERVICE at all for the whole deployment\n");
  CHECK(has(script.run({"stop", "shop", "web,chat"}).err,
            "\"web,chat\" is no name of a service: expected letters, digits, _ . - (not . or .. "
            "alone), at most 255; several are written with spaces between them"));
  CHECK(has(script.run({"status", "\xc3\xa9"}).err, "`evenkeel status` lists them"));
  CHECK_FALSE(has(script.run({"status", "\x1b[31m"}).err, "\x1b"));
}

TEST_CASE("a name may have dots, and is the one that was written") {
  for (const std::string name : {"web", "a.b", "..web", "-x", "_", "WEB-1.2_3"}) {
    CAPTURE(name);
    CHECK(cli::parse_subject("shop/" + name).value() == cli::Subject{"shop", name});
    CHECK(cli::parse_service(name).value() == name);
    CHECK(cli::parse_deployment(name).value() == name);
  }
  CHECK(cli::parse_service(std::string(255, 'a')));
}

TEST_CASE("an empty --name is refused, as another project would be applied") {
  for (const std::string command : {"apply", "config"}) {
    Script script;
    const auto run = script.run({command, "-f", "compose.yaml", "--name", ""});
    CHECK(run.code == 2);
    CHECK(has(run.err, "--name is empty"));
    CHECK(script.asked.empty());
  }
}
