#include "notify/inhibit.hpp"

#include "support/catch.hpp"

using notify::AlertBook;
using notify::Entry;

namespace {

Entry inhibit_entry(const std::string& key, const std::string& deployment) {
  Entry entry;
  entry.key = key;
  if (!deployment.empty()) entry.deployments = {deployment};
  entry.service = deployment.empty() ? "" : "web";
  return entry;
}

}  // namespace

TEST_CASE("while the engine is away or the breaker is open, what is below is inhibited") {
  for (const auto* key : {"engine", "host/breaker"}) {
    AlertBook book;
    CHECK_FALSE(notify::is_inhibited(book));
    auto& entry = book.put(inhibit_entry(key, ""));
    CHECK(notify::is_inhibited(book));
    entry.firing = false;
    CHECK_FALSE(notify::is_inhibited(book));
  }
  AlertBook book;
  book.put(inhibit_entry("check/disk:/", ""));
  CHECK_FALSE(notify::is_inhibited(book));
}

TEST_CASE("what is mentioned has each subject once, and a bound") {
  AlertBook book;
  book.put(inhibit_entry("engine", ""));
  book.put(inhibit_entry("incident/1", "shop"));
  book.put(inhibit_entry("spike/shop/web/cpu", "shop"));
  CHECK(notify::mentioned_in(book) == std::vector<std::string>{"shop/web"});
  for (int i = 0; i < 80; ++i)
    book.put(inhibit_entry("k" + std::to_string(i), "d" + std::to_string(i)));
  const auto lines = notify::mentioned_in(book);
  REQUIRE(lines.size() == notify::mentioned_max + 1);
  CHECK(lines.back() == "and 31 more");
}
