#include "model/stop_signal.hpp"

#include "support/catch.hpp"

TEST_CASE("a stop signal is understood by its name, with and without SIG, and by its number") {
  CHECK(model::signal_number("SIGQUIT") == 3);
  CHECK(model::signal_number("QUIT") == 3);
  CHECK(model::signal_number("3") == 3);
  CHECK(model::signal_number("SIGTERM") == 15);
}

TEST_CASE("what is no known signal is none") {
  for (const auto* name : {"", "SIG", "SIGNONE", "0", "sigterm"})
    CHECK(model::signal_number(name) == 0);
}
