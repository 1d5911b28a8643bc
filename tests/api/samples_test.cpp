#include "api/ask.hpp"
#include "api/sample_request.hpp"
#include "core/text.hpp"
#include "core/time_text.hpp"
#include "support/catch.hpp"

using ask::Asker;
using ask::json;
using namespace std::chrono_literals;

namespace {

const std::string cpu = "/v1/samples?subject=shop/web&metric=cpu_percent";
const core::WallTime now = fakes::half_past_nine;

monitor::SampleSeries a_series(core::WallTime from, int points) {
  monitor::SampleSeries out{"percent", 5s, {}};
  for (int i = 0; i < points; ++i) out.points.push_back({from + i * 5s, 1.5});
  return out;
}

}  // namespace

TEST_CASE("without more words the last fifteen minutes are asked for") {
  Asker asker;
  CHECK(asker("GET", cpu).status == 200);
  const auto& query = asker.world.samples.queries.at(0);
  CHECK(query.subject == "shop/web");
  CHECK(query.metric == "cpu_percent");
  CHECK(query.from == now - 15min);
  CHECK(query.to == now);
  CHECK(query.step == 5s);
  CHECK(query.aggregation == monitor::Aggregation::mean);
}

TEST_CASE("a range is two times, or how long ago") {
  Asker asker;
  asker("GET", cpu + "&from=2h&to=1h&step=1m&aggregation=max");
  asker("GET", cpu + "&from=2026-01-31T07:30:00Z&to=2026-01-31T08:30:00.000Z&step=60s");
  asker("GET",
        "/v1/samples?subject=disk:/srv/my%20files&metric=used_percent&to=2030-01-01T00:00:00Z");
  const auto& queries = asker.world.samples.queries;
  REQUIRE(queries.size() == 3);
  CHECK(queries[0].from == now - 2h);
  CHECK(queries[0].to == now - 1h);
  CHECK(queries[0].step == 1min);
  CHECK(queries[0].aggregation == monitor::Aggregation::max);
  CHECK(queries[1].from == queries[0].from);
  CHECK(queries[1].to == queries[0].to);
  CHECK(queries[2].subject == "disk:/srv/my files");
  CHECK(queries[2].to == now);
}

