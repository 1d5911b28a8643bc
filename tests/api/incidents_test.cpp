#include "api/ask.hpp"
#include "core/text.hpp"
#include "core/time_text.hpp"
#include "support/catch.hpp"

using ask::Asker;
using ask::json;
using namespace std::chrono_literals;

namespace {

model::Incident an_incident(model::IncidentId id, const std::string& service,
                            model::IncidentState state = model::IncidentState::open) {
  model::Incident out;
  out.id = id;
  out.fingerprint = "unhealthy";
  out.subjects = {{"shop", service, ""}};
  out.state = state;
  out.problem = "shop/" + service + " is unhealthy: answered 503";
  out.opened_at = out.first_opened_at = out.last_seen_at = fakes::half_past_nine;
  if (state == model::IncidentState::resolved) out.resolved_at = fakes::half_past_nine + 1h;
  return out;
}

struct Troubled : Asker {
  Troubled() {
    auto web = an_incident(7, "web");
    web.attempts = 2;
    web.evidence = {{fakes::half_past_nine, "service.unhealthy", "web: answered 503"}};
    web.done = {"restarted shop-web-1"};
    auto backup = an_incident(9, "", model::IncidentState::needs_operator);
    backup.subjects = {{"", "", "backup"}};
    backup.needs_operator_at = fakes::half_past_nine;
    world.incidents.all = {an_incident(3, "db", model::IncidentState::resolved), web, backup};
    world.incidents.open = {{{"shop", "web"}, 7}};
  }
};

std::vector<int> ids(const api::Response& response) {
  std::vector<int> out;
  const auto list = json(response);
  for (const auto& item : list["items"]) out.push_back(item["id"]);
  return out;
}

using Ids = std::vector<int>;

}  // namespace

TEST_CASE("an incident is written with what was seen, what was done and what comes next") {
  Troubled asker;
  CHECK(json(asker("GET", "/v1/incidents/7")).dump() ==
        R"({"id":7,"state":"open","severity":"warning","criticality":"standard",)"
        R"("fingerprint":"unhealthy","cause":null,"problem":"shop/web is unhealthy: answered 503",)"
        R"("subjects":[{"deployment":"shop","service":"web","check":null,"text":"shop/web"}],)"
        R"("affected":[],"opened_at":"2026-01-31T09:30:00.000Z",)"
        R"("first_opened_at":"2026-01-31T09:30:00.000Z","last_seen_at":"2026-01-31T09:30:00.000Z",)"
        R"("well_since":null,"needs_operator_at":null,"resolved_at":null,"acknowledged":null,)"
        R"("occurrences":1,"attempts":2,"evidence":[{"at":"2026-01-31T09:30:00.000Z",)"
        R"("type":"service.unhealthy","text":"web: answered 503"}],)"
        R"("done":["restarted shop-web-1"],"next":"evenkeel is at it."})");
}

TEST_CASE("what comes next with an incident") {
  Troubled asker;
  const auto next = [&](int id) {
    return json(asker("GET", "/v1/incidents/" + std::to_string(id)))["next"];
  };
  CHECK(next(3).is_null());
  CHECK(next(9) == "A person is needed.");
  const auto later = fakes::half_past_nine + 5min;
  asker.world.views.all["shop"].services[0].next_attempt_at = later;
  CHECK(next(7) == "The next attempt is at " + core::local_text(later) + ".");
  auto& web = asker.world.incidents.all[1];
  web.state = model::IncidentState::needs_operator;
  CHECK(next(7) ==
        "A person is needed; all the same it is tried again at " + core::local_text(later) + ".");
  web.well_since = later;
  CHECK(next(7) == "It is well since " + core::local_text(later) +
                       "; it is resolved once it has stayed well for heal.stability.");
  web.well_since.reset();
  web.state = model::IncidentState::open;
  web.subjects = {{"", "", "backup"}};
  CHECK(next(7) == "It ends when its check passes again.");
}

TEST_CASE("incidents are listed by number, by their state and by what they are about") {
  Troubled asker;
  asker.world.incidents.all[2].affected = {{"shop", "db", ""}};
  struct Row {
    const char* query;
    Ids expected;
  };
  for (const auto& row :
       {Row{"", {3, 7, 9}}, Row{"?state=all", {3, 7, 9}}, Row{"?state=open", {7, 9}},
        Row{"?state=needs_operator", {9}}, Row{"?state=resolved", {3}},
        Row{"?deployment=shop", {3, 7, 9}}, Row{"?deployment=shop&service=web", {7}},
        Row{"?deployment=shop&service=db&state=open", {9}}, Row{"?limit=2", {3, 7}},
        Row{"?after=3", {7, 9}}, Row{"?newest=true&limit=2", {7, 9}}, Row{"?after=9", {}}}) {
    CAPTURE(row.query);
    const auto response = asker("GET", std::string("/v1/incidents") + row.query);
    CHECK(response.status == 200);
    CHECK(ids(response) == row.expected);
  }
  CHECK(json(asker("GET", "/v1/incidents?limit=2"))["next"] == 7);
  CHECK(json(asker("GET", "/v1/incidents?limit=3"))["next"].is_null());
  CHECK(json(asker("GET", "/v1/incidents?newest=true&limit=2"))["next"].is_null());
}

