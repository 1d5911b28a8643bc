#include "notify/plain_line.hpp"

#include "support/catch.hpp"

#include <string>

using notify::one_line;
using notify::without_secrets;

namespace {

struct MaskCase {
  const char *text, *shown;
};

constexpr MaskCase mask_cases[] = {
    {"nothing of the kind", "nothing of the kind"},
    {"POSTGRES_PASSWORD=hunter2 is wrong", "POSTGRES_PASSWORD=*** is wrong"},
    {"password: hunter2, user: bob", "password: ***, user: bob"},
    {R"({"api_key": "abc def", "a": 1})", R"({"api_key": ***, "a": 1})"},
    {"run with --token s3cret now", "run with --token *** now"},
    {"GET /x?token=abc&page=2", "GET /x?token=***&page=2"},
    {"Authorization: Bearer abc.def.ghi failed", "Authorization: *** failed"},
    {"sent bearer abc.def", "sent bearer ***"},
    {"pulling https://bob:pw@registry.example.org/a", "pulling https://***@registry.example.org/a"},
    {"amqp://guest:guest@mq:5672 refused", "amqp://***@mq:5672 refused"},
    {"mail to a@example.org", "mail to a@example.org"},
    {"unauthorized: authentication required", "unauthorized: authentication required"},
    {"password=a password=b", "password=*** password=***"},
    {"the secret is out", "the secret is out"},
    {"password=", "password="},
};

}  // namespace

TEST_CASE("what looks like a secret is not shown") {
  for (const auto& each : mask_cases) CHECK(without_secrets(each.text) == each.shown);
}

TEST_CASE("a line has no control characters and is well-formed UTF-8") {
  CHECK(one_line("a\n\tb\x01  c\r\n") == "a b c");
  CHECK(one_line("a\xFF"
                 "b") ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(one_line("") == "");
  CHECK(one_line("\n\n") == "");
}

TEST_CASE("a line is cut at a character, and says so") {
  CHECK(one_line("abcdefghij", 10) == "abcdefghij");
  CHECK(one_line("abcdefghijk", 10) == "abcdefg…");
  const auto cut = one_line("ääääääääää", 10);
  CHECK(cut == "äää…");
  CHECK(notify::plain_line(std::string(500, 'x') + " password=hunter2", 510).find("hunter") ==
        std::string::npos);
}
