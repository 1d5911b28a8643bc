#include "api/ask.hpp"
#include "core/text.hpp"
#include "support/catch.hpp"

using ask::Asker;
using ask::json;
using namespace std::chrono_literals;

namespace {

notify::ChannelView a_channel(const std::string& name, const std::string& type) {
  notify::ChannelView out;
  out.name = name;
  out.type = type;
  out.state = "unused";
  return out;
}

struct Told : Asker {
  Told() {
    auto ops = a_channel("ops", "email");
    ops.state = "failing";
    ops.pending = 3;
    ops.last_failed_at = fakes::half_past_nine;
    ops.next_attempt_at = fakes::half_past_nine + 5s;
    ops.last_answer = "451 4.7.1 Greylisted";
    world.channels.all = {a_channel("chat", "slack"), ops};
  }
};

notify::Delivery a_delivery(std::int64_t id) {
  notify::Delivery out;
  out.id = id;
  out.channel = "ops";
  out.state = notify::DeliveryState::failed;
  out.attempts = 2;
  out.created_at = fakes::half_past_nine;
  out.expires_at = fakes::half_past_nine + 72h;
  out.ended_at = fakes::half_past_nine + 1min;
  out.answer = "550 5.1.1 no such user";
  out.message.id = "m1";
  out.message.thread = "t1";
  out.message.host = "box";
  out.message.title = "shop/web is unhealthy";
  out.message.summary = "answered 503";
  out.message.at = fakes::half_past_nine;
  notify::Item item;
  item.deployment = "shop";
  item.incident = 7;
  out.message.items = {item, item};
  out.message.left_out = 1;
  return out;
}

}  // namespace

TEST_CASE("channels are listed by name, with what the other side said last") {
  Told asker;
  const auto list = json(asker("GET", "/v1/channels"));
  CHECK(list["items"][1].dump() ==
        R"({"name":"ops","type":"email","state":"failing","pending":3,"last_sent_at":null,)"
        R"("last_failed_at":"2026-01-31T09:30:00.000Z",)"
        R"("next_attempt_at":"2026-01-31T09:30:05.000Z","last_answer":"451 4.7.1 Greylisted"})");
  CHECK(list["next"].is_null());
  const auto first = json(asker("GET", "/v1/channels?limit=1"));
  CHECK(first["items"].size() == 1);
  CHECK(first["next"] == "chat");
  CHECK(json(asker("GET", "/v1/channels?limit=1&after=chat"))["items"][0]["name"] == "ops");
}

TEST_CASE("a channel's test answers exactly what the other side said, whatever it was") {
  Told asker;
  const auto well = asker("POST", "/v1/channels/ops/test");
  CHECK(well.status == 200);
  CHECK(
      json(well).dump() ==
      R"({"channel":"ops","delivered":true,"answer":"250 2.0.0 Ok: queued as 3F2A","took_ms":12})");
  asker.world.channels.delivered = false;
  asker.world.channels.answer = "550 5.1.1 <x@y>: no such user";
  const auto refused = asker("POST", "/v1/channels/ops/test");
  CHECK(refused.status == 200);
  CHECK(json(refused)["delivered"] == false);
  CHECK(json(refused)["answer"] == "550 5.1.1 <x@y>: no such user");
  CHECK(asker.world.sink.recorded.size() == 2);  // access.write
}

TEST_CASE("a channel that is not there is answered with the one that may be meant") {
  Told asker;
  const auto detail = [&](const std::string& name) {
    const auto response = asker("POST", "/v1/channels/" + name + "/test");
    CHECK(response.status == 404);
    return json(response)["detail"].get<std::string>();
  };
  CHECK(detail("opps") == "There is no channel opps. Did you mean ops?");
  CHECK(detail("elsewhere") == "There is no channel elsewhere. There are: chat, ops.");
  asker.world.channels.all.clear();
  CHECK(detail("ops") == "There is no channel ops. None is configured: nobody will be told.");
  asker.world.channels.refusal = core::Error{core::Errc::conflict, "ops is being tested"};
  CHECK(asker("POST", "/v1/channels/ops/test").status == 409);
}

