// What is thrown on the way to the engine and back fails what it was thrown in, and nothing else.
#include "reconcile/thrown.hpp"

#include "fakes/world.hpp"
#include "support/catch.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace {

using namespace std::chrono_literals;
using fakes::World;

}  // namespace

TEST_CASE("a step that throws has failed like any other, and its siblings are carried out") {
  World world(std::vector<std::string>{});
  world.scene.service("bad").service("good");
  world.engine.throws.insert("create bad");
  world.put_on_record();
  world.begin();
  CHECK(world.runs("good"));
  CHECK(world.events.count("action.failed") == 1);
  CHECK(world.events.last("action.failed").find("[json] type must be string") != std::string::npos);
  CHECK_FALSE(world.life->own_calls.in_flight("shop-bad-1"));
  world.engine.throws.clear();
  world.pass_time(1min);
  CHECK(world.runs("bad"));
  CHECK(world.track().plan.converged);
}

TEST_CASE("a look that throws is one that failed, and the agent goes on") {
  World world;
  world.watch();
  world.engine.throws.insert("observe ");
  world.pass_time(60s);
  CHECK(world.track().problem == "[json] type must be string");
  world.engine.throws.clear();
  world.engine.crash("web");
  world.pass_time(2s);
  CHECK(world.track().problem.empty());
  CHECK(world.runs("web"));
}

TEST_CASE("what means that a task is cancelled is thrown on") {
  const boost::system::system_error cancelled(boost::asio::error::operation_aborted);
  CHECK_THROWS_AS(reconcile::words_unless_cancelled(std::make_exception_ptr(cancelled)),
                  boost::system::system_error);
  const boost::system::system_error refused(boost::asio::error::connection_refused);
  const auto fault = reconcile::thrown_fault(std::make_exception_ptr(refused), "create of web");
  CHECK(fault.text().starts_with("create of web: it failed within evenkeel: "));
  CHECK(fault.undecided);
}
