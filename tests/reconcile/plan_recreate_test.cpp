// The verb recreate makes a container anew and changes nothing else; what shares a namespace is
// known by the hash with the parent's id in it.
#include "core/digest.hpp"
#include "model/config_hash.hpp"
#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace support;

namespace {

std::string image_made_from(const model::Plan& plan) {
  for (const auto& step : plan.steps) {
    if (const auto* create = std::get_if<model::CreateContainer>(&step.action))
      return create->image;
  }
  return "";
}

SceneBuilder asked_to_recreate() {
  auto scene = SceneBuilder().service("web").container("web", {of_image("sha256:before")});
  scene.seen.images["sha256:before"] = {.id = "sha256:before"};
  scene.adjust = [](auto& one) {
    one.to_replace.insert(id_of("web"));
    one.owner_asked = true;
  };
  return scene;
}

// As compose writes it: {"network_mode":"service:vpn"} with the id in its place.
void share(SceneBuilder& scene, const std::string& id) {
  auto& app = scene.spec.services.at("app");
  app.canonical_json = R"({"image":"app:1","network_mode":"service:vpn"})";
  const auto resolved = R"({"image":"app:1","network_mode":"container:)" + id + R"("})";
  scene.container("app", {sharing(id), of_hash(core::sha256_hex(resolved))});
}

}  // namespace

TEST_CASE("recreate keeps the image although the tag has moved") {
  REQUIRE(image_made_from(asked_to_recreate().plan()) == "sha256:before");
}

TEST_CASE("recreate goes by the reference while that is still the same image") {
  auto scene = asked_to_recreate();
  scene.of("web").image_id = "sha256:web:1";
  REQUIRE(image_made_from(scene.plan()) == "web:1");
}

TEST_CASE("recreate of a service whose specification changed takes the new image") {
  auto scene = asked_to_recreate();
  scene.next_generation().changed("web");
  REQUIRE(image_made_from(scene.plan()) == "web:1");
}

TEST_CASE("what compose made in another's network is as it should be, parent id and all") {
  auto scene = SceneBuilder().service("vpn").service("app", {sharing_network_of("vpn")});
  scene.container("vpn");
  share(scene, id_of("vpn"));
  scene.next_generation();
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(reconcile::to_record_anew(scene.scene()).size() == 2);
}

TEST_CASE("a changed dependent of a namespace is replaced, and so is one of another parent") {
  auto changed = SceneBuilder().service("vpn").service("app", {sharing_network_of("vpn")});
  changed.container("vpn");
  share(changed, id_of("vpn"));
  changed.next_generation();
  changed.spec.services.at("app").canonical_json =
      R"({"image":"app:2","network_mode":"service:vpn"})";
  REQUIRE(changed.plan().steps.size() == 5);

  auto moved =
      SceneBuilder().service("vpn").service("old").service("app", {sharing_network_of("vpn")});
  moved.running({"vpn", "old"});
  share(moved, id_of("old"));
  moved.next_generation();
  REQUIRE(moved.plan().steps[0].because == "its specification changed (generation 2)");
}

namespace {

// Made by an earlier generation, with the same hash on its label.
SceneBuilder made_before(const std::function<void(SceneBuilder&)>& differently) {
  auto scene = SceneBuilder().service("web", {[](auto& one) { one.configs = {{.source = "c"}}; }});
  scene.spec.configs["c"] = {.key = "c", .content = "one"};
  scene.container("web");
  scene.deployment.containers[id_of("web")].made_with =
      model::made_with(scene.spec, scene.spec.services.at("web"));
  return scene.next_generation().with(differently);
}

// By now the lender has the volume `lent`, and web the one that it had before.
SceneBuilder using_volumes_of(const std::string& lender_of_web, const std::string& lent = "old") {
  auto scene = SceneBuilder().service("data").service(
      "web", {[](auto& one) {
        one.volumes_from = {"container:elsewhere", "data:ro"};
        one.depends_on["data"] = {.implied = true};
      }});
  const auto mounted = [](const std::string& volume) {
    return [volume](auto& one) { one.mounts = {{"volume", volume, "/v/" + volume, "/data"}}; };
  };
  return scene.container("data", {mounted(lent)})
      .container("web", {mounted("old"), [&](auto& one) {
                           one.volumes_from = {"elsewhere", lender_of_web};
                         }});
}

}  // namespace

TEST_CASE("a label with the right hash says nothing of the image, nor of what configs hold") {
  REQUIRE(made_before([](auto&) {}).text() == "nothing to do\n");
  const auto image = made_before([](auto& one) {
    one.seen.images["web:2"] = one.seen.images.at("web:1");
    one.spec.services.at("web").image = "web:2";
  });
  REQUIRE(image.plan().steps[0].because == "its specification changed (generation 2)");
  const auto content = made_before([](auto& one) { one.spec.configs["c"].content = "two"; });
  REQUIRE(content.plan().steps[0].because == "its specification changed (generation 2)");
}

TEST_CASE("of a container of which nobody knows what it was made with, the image's name is seen") {
  auto scene = made_before([](auto& one) { one.spec.configs["c"].content = "two"; });
  scene.deployment.containers[id_of("web")].made_with.clear();
  REQUIRE(scene.text() == "nothing to do\n");
  scene.of("web").image = "sha256:healed from what is no tag's any more";
  REQUIRE(scene.text() == "nothing to do\n");
  scene.of("web").image = "web:0";
  REQUIRE(scene.plan().steps[0].because == "its specification changed (generation 2)");
}

TEST_CASE("what uses the volumes of a container that was made anew is replaced") {
  REQUIRE(using_volumes_of(id_of("data") + ":ro").text() == "nothing to do\n");
  REQUIRE(using_volumes_of(id_of("data of before")).text() == "nothing to do\n");  // kept by it
  const auto left_behind = using_volumes_of(id_of("data of before"), "new").plan();
  REQUIRE(left_behind.steps.size() == 5);
  REQUIRE(left_behind.steps[0].because == "data, whose volumes it uses, was made anew");
  auto only_listed = using_volumes_of(id_of("data of before"), "new");
  only_listed.of("web").only_listed = true;
  REQUIRE(only_listed.text() == "nothing to do\n");
}

TEST_CASE("a container that is only listed is not taken for one of an older specification") {
  auto scene = SceneBuilder().service("web").running({"web"}).next_generation().changed("web");
  REQUIRE_FALSE(scene.plan().steps.empty());
  scene.of("web").only_listed = true;
  REQUIRE(scene.plan().steps.empty());
}