TEST_CASE("a wrong question about incidents is answered with what was expected") {
  Troubled asker;
  for (const auto* query : {"state=bad", "limit=0", "after=x", "service=web", "newest=no", "x=1"}) {
    CAPTURE(query);
    CHECK(asker("GET", std::string("/v1/incidents?") + query).status == 400);
  }
  const auto unknown = asker("GET", "/v1/incidents?deployment=shpo");
  CHECK(unknown.status == 404);
  CHECK(json(unknown)["detail"] == "There is no deployment shpo. Did you mean shop?");
  CHECK(asker("GET", "/v1/incidents/seven").status == 400);
  CHECK(json(asker("GET", "/v1/incidents/8"))["detail"] == "There is no incident 8; open: 7, 9");
  asker.world.incidents.all.clear();
  const auto none = asker("POST", "/v1/incidents/8/ack");
  CHECK(none.status == 404);
  CHECK(json(none)["detail"] == "There is no incident 8; none is open");
}

TEST_CASE("an incident is acknowledged by who says so, with the reason") {
  Troubled asker;
  const auto seen = asker("POST", "/v1/incidents/7/ack", R"({"reason": "disk is ordered"})");
  CHECK(seen.status == 200);
  CHECK(json(seen)["acknowledged"].dump() ==
        R"x({"at":"2026-01-31T09:30:00.000Z","by":"anna (uid 1000)","reason":"disk is ordered"})x");
  CHECK(asker("POST", "/v1/incidents/7/ack").status == 200);
  CHECK(asker.world.incidents.acknowledged ==
        std::vector<std::string>{"7 anna (uid 1000): disk is ordered", "7 anna (uid 1000): "});
  CHECK(asker("POST", "/v1/incidents/7/ack", R"({"reson": "x"})").status == 400);
  asker.world.incidents.refusal = core::Error{core::Errc::conflict, "incident 7 is resolved"};
  CHECK(asker("POST", "/v1/incidents/7/ack").status == 409);
}

TEST_CASE("nothing is proposed yet that could be applied") {
  Troubled asker;
  const auto response = asker("POST", "/v1/incidents/7/apply");
  CHECK(response.status == 409);
  CHECK(core::contains(json(response)["detail"].get<std::string>(), "There is no proposal"));
  CHECK(asker("POST", "/v1/incidents/8/apply").status == 404);
}

TEST_CASE("incidents are read by who may read, and acknowledged by who may operate") {
  Troubled asker;
  asker.peer = ask::network;
  asker.headers = {{"Authorization", "Bearer fedcba9876543210"}};
  CHECK(asker("GET", "/v1/incidents").status == 200);
  CHECK(asker("POST", "/v1/incidents/7/ack").status == 403);
  asker.headers = {{"Authorization", "Bearer aaaaaaaaaaaaaaaa"}};
  CHECK(asker("POST", "/v1/incidents/7/ack").status == 200);
  CHECK(asker("POST", "/v1/incidents/7/apply").status == 409);
}

TEST_CASE("a service has the number of its open incident") {
  Troubled asker;
  const auto incident = [&] {
    return json(asker("GET", "/v1/deployments/shop"))["services"][0]["incident"];
  };
  CHECK(incident() == 7);
  model::ServiceExplanation web;
  web.service = "web";
  asker.world.views.explanations = {web};
  CHECK(json(asker("GET", "/v1/deployments/shop/explain"))["services"][0]["incident"] == 7);
  asker.world.incidents.open.clear();
  CHECK(incident().is_null());
}

TEST_CASE("the list of deployments is written again when an incident came or went") {
  Troubled asker;
  const auto incident = [&] {
    return json(asker("GET", "/v1/deployments"))["items"][0]["services"][0]["incident"];
  };
  CHECK(incident() == 7);
  asker.world.incidents.open.clear();
  CHECK(incident() == 7);
  ++asker.world.incidents.changes;
  CHECK(incident().is_null());
}

TEST_CASE("the host counts its incidents, and says where nobody will be told") {
  Troubled asker;
  const auto host = json(asker("GET", "/v1/host"));
  CHECK(host["incidents"].dump() == R"({"open":2,"needs_operator":1})");
  CHECK(host["notify"].dump() == R"({"channels":0,"told":"nobody will be told"})");
  asker.world.channels.all.resize(2);
  CHECK(json(asker("GET", "/v1/host"))["notify"].dump() == R"({"channels":2,"told":null})");
}

TEST_CASE("where nobody watches or notifies it is said so") {
  Asker asker;
  auto& backend = asker.world.backend;
  backend.incidents = nullptr;
  backend.channels = nullptr;
  backend.notifications = nullptr;
  backend.silences = nullptr;
  for (const auto* path :
       {"/v1/incidents", "/v1/incidents/7", "/v1/channels", "/v1/notifications", "/v1/silences"}) {
    CAPTURE(path);
    CHECK(asker("GET", path).status == 503);
  }
  CHECK(asker("POST", "/v1/silences").status == 503);
  CHECK(json(asker("GET", "/v1/host"))["incidents"].is_null());
  CHECK(json(asker("GET", "/v1/deployments/shop"))["services"][0]["incident"].is_null());
  CHECK(!core::contains(asker("GET", "/metrics").text(), "incidents_open"));
}
