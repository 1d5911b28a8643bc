// What a check counts of each of its containers.
#include "monitor/checks/kept_check.hpp"

#include "monitor/checks/kept_stage.hpp"
#include "support/catch.hpp"

#include <chrono>

using namespace monitor;
using namespace std::chrono_literals;
using monitor_test::Kept;
using monitor_test::replica;

TEST_CASE("a container that is new or started anew is counted anew, the others go on") {
  const auto a = replica("a"), b = replica("b"), c = replica("c"),
             b_again = replica("b", support::noon.wall + 1s);
  const Target after = GENERATE_COPY(values<Target>({{a}, {a, b, c}, {a, b_again}}));
  Kept kept;
  kept.replicas({a, b});
  kept.take(failed("x"), 2);
  CHECK((kept.is_ill(a) && kept.is_ill(b)));
  kept.replicas({b, a});  // the order says nothing
  CHECK((kept.is_ill(a) && kept.is_ill(b)));
  kept.replicas(after);
  CHECK(kept.check.view(kept.now).state == CheckState::failing);
  CHECK(kept.is_ill(a));
  CHECK_FALSE((kept.is_ill(c) || kept.is_ill(b_again)));
  kept.take(failed("x"), 1);
  CHECK_FALSE((kept.is_ill(c) || kept.is_ill(b_again)));
  kept.take(failed("x"), 1);
  for (const auto& each : after) CHECK(kept.is_ill(each));
  // It was told before, and never was over.
  CHECK(kept.events.size() == 1);
  kept.take(passed("y"));
  CHECK(kept.events.size() == 2);
}

TEST_CASE("where no container is left that ran before, the counting begins anew") {
  Kept kept;
  kept.replicas({replica("a")});
  kept.take(failed("x"), 2);
  kept.replicas({replica("a", support::noon.wall + 1s)});
  CHECK_FALSE(kept.check.ailing().ill);
  CHECK(kept.check.view(kept.now).state == CheckState::pending);
  CHECK(kept.check.view(kept.now).failures == 0);
}

TEST_CASE("one that keeps dying does not keep the failures of the others from being counted") {
  Kept kept;
  const auto steady = replica("a");
  auto dying = replica("b");
  for (int i = 0; i < 2; ++i) {
    dying.started_at += 5s;
    kept.replicas({steady, dying});
    kept.take(failed("x"), 1);
  }
  REQUIRE(kept.events.size() == 1);
  CHECK(kept.is_ill(steady));
  CHECK_FALSE(kept.is_ill(dying));
}

TEST_CASE("what was found of containers that went meanwhile says nothing of those that came") {
  Kept kept;
  const auto a = replica("a"), b = replica("b");
  kept.replicas({b});
  for (int i = 0; i < 3; ++i) {
    kept.now = kept.now + 10s;
    (void)kept.check.take(failed("x"), {a}, kept.now, kept.now);
  }
  CHECK_FALSE(kept.check.has_any_of({a}));
  CHECK_FALSE(kept.is_ill(b));
}