TEST_CASE("the default step makes at most 200 points of any range") {
  using std::chrono::hours;
  CHECK(api::step_for(1s) == 5s);
  CHECK(api::step_for(1'000s) == 5s);
  CHECK(api::step_for(1'001s) == 10s);
  CHECK(api::step_for(24h) == 10min);
  CHECK(api::step_for(hours(24 * 14)) == 2h);
  for (const core::Milliseconds range : {core::Milliseconds{1h}, core::Milliseconds{hours(24 * 30)},
                                         core::Milliseconds{hours(24 * 36'525)}})
    CHECK(range / api::step_for(range) <= 200);
}

TEST_CASE("samples are answered with unit and step, gaps as null") {
  Asker asker;
  asker.world.samples.answer = monitor::SampleSeries{
      "bytes", 1min, {{now - 2min, 7'340'032.0}, {now - 1min, std::nullopt}, {now, 0.12345}}};
  CHECK(asker("GET", "/v1/samples?subject=host&metric=memory_bytes").text() ==
        R"({"subject":"host","metric":"memory_bytes","unit":"bytes","step":"1m",)"
        R"("aggregation":"mean","items":[)"
        R"({"at":"2026-01-31T09:28:00.000Z","value":7340032},)"
        R"({"at":"2026-01-31T09:29:00.000Z","value":null},)"
        R"({"at":"2026-01-31T09:30:00.000Z","value":0.123}],"next":null})");
}

TEST_CASE("each item has its time, the very first that there is among them") {
  Asker asker;
  asker.world.samples.answer =
      monitor::SampleSeries{"percent", 1min, {{core::WallTime{}, std::nullopt}}};
  const auto reply = asker("GET", cpu + "&from=0001-01-01T00:00:00Z&step=52w");
  CHECK(json(reply)["items"][0]["at"] == "1970-01-01T00:00:00.000Z");
}

TEST_CASE("a long range is cut and goes on after the last item") {
  Asker asker;
  asker.world.samples.answer = a_series(now - 2h, 1'001);
  const auto first = json(asker("GET", cpu + "&from=2h&step=5s"));
  CHECK(first["items"].size() == 1'000);
  const auto last = first["items"].back()["at"].get<std::string>();
  CHECK(first["next"] == last);
  const auto second = json(asker("GET", cpu + "&from=2h&step=5s&after=" + last));
  REQUIRE(second["items"].size() == 1);
  CHECK(second["items"][0]["at"] == core::rfc3339(now - 2h + 1'000 * 5s));
  CHECK(second["next"].is_null());
  CHECK(json(asker("GET", cpu + "&limit=1"))["items"].size() == 1);
}

TEST_CASE("every page is about the whole range: what there is of it decides on the step") {
  Asker asker;
  asker("GET", cpu + "&from=24h");
  asker("GET", cpu + "&from=24h&after=2026-01-31T09:00:00Z");
  const auto& queries = asker.world.samples.queries;
  REQUIRE(queries.size() == 2);
  CHECK(queries[1].from == queries[0].from);
  CHECK(queries[1].to == queries[0].to);
  CHECK(queries[1].step == queries[0].step);
}

TEST_CASE("a question that makes no sense is refused at its parameter") {
  Asker asker;
  for (const auto& [query, mistake] : std::vector<std::pair<std::string, std::string>>{
           {"metric=cpu_percent",
            "?subject: expected host, DEPLOYMENT/SERVICE such as shop/web, or"},
           {"subject=host&from=soon", "?from: expected a duration such as 10m or a time such as"},
           {"subject=host&to=soon", "?to: expected a duration"},
           {"subject=host&from=1h&to=2h", "?from: expected a time before 2026-01-31T07:30:00.000Z"},
           {"subject=host&from=2026-02-01T00:00:00Z", ", which is now, not 2026-02-01"},
           {"subject=host&after=2026-02-01T00:00:00Z", "?after: expected a time before"},
           {"subject=host&step=5", "?step: "},
           {"subject=host&step=999ms", "?step: expected at least 1s, not 999ms"},
           {"subject=host&from=14d&step=5s",
            "?step: expected at least 2m1s for 2w: 5s makes 241920 points, and 10000 are the most"},
           {"subject=host&aggregation=sum",
            "?aggregation: expected mean, min, max or last, not sum"},
           {"subject=host&limit=1001", "?limit: expected a number from 1 to 1000"},
           {"subject=host&metrik=x", "Unknown parameter ?metrik, did you mean metric?"}}) {
    CAPTURE(query);
    const auto refused = asker("GET", "/v1/samples?" + query);
    CHECK(refused.status == 400);
    CAPTURE(refused.text());
    CHECK(core::contains(json(refused)["detail"].get<std::string>(), mistake));
  }
  CHECK(asker.world.samples.queries.empty());
}

TEST_CASE("a subject that nothing is known of names those that are there") {
  Asker asker;
  asker.world.samples.answer = core::not_found("nothing");
  asker.world.latest.the_disks.resize(1);
  asker.world.latest.the_disks[0].mount_point = "/var";
  const auto near = asker("GET", "/v1/samples?subject=shop/wbe&metric=cpu_percent");
  CHECK(near.status == 404);
  CHECK(json(near)["detail"] == "Nothing is known of shop/wbe. Did you mean shop/web?");
  CHECK(json(asker("GET", "/v1/samples?subject=elsewhere&metric=x"))["detail"] ==
        "Nothing is known of elsewhere. There is host, disk:/var, shop/web.");
  CHECK(asker.world.samples.queries.size() == 1);
  CHECK(json(asker("GET", "/v1/samples?subject=shop/web&metric=x"))["detail"] ==
        "Nothing is known of shop/web yet: it was not seen at work.");
}

TEST_CASE("a host of many services names twenty of them") {
  Asker asker;
  asker.world.samples.answer = core::not_found("nothing");
  auto& services = asker.world.views.all["shop"].services;
  services.resize(30, services[0]);
  const auto detail =
      json(asker("GET", "/v1/samples?subject=elsewhere&metric=x"))["detail"].get<std::string>();
  CHECK(core::contains(detail, ", and 11 more."));
}

TEST_CASE("a metric that is not there, or left out, is answered with those there are") {
  Asker asker;
  asker.world.samples.answer = core::invalid("there is no metric ''; there are a, b");
  const auto refused = asker("GET", "/v1/samples?subject=host");
  CHECK(refused.status == 400);
  CHECK(json(refused)["detail"] == "?metric: there is no metric ''; there are a, b");
  asker.world.samples.answer = core::Error{core::Errc::unavailable, "the history is damaged"};
  CHECK(asker("GET", cpu).status == 503);
}
