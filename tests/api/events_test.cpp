#include "api/ask.hpp"
#include "api/event_stream.hpp"
#include "support/catch.hpp"

using ask::Asker;
using ask::header;
using ask::json;

namespace {

model::Event an_event(model::EventId id) {
  model::Event event;
  event.id = id;
  event.type = "service.started";
  return event;
}

std::string next(api::Response& response) {
  boost::asio::io_context io;
  return support::run(io, response.stream->next()).value_or("the end");
}

}  // namespace

TEST_CASE("events are asked for by type, deployment, severity and id") {
  Asker asker;
  asker("GET", "/v1/events?type=service.*&deployment=shop&severity=warning&after=41&limit=7");
  const auto& query = asker.world.events.queries.at(0);
  CHECK(query.filter == api::EventFilter{"service.*", "shop", model::Severity::warning});
  CHECK(query.after == 41);
  CHECK(query.limit == 7);
  CHECK(!query.newest);
  for (const auto* wrong : {"severity=loud", "after=x", "after=-1", "limit=0", "kind=x"})
    CHECK(asker("GET", std::string("/v1/events?") + wrong).status == 400);
}

TEST_CASE("a full page of events names where the next one begins") {
  Asker asker;
  asker.world.events.answer = std::vector{an_event(5), an_event(9)};
  CHECK(json(asker("GET", "/v1/events?limit=2"))["next"] == 9);
  CHECK(json(asker("GET", "/v1/events?limit=3"))["next"].is_null());
  CHECK(json(asker("GET", "/v1/events?limit=2&newest=true"))["next"].is_null());
}

TEST_CASE("the stream begins with a comment, then events and gaps as they come") {
  Asker asker;
  asker.world.events.stream = {api::StreamGap{1, 4}, an_event(5)};
  auto response = asker("GET", "/v1/events/stream");
  CHECK(response.content_type == "text/event-stream");
  CHECK(next(response).front() == ':');
  CHECK(next(response).find("event: stream.gap\n") != std::string::npos);
  CHECK(next(response).rfind("id: 5\n", 0) == 0);
  CHECK(asker.world.events.open == 1);
  response.stream.reset();
  CHECK(asker.world.events.open == 0);
}

TEST_CASE("the stream resumes after the last id that the client saw") {
  Asker asker;
  asker("GET", "/v1/events/stream");
  CHECK(!asker.world.events.subscribed_after);
  asker("GET", "/v1/events/stream?after=7");
  CHECK(asker.world.events.subscribed_after == 7);
  asker.headers = {{"Last-Event-ID", "12"}};
  asker("GET", "/v1/events/stream?after=7&type=service.*");
  CHECK(asker.world.events.subscribed_after == 12);
  CHECK(asker.world.events.subscribed.type == "service.*");
  asker.headers = {{"Last-Event-ID", "twelve"}};
  const auto wrong = asker("GET", "/v1/events/stream");
  CHECK(wrong.status == 400);
  CHECK(json(wrong)["errors"][0]["path"] == "Last-Event-ID");
  asker.headers = {{"Last-Event-ID", ""}};  // a browser that has seen none
  CHECK(asker("GET", "/v1/events/stream").status == 200);
  CHECK(!asker.world.events.subscribed_after);
}

TEST_CASE("logs are asked for with their limits") {
  Asker asker;
  asker.world.logs.pieces = {"a\nb\n", "c\n"};
  auto response =
      asker("GET", "/v1/deployments/shop/logs?service=web&tail=5&since=10m&timestamps=true");
  CHECK(response.content_type == "text/plain; charset=utf-8");
  CHECK(next(response) == "a\nb\n");
  CHECK(next(response) == "c\n");
  CHECK(next(response) == "the end");
  const auto& request = asker.world.logs.requests.at(0);
  CHECK(request.deployment == "shop");
  CHECK(request.service == "web");
  CHECK(request.tail == 5);
  CHECK(request.timestamps);
  CHECK(request.since == fakes::half_past_nine - core::Milliseconds{600'000});
  for (const auto* wrong : {"tail=10001", "tail=all", "since=yesterday", "follow=perhaps"})
    CHECK(asker("GET", std::string("/v1/deployments/shop/logs?") + wrong).status == 400);
  CHECK(asker("GET", "/v1/deployments/shop/logs?service=db").status == 404);
}

TEST_CASE("nothing is written into logs that break off") {
  Asker asker;
  asker.world.logs.pieces = {"a\n"};
  asker.world.logs.break_off = core::Error{core::Errc::unavailable, "the engine is away"};
  auto response = asker("GET", "/v1/deployments/shop/logs");
  CHECK(next(response) == "a\n");
  CHECK_THROWS_WITH(next(response), "the log broke off: the engine is away");
}

TEST_CASE("logs without an engine are refused with the reason") {
  Asker asker;
  asker.world.logs.refusal = core::Error{core::Errc::unavailable, "the engine is away"};
  CHECK(asker("GET", "/v1/deployments/shop/logs").status == 503);
}
