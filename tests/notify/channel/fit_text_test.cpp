#include "notify/channel/fit_text.hpp"

#include "core/utf8.hpp"
#include "notify/render/sample_messages.hpp"
#include "support/catch.hpp"

using notify::Fit;
using notify::fit_text;
using notify::LengthUnit;
using notify::write_html;

TEST_CASE("a text that fits stays as it is") {
  CHECK(fit_text("abc", {.max = 3}) == "abc");
  CHECK(fit_text("", {.max = 0}).empty());
  CHECK(fit_text("äöü\nß", {.max = 5}) == "äöü\nß");
  CHECK(fit_text("a\nb", {.max = 5, .one_line = true}) == "a b");
}

TEST_CASE("a text that is too long is cut at a character, with a mark that fits, too") {
  CHECK(fit_text("abcdef", {.max = 4}) == "abc…");
  CHECK(fit_text("abcdef", {.max = 1}) == "…");
  CHECK(fit_text("abcdef", {.max = 0}).empty());
  CHECK(fit_text("aaäöü", {.max = 6, .unit = LengthUnit::bytes}) == "aa…");
  CHECK(fit_text("aaäöü", {.max = 7, .unit = LengthUnit::bytes}) == "aaä…");
  CHECK(fit_text("aaäöü", {.max = 8, .unit = LengthUnit::bytes}) == "aaäöü");
  CHECK(fit_text("🔥🔥🔥", {.max = 5, .unit = LengthUnit::utf16}) == "🔥🔥…");
  CHECK(fit_text("🔥🔥🔥", {.max = 4, .unit = LengthUnit::utf16}) == "🔥…");
  CHECK(fit_text("🔥🔥🔥", {.max = 3}) == "🔥🔥🔥");
}

TEST_CASE("a text is never cut inside of an escape") {
  const std::string nasty = "<&>\"'<&>\"'<&>\"'";
  for (std::size_t max = 0; max < 80; ++max) {
    const auto cut = fit_text(nasty, {.max = max, .write = write_html});
    CAPTURE(max, cut);
    CHECK(notify::length_of(cut, LengthUnit::characters) <= max);
    auto rest = cut;
    for (const auto* entity : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "…"})
      for (auto at = rest.find(entity); at != std::string::npos; at = rest.find(entity))
        rest.erase(at, std::string(entity).size());
    CHECK(rest.empty());
  }
}

TEST_CASE("what is no text becomes one") {
  CHECK(fit_text(std::string("a\0b\x1b\x7f\xFFz", 7), {.max = 20}) == "a b  \uFFFDz");
  CHECK(fit_text("a\r\nb\u0085", {.max = 20}) == "a \nb ");
  CHECK(core::is_utf8(fit_text("\xF0\x9F\x94", {.max = 20})));
}

TEST_CASE("the body of a message that is too long names all of its items rather than all of one") {
  const auto message = sample_messages::problem();
  const auto whole = notify::fit_body(message, {.max = 10'000});
  CHECK(whole.find("third attempt") != std::string::npos);
  const auto brief = notify::fit_body(message, {.max = 300});
  CHECK(brief.size() <= 300);
  CHECK(brief.find("shop/web is unhealthy: its health check fails") != std::string::npos);
  CHECK(brief.find("the disk / is 92 % full") != std::string::npos);
  for (std::size_t max = 0; max < 400; max += 7)
    CHECK(notify::length_of(notify::fit_body(message, {.max = max}), LengthUnit::characters) <=
          max);
}

TEST_CASE("a message is shortened until its JSON fits, and says what it left out") {
  const auto small = sample_messages::problem();
  CHECK(notify::fit_message(small, 100'000) == small);
  const auto nasty = sample_messages::nasty();
  for (const std::size_t max : {60'000, 20'000, 8'000}) {
    const auto fitted = notify::fit_message(nasty, max);
    CHECK(notify::json_text(fitted).size() <= max);
    CHECK(fitted.left_out == nasty.left_out + 50 - static_cast<int>(fitted.items.size()));
    CHECK(fitted.id == nasty.id);
  }
  CHECK(notify::fit_message(nasty, 60'000).items.size() > 10);
}
