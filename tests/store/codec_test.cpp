#include "store/codec.hpp"

#include "support/catch.hpp"

TEST_CASE("a policy layer is read back as it was written, whatever is in it") {
  model::PolicyLayer layer;
  CHECK(store::encode(layer) == "{}");
  CHECK(store::decode_policy_layer(store::encode(layer)).value() == layer);
  layer.criticality = model::Criticality::critical;
  layer.heal = model::HealMode::suggest;
  layer.allow = std::vector<std::string>{"start", "restart"};
  layer.kind = model::ServiceKind::job;
  layer.depends_on = std::vector<model::ForeignDependency>{{"postgres", "db", "healthy"}};
  layer.grace = core::Milliseconds(1500);
  layer.kill_means = model::KillMeans::stop;
  layer.rollback = false;
  layer.deadline = core::Milliseconds(300'000);
  layer.stop_timeout = core::Milliseconds(0);
  layer.notes = "call Anna \xf0\x9f\x93\x9e";
  layer.later = {{"spikes", "{\"cpu\": 1}"}};
  CHECK(store::decode_policy_layer(store::encode(layer)).value() == layer);
  layer.allow = std::vector<std::string>{};
  CHECK(store::decode_policy_layer(store::encode(layer)).value() == layer);
}

TEST_CASE("stored text that cannot be understood is damage") {
  CHECK(store::decode_policy_layer("{").error().code == core::Errc::corrupt);
  CHECK(store::decode_policy_layer(R"({"heal": "sometimes"})").error().code == core::Errc::corrupt);
  CHECK(store::decode_policy_layer(R"({"grace_ms": "x"})").error().code == core::Errc::corrupt);
  CHECK(store::decode_source("{}").error().code == core::Errc::corrupt);
}

TEST_CASE("text that is not UTF-8 does not keep a value from being stored") {
  model::PolicyLayer layer;
  layer.notes = "caf\xe9";
  CHECK(store::decode_policy_layer(store::encode(layer)).value().notes == "caf\xef\xbf\xbd");
}

TEST_CASE("a source is read back as it was written") {
  const model::Source source{
      model::SourceKind::engine, {"/srv/a.yaml", "/srv/b.yaml"}, "/srv", true};
  CHECK(store::decode_source(store::encode(source)).value() == source);
  CHECK(store::decode_source(store::encode(model::Source{})).value() == model::Source{});
}
