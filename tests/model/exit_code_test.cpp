#include "model/exit_code.hpp"

#include "support/catch.hpp"

using model::exit_meaning;

TEST_CASE("an exit code says what it means, where it means something by itself") {
  CHECK(exit_meaning(0, false).empty());
  CHECK(exit_meaning(1, false).empty());
  CHECK(exit_meaning(3, false).empty());
  CHECK(exit_meaning(126, false) == "its command cannot be executed");
  CHECK(exit_meaning(137, false).find("SIGKILL") != std::string::npos);
  CHECK(exit_meaning(137, true) == "it ran out of memory");
  CHECK(exit_meaning(1, true) == "something in it had run out of memory");
  CHECK(exit_meaning(143, true) == "ended by SIGTERM");
  CHECK(exit_meaning(0, true).empty());
  CHECK(exit_meaning(159, false) == "ended by signal 31");
  CHECK(exit_meaning(200, false).empty());
  CHECK(exit_meaning(255, false).find("the engine or the host died") == 0);
}
