#include "api/metrics/exposition.hpp"
#include "support/catch.hpp"

#include <limits>

using namespace api::metrics;

namespace {

constexpr About about{"evenkeel_test_things", Type::gauge, "Things."};
const std::string head = "# HELP evenkeel_test_things Things.\n# TYPE evenkeel_test_things gauge\n";

std::string value_as_text(double value) {
  std::string out;
  add_single(out, about, value);
  return out.substr(head.size() + about.name.size() + 1);
}

}  // namespace

TEST_CASE("a family has its header once, before its first sample") {
  std::string out;
  Family family(out, about);
  CHECK(out.empty());
  family.add({{"of", "a"}}, 1);
  family.add({{"of", "b"}, {"in", "c"}}, 2.5);
  CHECK(out == head + "evenkeel_test_things{of=\"a\"} 1\n" +
                   "evenkeel_test_things{of=\"b\",in=\"c\"} 2.5\n");
}

TEST_CASE("a family that nothing is known of is absent") {
  std::string out;
  Family(out, about).add({{"of", "a"}}, std::nullopt);
  add_single(out, about, std::nullopt);
  CHECK(out.empty());
}

TEST_CASE("values of labels are escaped, and always UTF-8") {
  std::string out;
  Family(out, about).add({{"of", "a\\b\"c\nd{,}\xc3\xa9\xff"}}, 1);
  CHECK(out == head + "evenkeel_test_things{of=\"a\\\\b\\\"c\\nd{,}\xc3\xa9\xef\xbf\xbd\"} 1\n");
}

TEST_CASE("numbers are exact where they can be, and never cut") {
  CHECK(value_as_text(0) == "0\n");
  CHECK(value_as_text(1e12) == "1000000000000\n");
  CHECK(value_as_text(9'007'199'254'740'992.0) == "9007199254740992\n");
  CHECK(value_as_text(1e18) == "1e+18\n");
  CHECK(value_as_text(0.1) == "0.1\n");
  CHECK(value_as_text(-2.25) == "-2.25\n");
  CHECK(value_as_text(std::numeric_limits<double>::quiet_NaN()) == "NaN\n");
  CHECK(value_as_text(std::numeric_limits<double>::infinity()) == "+Inf\n");
}

TEST_CASE("a histogram counts up to its last bucket") {
  std::string out;
  constexpr About took{"evenkeel_test_seconds", Type::histogram, "Time."};
  Family(out, took).add({{"of", "a"}}, Histogram{{0.1, 1}, {4, 2, 1}, 7.5});
  CHECK(out ==
        "# HELP evenkeel_test_seconds Time.\n# TYPE evenkeel_test_seconds histogram\n"
        "evenkeel_test_seconds_bucket{of=\"a\",le=\"0.1\"} 4\n"
        "evenkeel_test_seconds_bucket{of=\"a\",le=\"1\"} 6\n"
        "evenkeel_test_seconds_bucket{of=\"a\",le=\"+Inf\"} 7\n"
        "evenkeel_test_seconds_sum{of=\"a\"} 7.5\n"
        "evenkeel_test_seconds_count{of=\"a\"} 7\n");
}
