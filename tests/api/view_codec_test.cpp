#include "api/codec/view_codec.hpp"
#include "api/codec/json_text.hpp"
#include "fakes/api_backend.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

using Json = nlohmann::ordered_json;

namespace {

const fakes::ApiLatest no_looks;
const fakes::ApiUptimes no_uptimes;
const api::Measured nothing_seen{no_looks, no_uptimes};

}  // namespace

TEST_CASE("a deployment is written as the contract shows it") {
  const std::string expected =
      R"({"name":"shop","kind":"compose","generation":3,"observed_generation":3,)"
      R"("phase":"converged","converged":true,"observed_at":"2026-01-31T09:30:00.000Z",)"
      R"j("intent":{"state":"running","set_by":"api","by":"anna (uid 1000)","reason":"",)j"
      R"("at":"2026-01-31T09:30:00.000Z"},"hold":null,"criticality":"standard","heal":"auto",)"
      R"("source":{"kind":"compose","files":["/srv/shop/compose.yaml"],)"
      R"("directory":"/srv/shop","differs":false},)"
      R"("services":[{"name":"web","phase":"running","why":null,"intent":{"state":"running",)"
      R"j("set_by":"api","by":"anna (uid 1000)","reason":"","at":"2026-01-31T09:30:00.000Z"},)j"
      R"("image":"nginx:1.27","replicas":{"desired":1,"running":1,"healthy":1},"restarts":0,)"
      R"("restarts_last_hour":null,"availability_percent":{"day":null,"week":null,"month":null},)"
      R"("waiting_for":[],"next_attempt_at":null,"incident":null,"usage":null,)"
      R"("containers":[{"id":")" +
      std::string(64, 'a') +
      R"(","name":"shop-web-1","state":"running","health":"healthy","exit_code":null,)"
      R"("exit_meaning":null,"health_output":null,"oom_killed":false,)"
      R"("started_at":"2026-01-31T09:30:00.000Z"}]}]})";
  CHECK(api::json_text(api::to_json(fakes::the_shop(), nothing_seen)) == expected);
}

TEST_CASE("a service shows what it takes, as far as that is known") {
  fakes::ApiLatest latest;
  auto& now = latest.services[{"shop", "web"}];
  now.sample.cpu_percent = 1.50004;
  now.sample.memory_bytes = 7'340'032;
  now.at = fakes::half_past_nine;
  CHECK(api::to_json(fakes::the_shop(), {latest, no_uptimes})["services"][0]["usage"].dump() ==
        R"({"cpu_percent":1.5,"memory_bytes":7340032,"memory_limit_bytes":null,)"
        R"("at":"2026-01-31T09:30:00.000Z"})");
}

TEST_CASE(
    "a service shows how long it was up, and never all of it where it was down for a moment") {
  using std::chrono::hours;
  fakes::ApiUptimes uptimes;
  uptimes.restarts[{"shop", "web"}] = 3;
  uptimes.availabilities[{"shop", "web"}] = {
      {hours(24), hours(0)}, {hours(24 * 7), core::Milliseconds{1'000}}, {hours(3), hours(1)}};
  const auto web = api::to_json(fakes::the_shop(), {no_looks, uptimes})["services"][0];
  CHECK(web["restarts_last_hour"] == 3);
  CHECK(web["availability_percent"].dump() == R"({"day":100,"week":99.999,"month":75})");
}

TEST_CASE("what does not apply is null") {
  auto shop = fakes::the_shop();
  shop.observed_at.reset();
  shop.source = {};
  shop.services[0].containers[0].health = model::Health::none;
  shop.services[0].containers[0].started_at.reset();
  const auto json = api::to_json(shop, nothing_seen);
  CHECK(json["observed_at"].is_null());
  CHECK(json["source"]["directory"].is_null());
  CHECK(json["services"][0]["containers"][0]["health"].is_null());
  CHECK(json["services"][0]["containers"][0]["started_at"].is_null());
}

TEST_CASE("a hold on the host has no deployment") {
  model::Hold hold;
  hold.id = 7;
  hold.by = "anna (uid 1000)";
  hold.from = fakes::half_past_nine;
  hold.until = fakes::half_past_nine + core::Milliseconds{60'000};
  CHECK(api::json_text(api::to_json(hold)) ==
        R"j({"id":7,"host":true,"deployment":null,"service":null,"by":"anna (uid 1000)",)j"
        R"("reason":"","from":"2026-01-31T09:30:00.000Z","until":"2026-01-31T09:31:00.000Z"})");
}

TEST_CASE("an exit code of zero is not null") {
  auto shop = fakes::the_shop();
  shop.services[0].containers[0].exit_code = 0;
  CHECK(api::to_json(shop, nothing_seen)["services"][0]["containers"][0]["exit_code"] == 0);
}

TEST_CASE("bytes that are not UTF-8 are replaced, not thrown at the client") {
  auto shop = fakes::the_shop();
  shop.intent.reason = "caf\xe9";
  CHECK(Json::accept(api::json_text(api::to_json(shop, nothing_seen))));
}
