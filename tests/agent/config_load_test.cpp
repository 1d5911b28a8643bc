#include "agent/config_load.hpp"

#include "agent/config_folder.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <filesystem>
#include <sstream>

using agent_test::Folder;

TEST_CASE("no file at all is every default, in the places of the user") {
  const Folder folder;
  const auto config = load_config(folder.source());
  REQUIRE(config);
  CHECK(*config == agent::default_config(folder.source().places));
  CHECK(config->state_dir.ends_with("/state"));
  CHECK(config->api.listen.front().starts_with("unix:///"));
  CHECK(config->api.listen.front().ends_with("/run/evenkeel.sock"));
  CHECK(config->api.listen.back() == "127.0.0.1:7315");
  CHECK(config->api.token_file.ends_with("/token"));
  CHECK(folder.load("# nothing\n") == *config);
}

TEST_CASE("what the command line asked for holds at every reading") {
  const Folder folder;
  auto source = folder.source();
  source.observe_only = true;
  folder.write("evenkeel.yaml", "reconcile: {observe_only: false}\n");
  const auto config = load_config(source);
  REQUIRE(config);
  CHECK(config->reconcile.observe_only);
}

TEST_CASE("files of conf.d are merged in the order of their names, and only *.yaml counts") {
  const Folder folder;
  folder.write("conf.d/10-log.yaml", "log: {level: debug}\n");
  folder.write("conf.d/20-more.yaml", "log: {format: json}\ndeployments: {a: {heal: off}}\n");
  for (const auto* other : {"readme.txt", ".hidden.yaml", ".#10-log.yaml", "10-log.yaml~"})
    folder.write(std::string("conf.d/") + other, "not: [yaml");
  const auto config = folder.load("deployments: {b: {heal: off}}\n");
  CHECK(config.log == agent::LogConfig{"debug", "json"});
  CHECK(config.deployments.size() == 2);
}

TEST_CASE("a key in two files is an error that names both") {
  const Folder folder;
  const auto drop_in = folder.write("conf.d/10-log.yaml", "\nlog: {level: debug}\n");
  const auto main_file = folder.write("evenkeel.yaml", "log: {level: info}\n");
  const auto config = load_config(folder.source());
  REQUIRE_FALSE(config);
  CHECK(config.error().what == drop_in + ":2: log.level: is written twice, here and in " +
                                   main_file + ":1; keep one of them");
}

TEST_CASE("a file of conf.d that holds no map is told so, whatever the others hold") {
  const Folder folder;
  const auto list = folder.write("conf.d/10-list.yaml", "- a\n");
  const auto text = folder.write("conf.d/20-text.yaml", "text\n");
  folder.write("evenkeel.yaml", "log: {level: info}\n");
  const auto config = load_config(folder.source());
  REQUIRE_FALSE(config);
  CHECK(config.error().what == list + ":1: expected a map of keys, found a list\n" + text +
                                   ":1: expected a map of keys, found 'text'");
}

TEST_CASE("a link to a file that is not there is a mistake, in conf.d and beside it") {
  const Folder folder;
  const auto main_file = folder.source().places.config_file();
  const auto drop_in = folder.write("conf.d/10-log.yaml", "");
  std::filesystem::remove(drop_in);
  for (const auto& link : {drop_in, main_file})
    std::filesystem::create_symlink("/nonexistent/evenkeel.yaml", link);
  const auto config = load_config(folder.source());
  REQUIRE_FALSE(config);
  const std::string why =
      ":1: expected a file that can be read: it is a link to one that is not there";
  CHECK(config.error().what == drop_in + why + "\n" + main_file + why);
}

TEST_CASE("a named file must be there, and stands alone") {
  const Folder folder;
  folder.write("conf.d/10-log.yaml", "log: {level: debug}\n");
  auto source = folder.source();
  source.named = folder.write("other.yaml", "log: {format: json}\n");
  CHECK(load_config(source)->log == agent::LogConfig{"info", "json"});
  source.named = source.places.config_dir + "/none.yaml";
  const auto missing = load_config(source);
  REQUIRE_FALSE(missing);
  CHECK(missing.error().what ==
        *source.named + ":1: expected a file, found none: --config must name one");
}

TEST_CASE("what is there and cannot be read is a mistake") {
  const Folder folder;
  std::filesystem::create_directories(folder.source().places.config_file());
  const auto config = load_config(folder.source());
  REQUIRE_FALSE(config);
  CHECK(config.error().what.find(
            "evenkeel.yaml:1: expected a file that can be read: it is a folder") !=
        std::string::npos);
}

TEST_CASE("checking the configuration prints every mistake, or that all is well") {
  const Folder folder;
  std::ostringstream out, err;
  folder.write("evenkeel.yaml", "zzz: 1\nlog:\n  level: loud\n");
  CHECK(check_config(folder.source(), out, err) == 2);
  CHECK(out.str().empty());
  const auto lines = err.str();
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 2);
  CHECK(lines.find("evenkeel.yaml:1: zzz") < lines.find("evenkeel.yaml:3: log.level"));
  folder.write("evenkeel.yaml", "");
  CHECK(check_config(folder.source(), out, err) == 0);
  CHECK(out.str() == "ok\n");
}
