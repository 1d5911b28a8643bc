#include "heal/fault_object.hpp"

#include "support/catch.hpp"

namespace {

struct Case {
  const char *kind, *text, *image, *object;
};

const std::string id(64, 'a');

}  // namespace

TEST_CASE("a fault is about a thing that its text names") {
  const Case cases[] = {
      {"registry_unreachable", "pulling registry.example.org/a/b:1: dial tcp", "",
       "registry.example.org"},
      {"registry_unreachable", "no such host", "registry.example.org:5000/a",
       "registry.example.org:5000"},
      {"registry_denied", "denied", "nginx:1.27", "docker.io"},
      {"registry_rate_limited", "pulling library/nginx: toomanyrequests", "", "docker.io"},
      {"registry_denied", "denied", "localhost/a", "localhost"},
      {"image_missing", "creating shop-web-1: No such image: nginx:9", "", "nginx:9"},
      {"manifest_unknown", "manifest unknown", "nginx:9", "nginx:9"},
      {"wrong_architecture", "its image shop/web:1 is for linux/arm64, this host", "",
       "shop/web:1"},
      {"port_taken_by_container",
       "driver failed programming external connectivity on endpoint x: Bind for 0.0.0.0:8080 "
       "failed: port is already allocated",
       "", "8080"},
      {"port_taken_by_container", "Bind for :::8080 failed: port is already allocated", "", "8080"},
      {"port_taken_by_process",
       "Error starting userland proxy: listen tcp4 0.0.0.0:80: bind: address already in use", "",
       "80"},
      {"port_taken_by_process",
       "failed to bind host port for 0.0.0.0:8443:172.18.0.2:443/tcp: address already in use", "",
       "8443"},
      {"port_taken_by_process", "listen tcp [::]:53: bind: address already in use", "", "53"},
      {"address_not_available", "listen tcp4 10.0.0.5:80: bind: cannot assign requested address",
       "", "10.0.0.5"},
      {"bind_source_missing",
       "invalid mount config for type \"bind\": bind source path does not exist: /mnt/music", "",
       "/mnt/music"},
      {"volume_mount_failed",
       "error while mounting volume '/var/lib/docker/volumes/shop_data/_data': failed to mount", "",
       "shop_data"},
      {"volume_plugin_missing",
       "error looking up volume plugin rclone: plugin \"rclone\" not found", "", "rclone"},
      {"device_missing",
       "error gathering device information while adding custom device \"/dev/ttyUSB0\": no such "
       "file or directory",
       "", "/dev/ttyUSB0"},
      {"exec_not_found", "exec: \"serve\": executable file not found in $PATH", "", "serve"},
      {"network_missing", "starting shop-web-1: network proxy not found", "", "proxy"},
      {"disk_full", "write /var/lib/docker/x: no space left on device", "", ""},
  };
  for (const auto& [kind, text, image, object] : cases) {
    INFO(text);
    CHECK(heal::object_of({kind, text, image, "shop-web-1", "shop", "web"}) == object);
  }
}

TEST_CASE("a fault without an object is told by its words, without what differs by service") {
  const auto of = [](const std::string& container, const std::string& deployment,
                     const std::string& service, int code) {
    const auto text = "starting " + container + ": " + deployment + " " + id +
                      " went wrong (code " + std::to_string(code) + ")";
    return heal::object_of({"engine_error", text, "", container, deployment, service});
  };
  CHECK(of("shop-web-1", "shop", "web", 5) == of("blog-app-2", "blog", "app", 77));
  CHECK(of("shop-web-1", "shop", "web", 5) == "starting … … # went wrong (code #)");
}

TEST_CASE("the words are cut between characters") {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "ä ö";
  const auto object = heal::object_of({"engine_error", text, "", "", "shop", "web"});
  CHECK(object.size() <= 120);
  CHECK(object.size() >= 117);
  CHECK((static_cast<unsigned char>(object.back()) & 0x80U) != 0xC0U);
}

TEST_CASE("a text that names nothing of what it should falls back to its words") {
  CHECK(heal::object_of({"port_taken_by_process", "address already in use", "", "", "shop",
                         "web"}) == "address already in use");
  CHECK(heal::object_of({"network_missing", "network " + id + " not found", "", "", "shop",
                         "web"}) == "network # not found");
}
