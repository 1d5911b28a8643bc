#include "notify/digest.hpp"

#include "notify/pipeline_world.hpp"
#include "support/catch.hpp"

using namespace pipeline_test;
using notify::Digest;

TEST_CASE("the digest counts by service and kind, and says when it was last") {
  Digest digest;
  CHECK_FALSE(digest.due(8 * 60, utc_minute));
  digest.add({"shop", "web", "was unhealthy", 1, midnight + 1h}, midnight + 1h);
  digest.add({"shop", "web", "was unhealthy", 1, midnight + 2h}, midnight + 2h);
  digest.add({"", "", "failed the check `web`", 1, midnight + 3h}, midnight + 3h);
  CHECK(digest.due(8 * 60, utc_minute) == midnight + 8h);
  const auto stories = digest.stories(utc_minute);
  REQUIRE(stories.size() == 2);
  CHECK(stories[0].item.what == "shop/web was unhealthy, 2 times, last at 02:00");
  CHECK(stories[1].item.what == "the host failed the check `web`, at 03:00");
  CHECK(digest.title() == "3 problems healed by themselves");
}

TEST_CASE("the digest has room for 500 entries and counts the others") {
  Digest digest;
  for (int i = 0; i < 600; ++i)
    digest.add({"d" + std::to_string(i), "web", "was unhealthy", 1, midnight}, midnight);
  CHECK(digest.entries().size() == Digest::entries_max);
  CHECK(digest.beyond() == 100);
  CHECK(digest.title() == "600 problems healed by themselves");
  CHECK(digest.summary().find("100 more had no room") != std::string::npos);
  digest.clear();
  CHECK(digest.empty());
}
