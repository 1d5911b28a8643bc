#include "notify/headline.hpp"

#include "notify/plain_line.hpp"
#include "support/catch.hpp"

using namespace std::chrono_literals;
using notify::MessageKind;
using notify::Story;

namespace {

Story story_with(const std::string& headline, bool firing, const std::string& service = "",
                 const std::string& fingerprint = "") {
  Story story;
  story.headline = headline;
  story.item.firing = firing;
  story.item.deployment = "shop";
  story.item.service = service;
  story.item.fingerprint = fingerprint;
  return story;
}

std::string title(MessageKind kind, const std::vector<Story>& stories) {
  return notify::title_of(kind, stories, "deployment shop");
}

}  // namespace

TEST_CASE("an incident's title is its problem where that is short, else a short form of it") {
  model::Incident incident;
  incident.fingerprint = "unhealthy";
  incident.subjects = {{"shop", "web", ""}};
  CHECK(notify::headline_of(incident) == "shop/web is unhealthy");
  incident.problem = "HTTP 502 since noon";
  CHECK(notify::headline_of(incident) == "shop/web: HTTP 502 since noon");
  incident.problem = std::string(300, 'x');
  CHECK(notify::headline_of(incident) == "shop/web is unhealthy");
  incident.subjects = {{"shop", "web", ""}, {"shop", "db", ""}, {"shop", "cache", ""}};
  CHECK(notify::headline_of(incident) == "3 services of shop are unhealthy");
  incident.fingerprint = "bind_source_missing";
  incident.subjects = {{"shop", "web", ""}, {"blog", "db", ""}};
  CHECK(notify::headline_of(incident) == "2 services of 2 deployments do not start");
  incident.subjects = {{"", "", "backup"}};
  incident.fingerprint = "check_failed";
  incident.problem = "";
  CHECK(notify::headline_of(incident) == "the check `backup` fails");
}

TEST_CASE("a title says the worst, and how much there is beside it") {
  CHECK(title(MessageKind::problem, {story_with("shop/web is unhealthy", true)}) ==
        "shop/web is unhealthy");
  CHECK(title(MessageKind::problem, {story_with("a is ill", true), story_with("b is ill", true),
                                     story_with("c is ill", true)}) ==
        "a is ill (and 2 more problems of shop)");
  CHECK(title(MessageKind::problem,
              {story_with("a", true, "a", "unhealthy"), story_with("b", true, "b", "unhealthy"),
               story_with("c", true, "c", "unhealthy")}) == "3 services of shop are unhealthy");
}

TEST_CASE("a title says what is over, and what goes on") {
  auto old = story_with("b is ill", true);
  old.is_news = false;
  CHECK(title(MessageKind::resolved, {story_with("a is well", false)}) == "a is well");
  CHECK(title(MessageKind::resolved, {story_with("a", false), story_with("b", false)}) ==
        "all is well again: 2 problems of shop are over");
  CHECK(title(MessageKind::problem, {old, story_with("a is well", false)}) ==
        "a is well, 1 goes on");
  CHECK(title(MessageKind::problem, {old}) == "still: b is ill");
  CHECK(title(MessageKind::notice, {story_with("db is stopped", true), old}) ==
        "db is stopped (and 1 more notice)");
}

TEST_CASE("a title fits a lock screen") {
  const auto story = story_with(std::string(500, 'x'), true);
  CHECK(title(MessageKind::problem, {story}).size() <= notify::title_bytes_max);
  CHECK(notify::headline_of("the disk at /srv (sdb1) is 95 % full: 2 GiB left. Most is: images") ==
        "the disk at /srv (sdb1) is 95 % full: 2 GiB left");
}

TEST_CASE("durations are rounded so that they are read at a glance") {
  CHECK(notify::rough_text(400ms) == "1s");
  CHECK(notify::rough_text(90s) == "2m");
  CHECK(notify::rough_text(7h + 50min + 10s) == "7h50m");
  CHECK(notify::rough_text(49h + 20min) == "2d1h");
}
