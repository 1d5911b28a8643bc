#include "api/ask.hpp"
#include "support/catch.hpp"

using ask::Asker;
using ask::json;
using namespace std::chrono_literals;

namespace {

monitor::CheckView a_check(const std::string& name, const std::string& deployment = "",
                           const std::string& service = "") {
  monitor::CheckView out;
  out.id = deployment.empty() ? name : deployment + "/" + service + "/" + name;
  out.name = name;
  out.type = "http";
  out.deployment = deployment;
  out.service = service;
  out.criticality = "standard";
  out.interval = 30s;
  out.timeout = 5s;
  return out;
}

struct Checked : Asker {
  Checked() {
    auto ready = a_check("ready", "shop", "web");
    ready.state = monitor::CheckState::failing;
    ready.since = fakes::half_past_nine - 1min;
    ready.last_at = fakes::half_past_nine - 5s;
    ready.last_took = 12ms;
    ready.last_verdict = "failed";
    ready.last_text = "answered 503";
    ready.failures = 4;
    ready.next_at = fakes::half_past_nine + 25s;
    world.checks.all = {a_check("backup"), a_check("gateway"), a_check("port", "shop", "db"),
                        ready};
  }
};

std::vector<std::string> ids(const api::Response& response) {
  std::vector<std::string> out;
  const auto list = json(response);
  for (const auto& item : list["items"]) out.push_back(item["id"]);
  return out;
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("a check is written with its last run") {
  Checked asker;
  CHECK(json(asker("GET", "/v1/checks"))["items"][3].dump() ==
        R"({"id":"shop/web/ready","name":"ready","type":"http","deployment":"shop",)"
        R"("service":"web","criticality":"standard","state":"failing",)"
        R"("since":"2026-01-31T09:29:00.000Z","interval":"30s","timeout":"5s","fall":3,"rise":2,)"
        R"("failures":4,"last":{"at":"2026-01-31T09:29:55.000Z","took_ms":12,)"
        R"("verdict":"failed","text":"answered 503"},"next_at":"2026-01-31T09:30:25.000Z"})");
}

TEST_CASE("a check of the host that never ran has neither deployment nor last run") {
  Checked asker;
  const auto backup = json(asker("GET", "/v1/checks"))["items"][0];
  CHECK(backup["state"] == "pending");
  for (const auto* key : {"deployment", "service", "since", "last", "next_at"}) {
    CAPTURE(key);
    CHECK(backup[key].is_null());
  }
}

TEST_CASE("checks are listed by id, page by page") {
  Checked asker;
  CHECK(ids(asker("GET", "/v1/checks")) ==
        Ids{"backup", "gateway", "shop/db/port", "shop/web/ready"});
  const auto first = asker("GET", "/v1/checks?limit=3");
  CHECK(ids(first) == Ids{"backup", "gateway", "shop/db/port"});
  CHECK(json(first)["next"] == "shop/db/port");
  const auto second = asker("GET", "/v1/checks?limit=3&after=shop%2Fdb%2Fport");
  CHECK(ids(second) == Ids{"shop/web/ready"});
  CHECK(json(second)["next"].is_null());
  CHECK(json(asker("GET", "/v1/checks?limit=4"))["next"].is_null());
  for (const auto* query : {"limit=0", "limit=1001", "deployment=", "deployment=a/b", "state=x"})
    CHECK(asker("GET", std::string("/v1/checks?") + query).status == 400);
}

TEST_CASE("the checks of one deployment, and the nearest name of one that is not there") {
  Checked asker;
  CHECK(ids(asker("GET", "/v1/checks?deployment=shop")) == Ids{"shop/db/port", "shop/web/ready"});
  const auto wrong = asker("GET", "/v1/checks?deployment=shpo");
  CHECK(wrong.status == 404);
  CHECK(json(wrong)["detail"] == "There is no deployment shpo. Did you mean shop?");
  asker.world.checks.all.resize(2);
  CHECK(ids(asker("GET", "/v1/checks?deployment=shop")).empty());
}

TEST_CASE("running a check answers how it is afterwards, its id encoded or plain") {
  Checked asker;
  for (const auto* path : {"/v1/checks/shop/web/ready/run", "/v1/checks/shop%2Fweb%2Fready/run"}) {
    const auto response = asker("POST", path);
    CHECK(response.status == 200);
    CHECK(json(response)["last"]["text"] == "answered 503");
  }
  CHECK(asker("POST", "/v1/checks/backup/run").status == 200);
  CHECK(asker.world.checks.runs == Ids{"shop/web/ready", "shop/web/ready", "backup"});
  CHECK(asker.world.sink.recorded.size() == 3);  // access.write
}

TEST_CASE("a check that is not there is answered with the one that may be meant") {
  Checked asker;
  const auto detail = [&](const std::string& id) {
    const auto response = asker("POST", "/v1/checks/" + id + "/run");
    CHECK(response.status == 404);
    return json(response)["detail"].get<std::string>();
  };
  CHECK(detail("backpu") == "There is no check backpu. Did you mean backup?");
  CHECK(detail("shop/web/redy") == "There is no check shop/web/redy. Did you mean shop/web/ready?");
  CHECK(detail("ready") == "There is no check ready. Did you mean shop/web/ready?");
  CHECK(detail("elsewhere") == "There is no check elsewhere.");
  CHECK(detail("a%20b%0A%C3%A9") == "There is no check a b\n\xC3\xA9.");
}

TEST_CASE("a check that cannot be run now says why") {
  Checked asker;
  asker.world.checks.refusal = core::Error{core::Errc::conflict, "shop/web/ready runs already"};
  const auto refused = asker("POST", "/v1/checks/shop/web/ready/run");
  CHECK(refused.status == 409);
  CHECK(json(refused)["detail"] == "shop/web/ready runs already");
  asker.world.checks.refusal = core::Error{core::Errc::unavailable, "the agent is stopping"};
  CHECK(asker("POST", "/v1/checks/backup/run").status == 503);
}

TEST_CASE("a check is run by who may operate, and read by who may read") {
  Checked asker;
  asker.peer = ask::network;
  asker.headers = {{"Authorization", "Bearer fedcba9876543210"}};
  CHECK(asker("GET", "/v1/checks").status == 200);
  CHECK(asker("POST", "/v1/checks/backup/run").status == 403);
  CHECK(asker.world.checks.runs.empty());
  asker.headers = {{"Authorization", "Bearer aaaaaaaaaaaaaaaa"}};
  CHECK(asker("POST", "/v1/checks/backup/run").status == 200);
}
