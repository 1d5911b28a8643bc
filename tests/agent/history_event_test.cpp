#include "agent/history_event.hpp"

#include "support/catch.hpp"

TEST_CASE("a history that cannot be written is critical, and resolved later") {
  const auto failed = agent::history_event({false, "no space left on device", false}, true, {});
  CHECK(failed.type == "store.degraded");
  CHECK(failed.severity == model::Severity::critical);
  CHECK(failed.alert == model::Alert{"history", true});
  CHECK(failed.message ==
        "the history of samples cannot be written, everything else goes on: no space left on "
        "device");
  const auto over = agent::history_event({true, "", false}, false, {});
  CHECK(over.alert == model::Alert{"history", false});
  const auto anew = agent::history_event({true, "it was damaged", true}, true, {});
  CHECK_FALSE(anew.alert);
  CHECK(anew.message == "the history of samples was begun anew: it was damaged");
  // Begun anew after it could not be written: that is over, too.
  CHECK(agent::history_event({true, "it was damaged", true}, false, {}).alert ==
        model::Alert{"history", false});
}
