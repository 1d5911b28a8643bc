#include "api/codec/event_codec.hpp"
#include "api/codec/json_text.hpp"
#include "fakes/api_backend.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

namespace {

model::Event an_exit() {
  model::Event event;
  event.id = 42;
  event.at = fakes::half_past_nine;
  event.type = "service.exited";
  event.deployment = "shop";
  event.service = "web";
  event.container = "abc";
  event.message = "web exited with 1.";
  event.data = R"({"exit_code":1})";
  return event;
}

}  // namespace

TEST_CASE("an event is written as the contract shows it") {
  CHECK(api::json_text(api::to_json(an_exit())) ==
        R"({"id":42,"at":"2026-01-31T09:30:00.000Z","type":"service.exited","severity":"info",)"
        R"("deployment":"shop","service":"web","container":"abc","incident":null,"alert":null,)"
        R"("message":"web exited with 1.","data":{"exit_code":1}})");
}

TEST_CASE("an event with an alert says whether it fires") {
  auto event = an_exit();
  event.incident = 7;
  event.alert = model::Alert{"incident/7", false};
  const auto json = api::to_json(event);
  CHECK(json["incident"] == 7);
  CHECK(api::json_text(json["alert"]) == R"({"key":"incident/7","state":"resolved"})");
}

TEST_CASE("damaged data of one event does not spoil the list") {
  auto event = an_exit();
  event.data = "{broken";
  CHECK(api::json_text(api::to_json(event)["data"]) == "{}");
}

TEST_CASE("a stream item carries its id, its type and one line of data") {
  const auto text = api::sse_text(an_exit());
  CHECK(text.rfind("id: 42\nevent: service.exited\ndata: {\"id\":42,", 0) == 0);
  CHECK(text.substr(text.size() - 3) == "}\n\n");
  CHECK(std::count(text.begin(), text.end(), '\n') == 4);
}

TEST_CASE("a gap resumes after its last id") {
  CHECK(api::sse_text(api::StreamGap{3, 9}) ==
        "id: 9\nevent: stream.gap\ndata: {\"from\":3,\"to\":9}\n\n");
}
