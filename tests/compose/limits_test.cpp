// Files made to exhaust the stack or the time of whoever reads them.
#include "compose/interpolate.hpp"
#include "compose/support.hpp"
#include "core/text.hpp"
#include "support/catch.hpp"

using compose_tests::error_of;
using compose_tests::Files;
using compose_tests::load;
using core::contains;

namespace {

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

std::string nested_variables(int levels) {
  return repeated("${A:-", levels) + "x" + repeated("}", levels);
}

std::string with_label(const std::string& value) {
  return "services:\n  web:\n    image: x\n    labels:\n      deep: '" + value + "'\n";
}

std::string number_of_digits(int digits) {
  return std::string(static_cast<std::size_t>(digits), '1');
}

}  // namespace

TEST_CASE("variables nested without end are refused with file, line and key") {
  CHECK(error_of(with_label(nested_variables(20'000))) ==
        "/srv/shop/compose.yaml:5: services.web.labels.deep: variables are nested more than 100 "
        "levels deep");
  CHECK(contains(error_of(with_label(repeated("${A:-", 20'000) + "x}")),
                 "services.web.labels.deep: invalid interpolation format"));
  CHECK(load(with_label(nested_variables(100)))->spec.services.at("web").labels.at("deep") == "x");
}

TEST_CASE("any number of variables stand side by side in one text") {
  const auto loaded =
      load(with_label(repeated("${A:-x}", 20'000) + repeated("$B", 20'000)), {{"B", "b"}});
  INFO((loaded ? "" : loaded.error().what));
  REQUIRE(loaded.has_value());
  CHECK(loaded->spec.services.at("web").labels.at("deep") ==
        std::string(20'000, 'x') + std::string(20'000, 'b'));
}

TEST_CASE("a default reaches to the brace that closes it, or to the last of its line") {
  const compose::Environment environment = {{"B", "b"}};
  const compose::Interpolation interpolation(environment);
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"${A:-x}${B}", "xb"},
      {"${A:-${B:-y}}z", "bz"},
      {"${A:-{\"k\": 1}}!", "{\"k\": 1}!"},
      {"${A:-x} {} ${B:+y}}", "x {} y}"},
      {"${A-}${B?no}\n${A:-x}", "b\nx"}};
  for (const auto& [text, expected] : cases) {
    INFO(text);
    compose::UnsetNames unset;
    CHECK(interpolation.apply(text, unset).value() == expected);
  }
  for (const auto* text : {"${A:-x", "${A:-x\n}", "${}", "${A!}", "${"}) {
    INFO(text);
    compose::UnsetNames unset;
    CHECK_FALSE(interpolation.apply(text, unset).has_value());
  }
}

TEST_CASE("each unset variable is told once, in the order of the text") {
  const compose::Environment none;
  compose::UnsetNames unset;
  REQUIRE(compose::Interpolation(none).apply("$B $A ${B}", unset).has_value());
  CHECK(unset.all() == std::vector<std::string>{"B", "A"});
}

TEST_CASE("YAML nested without end is refused") {
  for (const auto& text : {repeated("[", 20'000) + repeated("]", 20'000),
                           repeated("{a: ", 20'000) + repeated("}", 20'000),
                           repeated("- ", 20'000) + "x", repeated("? ", 20'000) + "x"})
    CHECK(error_of("x-deep: " + text + "\nservices: {web: {image: x}}\n") != "");
}

TEST_CASE("merge keys end, however they refer to themselves or to each other") {
  CHECK(contains(error_of("x-a: {<<: &a [*a]}\nservices: {web: {image: x}}\n"), "itself a part"));
  std::string bomb = "x-a: {<<: [&b0 []";
  for (int i = 1; i < 10; ++i)
    bomb +=
        ", &b" + std::to_string(i) + " [" + repeated("*b" + std::to_string(i - 1) + ", ", 10) + "]";
  CHECK(contains(error_of(bomb + "]}\nservices: {web: {image: x}}\n"), "expands to more than"));
}

TEST_CASE("a number of very many digits is text, and no number where one is wanted") {
  const auto digits = number_of_digits(200'000);
  const auto loaded = load("services:\n  web:\n    image: x\n    labels: {n: " + digits + "}\n");
  INFO((loaded ? "" : loaded.error().what.substr(0, 200)));
  REQUIRE(loaded.has_value());
  CHECK(loaded->spec.services.at("web").labels.at("n") == digits);
  CHECK(contains(error_of("services: {web: {image: x, cpus: '" + digits + "'}}\n"), "cpus"));
}

TEST_CASE("a very long word in an env file is read") {
  const std::string word(500'000, 'w');
  const auto loaded = load(Files{{"compose.yaml", "services: {web: {image: 'x:${TAG}'}}\n"},
                                 {".env", "LONG=" + word + "\nTAG=1\n"}});
  REQUIRE(loaded.has_value());
  CHECK(loaded->spec.services.at("web").image == "x:1");
}

TEST_CASE("a row of services that extend each other ends") {
  const auto row = [](int length) {
    std::string text = "services:\n";
    for (int i = 0; i < length; ++i)
      text +=
          "  s" + std::to_string(10'000 + i) + ": {extends: s" + std::to_string(10'001 + i) + "}\n";
    return text + "  s" + std::to_string(10'000 + length) + ": {image: x}\n";
  };
  CHECK(load(row(100)).has_value());
  CHECK(contains(error_of(row(1'900)), "more than 100 services extend one another"));
}

TEST_CASE("a row of files that include each other ends") {
  const auto row = [](int length) {
    Files files;
    for (int i = 0; i < length; ++i)
      files[i == 0 ? "compose.yaml" : "f" + std::to_string(i)] =
          "include: [f" + std::to_string(i + 1) + "]\n";
    files["f" + std::to_string(length)] = "services: {web: {image: x}}\n";
    return load(files);
  };
  CHECK(row(99).has_value());
  const auto refused = row(1'000);
  REQUIRE_FALSE(refused.has_value());
  CHECK(contains(refused.error().what, "more than 100 files include one another"));
}

TEST_CASE("a file that is larger than allowed is refused with its name") {
  CHECK(error_of(std::string(compose::file_bytes_max + 1, '#')) ==
        "/srv/shop/compose.yaml has more than 8388608 bytes");
}

// A minute under the sanitizers for each of these two: only in `./dev test --all`.
TEST_CASE("one env file for many services is read for each of them, up to a limit for all",
          "[.slow]") {
  const std::string env = "A=" + repeated("x", 4'000'000) + "\n";
  const auto services = [](int count) {
    std::string text = "services:\n";
    for (int i = 0; i < count; ++i)
      text += "  s" + std::to_string(i) + ": {image: x, env_file: a.env}\n";
    return text;
  };
  CHECK(load(Files{{"compose.yaml", services(3)}, {"a.env", env}}).has_value());
  const auto many = load(Files{{"compose.yaml", services(30)}, {"a.env", env}});
  REQUIRE_FALSE(many);
  CHECK(contains(many.error().what, "services.s"));
  CHECK(contains(many.error().what,
                 "/srv/shop/a.env makes all that this project reads more than 67108864 bytes"));
}

TEST_CASE("a text that many aliases stand for is refused before it fills the memory") {
  const auto text = "x-a: &a " + repeated("x", 1'000'000) + "\nservices:\n  web:\n    image: x\n" +
                    "    environment:\n";
  std::string aliases;
  for (int i = 0; i < 100; ++i) aliases += "      V" + std::to_string(i) + ": *a\n";
  CHECK(contains(error_of(text + aliases), "the file expands to more than 67108864 bytes"));
}

TEST_CASE("variables that grow by themselves are refused before they fill the memory", "[.slow]") {
  const compose::Environment environment = {{"A", repeated("x", 1'000'000)}};
  const auto many = load(with_label(repeated("$A", 100)), environment);
  REQUIRE_FALSE(many);
  CHECK(contains(many.error().what, "labels.deep: variables expand to more than 67108864 bytes"));
  std::string labels = "services:\n  web:\n    image: x\n    labels:\n";
  for (int i = 0; i < 100; ++i) labels += "      l" + std::to_string(i) + ": $A\n";
  const auto spread = load(labels, environment);
  REQUIRE_FALSE(spread);
  CHECK(contains(spread.error().what, "variables expand to more than 67108864 bytes in this file"));
  std::string doubling = "V0=xxxxxxxx\n";
  for (int i = 1; i < 40; ++i) {
    const auto before = "${V" + std::to_string(i - 1) + "}";
    doubling += "V" + std::to_string(i) + "=" + before + before + "\n";
  }
  const auto laughs = load(Files{{"compose.yaml", "services: {web: {image: x, env_file: a.env}}\n"},
                                 {"a.env", doubling}});
  REQUIRE_FALSE(laughs);
  CHECK(contains(laughs.error().what, "variables expand to more than 67108864 bytes"));
}

TEST_CASE("an alias of what it is a part of is told with the key it stands at") {
  CHECK(
      error_of("services:\n  a: &x {image: y, labels: *x}\n") ==
      "/srv/shop/compose.yaml:2: services.a.labels: the alias here stands for what it is itself a "
      "part of");
  CHECK(load("x-a: &a {k: v}\nx-b: [*a, *a]\nservices: {web: {image: x, labels: {<<: *a}}}\n"));
}

TEST_CASE("nesting without end is told as such, with a path that can be read") {
  const auto told = error_of("services:\n  web: " + repeated("{a: ", 150) + repeated("}", 150));
  CHECK(contains(told, "compose.yaml:2: services.web.a.a."));
  CHECK(contains(told, ": nested more than 100 levels deep"));
  const auto long_keys =
      error_of("services:\n  web: " + repeated("{\xC3\xA9" + std::string(40, 'k') + ": ", 150) +
               repeated("}", 150));
  CHECK(long_keys.size() < 700);
  CHECK(contains(long_keys, "...: nested more than 100 levels deep"));
  CHECK(contains(error_of("services:\n  web: " + repeated("[", 20'000)),
                 ": nested more than 100 levels deep"));
}

TEST_CASE("a NUL character is for nobody to run") {
  const auto loaded = load("services:\n  web:\n    image: x\n    environment: {A: \"x\\0y\"}\n");
  REQUIRE(loaded.has_value());
  REQUIRE(loaded->unsupported.size() == 1);
  CHECK(loaded->unsupported[0] ==
        "/srv/shop/compose.yaml:4: services.web.environment.A: a NUL character (\\0) is possible "
        "nowhere here");
}
