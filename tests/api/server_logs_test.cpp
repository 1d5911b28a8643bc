#include "api/stage.hpp"
#include "support/catch.hpp"

using boost::asio::awaitable;
using stage::get;
using stage::Stage;
using stage::Wire;

TEST_CASE("logs that broke off have no last chunk, and their connection is closed") {
  Stage on;
  on.world.logs.pieces = {"a\n"};
  on.world.logs.break_off = core::Error{core::Errc::unavailable, "the engine is away"};
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        Wire wire(of.io);
        co_await wire.open(of.local());
        co_await wire.send(get("/v1/deployments/shop/logs"));
        co_await wire.until("\r\n\r\n");
        const auto body = co_await wire.rest();
        CHECK(body == "2\r\na\n\r\n");
      });
}
