#include "notify/silence_match.hpp"

#include "notify/pipeline_world.hpp"
#include "support/catch.hpp"

using namespace pipeline_test;
using model::Severity;
using notify::Silence;
using notify::SilenceMatch;

namespace {

Silence silence_of(SilenceMatch match, core::Milliseconds from, core::Milliseconds to) {
  Silence silence;
  silence.match = std::move(match);
  silence.starts_at = midnight + from;
  silence.ends_at = midnight + to;
  return silence;
}

bool is_fine(const Silence& silence) { return notify::judge(silence, midnight + 1h).has_value(); }

}  // namespace

TEST_CASE("a silence is refused that silences nothing in time, by nothing, or for ever") {
  const SilenceMatch shop{"", "shop", "", "", {}};
  CHECK(is_fine(silence_of(shop, 0h, 2h)));
  CHECK(is_fine(silence_of({"*", "", "", "", {}}, 2h, 3h)));
  CHECK_FALSE(is_fine(silence_of({"", "", "", "", Severity::warning}, 0h, 2h)));
  CHECK_FALSE(is_fine(silence_of(shop, 3h, 2h)));
  CHECK_FALSE(is_fine(silence_of(shop, 0h, 1h)));
  CHECK_FALSE(is_fine(silence_of(shop, 0h, 24h * 400)));
}

TEST_CASE("a silence by a regular expression is refused: as a name it would match nothing") {
  CHECK_FALSE(is_fine(silence_of({"", "~shop|blog", "", "", {}}, 0h, 2h)));
  CHECK_FALSE(is_fine(silence_of({"", "shop", "", "~check/.*", {}}, 0h, 2h)));
}

TEST_CASE("a silence matches by all that it names") {
  const notify::SilenceFacts facts{"check.failed", "shop", "web", "check/shop/web/ready",
                                   Severity::warning};
  CHECK(matches({"check.*", "", "", "", {}}, facts));
  CHECK(matches({"", "sh?p", "web", "check/*", Severity::warning}, facts));
  CHECK(matches({"", "", "", "*", Severity::critical}, facts));
  CHECK_FALSE(matches({"", "", "", "*", Severity::info}, facts));
  CHECK_FALSE(matches({"spike.*", "shop", "", "", {}}, facts));
  CHECK_FALSE(matches({"", "shop", "db", "", {}}, facts));
}

TEST_CASE("of several silences the last one ends the silence") {
  const notify::SilenceFacts facts{"check.failed", "shop", "web", "k", Severity::warning};
  const std::vector<Silence> all = {silence_of({"", "shop", "", "", {}}, 0h, 2h),
                                    silence_of({"", "*", "", "", {}}, 0h, 3h),
                                    silence_of({"", "blog", "", "", {}}, 0h, 9h)};
  CHECK(notify::silent_until(all, facts, midnight + 1h) == midnight + 3h);
  CHECK_FALSE(notify::silent_until(all, facts, midnight + 3h));
}