TEST_CASE("a notification is written with its message's subject, and nothing secret") {
  Told asker;
  asker.world.notifications.answer = std::vector{a_delivery(4)};
  CHECK(json(asker("GET", "/v1/notifications"))["items"][0].dump() ==
        R"({"id":4,"channel":"ops","state":"failed","attempts":2,)"
        R"("created_at":"2026-01-31T09:30:00.000Z","expires_at":"2026-02-03T09:30:00.000Z",)"
        R"("next_attempt_at":null,"ended_at":"2026-01-31T09:31:00.000Z",)"
        R"("answer":"550 5.1.1 no such user","message":{"id":"m1","thread":"t1","kind":"problem",)"
        R"("severity":"warning","subject":"[warning] box: shop/web is unhealthy",)"
        R"("summary":"answered 503","at":"2026-01-31T09:30:00.000Z","deployments":["shop"],)"
        R"("incidents":[7],"events":[],"items":3}})");
}

TEST_CASE("notifications are asked for by state and channel, page by page") {
  Told asker;
  asker.world.notifications.answer = std::vector{a_delivery(4), a_delivery(5)};
  const auto full = asker("GET", "/v1/notifications?state=failed&channel=ops&limit=2&after=3");
  CHECK(full.status == 200);
  CHECK(json(full)["next"] == 5);
  const auto& query = asker.world.notifications.queries.at(0);
  CHECK(query.state == notify::DeliveryState::failed);
  CHECK(query.channel == "ops");
  CHECK(query.after == 3);
  CHECK(query.limit == 2);
  CHECK_FALSE(query.newest);
  CHECK(json(asker("GET", "/v1/notifications?newest=true&limit=2"))["next"].is_null());
  CHECK(asker.world.notifications.queries.at(1).newest);
  CHECK(json(asker("GET", "/v1/notifications"))["next"].is_null());
  for (const auto* wrong : {"state=lost", "limit=0", "after=x", "newest=x", "type=x"}) {
    CAPTURE(wrong);
    CHECK(asker("GET", std::string("/v1/notifications?") + wrong).status == 400);
  }
  asker.world.notifications.answer = core::Error{core::Errc::unavailable, "rescue"};
  CHECK(asker("GET", "/v1/notifications").status == 503);
}

TEST_CASE("a notification is tried again where that makes sense") {
  Told asker;
  const auto tried = asker("POST", "/v1/notifications/4/retry");
  CHECK(tried.status == 202);
  CHECK(json(tried)["id"] == 4);
  CHECK(asker.world.notifications.retried == std::vector<std::int64_t>{4});
  CHECK(asker("POST", "/v1/notifications/four/retry").status == 400);
  CHECK(asker("POST", "/v1/notifications/0/retry").status == 400);
  asker.world.notifications.refusal = core::Error{core::Errc::conflict, "it was sent"};
  CHECK(asker("POST", "/v1/notifications/4/retry").status == 409);
  asker.world.notifications.refusal = core::not_found("There is no notification 4.");
  CHECK(asker("POST", "/v1/notifications/4/retry").status == 404);
}

TEST_CASE("channels and notifications are read by who may read, and tried by who may operate") {
  Told asker;
  asker.peer = ask::network;
  asker.headers = {{"Authorization", "Bearer fedcba9876543210"}};
  CHECK(asker("GET", "/v1/channels").status == 200);
  CHECK(asker("GET", "/v1/notifications").status == 200);
  CHECK(asker("POST", "/v1/channels/ops/test").status == 403);
  CHECK(asker("POST", "/v1/notifications/4/retry").status == 403);
  CHECK(asker.world.channels.tested.empty());
  asker.headers = {{"Authorization", "Bearer aaaaaaaaaaaaaaaa"}};
  CHECK(asker("POST", "/v1/channels/ops/test").status == 200);
  CHECK(asker("POST", "/v1/notifications/4/retry").status == 202);
}

TEST_CASE("GET /metrics counts incidents and what was told of them") {
  Told asker;
  model::Incident incident;
  incident.id = 1;
  incident.subjects = {{"shop", "web", ""}};
  asker.world.incidents.all = {incident};
  asker.world.notifications.counted = {{{{"ops", "sent"}, 3}}, 2};
  const auto text = asker("GET", "/metrics").text();
  for (const auto* line : {"evenkeel_incidents_open{severity=\"warning\"} 1\n",
                           "evenkeel_incidents_open{severity=\"critical\"} 0\n",
                           "evenkeel_notifications_total{channel=\"ops\",outcome=\"sent\"} 3\n",
                           "evenkeel_outbox_depth 2\n"}) {
    CAPTURE(line);
    CHECK(core::contains(text, line));
  }
}
