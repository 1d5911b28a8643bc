#include "notify/group.hpp"

#include "notify/pipeline_world.hpp"
#include "support/catch.hpp"

using namespace pipeline_test;
using notify::Group;

TEST_CASE("the first thing that a thing has gives its group: its cause, its deployment, the host") {
  const std::vector<std::string> by{"cause", "deployment"};
  CHECK(notify::group_name(by, "disk_full sda1", "shop") == "cause disk_full sda1");
  CHECK(notify::group_name(by, "", "shop") == "deployment shop");
  CHECK(notify::group_name(by, "", "") == "the host");
  CHECK(notify::group_name({"deployment"}, "disk_full sda1", "shop") == "deployment shop");
}

TEST_CASE("a group waits for more after its first news, and for its interval after it spoke") {
  const notify::GroupSettings settings;
  Group group;
  notify::note_news(group, midnight, settings);
  CHECK(group.floor == midnight + 30s);
  notify::note_news(group, midnight + 20s, settings);
  CHECK(group.floor == midnight + 30s);
  notify::note_spoken(group, midnight + 30s, settings);
  notify::note_news(group, midnight + 40s, settings);
  CHECK(group.floor == midnight + 30s + 5min);
  notify::note_spoken(group, midnight + 6min, settings);
  notify::note_news(group, midnight + 1h, settings);
  CHECK(group.floor == midnight + 1h + 30s);
}

TEST_CASE("urgent news do not wait") {
  const notify::GroupSettings settings;
  Group group;
  notify::note_news(group, midnight, settings);
  notify::note_urgent_news(group, midnight + 1s);
  CHECK(group.floor == midnight + 1s);
  CHECK(group.look_at == midnight + 1s);
}

TEST_CASE("a clock that is set back makes a group wait for no longer than from now on") {
  const notify::GroupSettings settings;
  Group group;
  notify::note_news(group, midnight + 24h, settings);
  notify::set_clock_back(group, midnight, settings);
  CHECK(group.floor == midnight + 5min);
}
