#include "core/places.hpp"

#include "support/catch.hpp"

#include <map>

namespace {

core::Environment with(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
    const auto it = variables.find(name);
    if (it == variables.end()) return std::nullopt;
    return it->second;
  };
}

}  // namespace

TEST_CASE("root has the places of the system, whatever its environment") {
  const auto places = core::places_of(0, with({{"XDG_CONFIG_HOME", "/x"}}), "/root");
  CHECK(places == core::Places{"/etc/evenkeel", "/var/lib/evenkeel", "/run/evenkeel"});
  CHECK(places.config_file() == "/etc/evenkeel/evenkeel.yaml");
  CHECK(places.config_drop_ins() == "/etc/evenkeel/conf.d");
  CHECK(places.socket() == "/run/evenkeel/evenkeel.sock");
  CHECK(places.token_file() == "/etc/evenkeel/token");
}

TEST_CASE("another user has the folders of XDG, or their fallbacks") {
  CHECK(core::places_of(1000,
                        with({{"XDG_CONFIG_HOME", "/c"},
                              {"XDG_STATE_HOME", "/s"},
                              {"XDG_RUNTIME_DIR", "/run/user/1000"}}),
                        "/home/a") ==
        core::Places{"/c/evenkeel", "/s/evenkeel", "/run/user/1000/evenkeel"});
  CHECK(core::places_of(1000, with({}), "/home/a") ==
        core::Places{"/home/a/.config/evenkeel", "/home/a/.local/state/evenkeel",
                     "/home/a/.local/state/evenkeel/run"});
}

TEST_CASE("a relative or empty folder in the environment counts as none") {
  CHECK(core::user_places(with({{"XDG_CONFIG_HOME", "c"}, {"XDG_STATE_HOME", ""}}), "/home/a") ==
        core::user_places(with({}), "/home/a"));
}

TEST_CASE("a home is what HOME says, else what the system knows of the user") {
  CHECK(core::home_of(0, with({{"HOME", "/elsewhere"}})) == "/elsewhere");
  CHECK(core::home_of(0, with({})) == "/root");
  CHECK(core::home_of(0, with({{"HOME", "relative"}})) == "/root");
  CHECK(core::home_of(4'000'000'000U, with({})) == "/");
}
