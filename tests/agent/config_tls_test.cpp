#include "agent/config_folder.hpp"
#include "core/text.hpp"
#include "support/catch.hpp"

#include <sstream>

using agent_test::Folder;

namespace {

namespace fs = std::filesystem;

std::string sample(const Folder& folder, const std::string& name, unsigned mode) {
  const auto path = folder.write(name, "");
  fs::copy_file(fs::path(EVENKEEL_TEST_DATA) / "api" / name, path,
                fs::copy_options::overwrite_existing);
  fs::permissions(path, static_cast<fs::perms>(mode));
  return path;
}

std::string tls_section(const std::string& certificate, const std::string& key) {
  return "tls: {certificate: " + certificate + ", key: " + key + "}";
}

}  // namespace

TEST_CASE("the keys of TLS are read, and open the way beyond loopback") {
  const Folder folder;
  const auto certificate = sample(folder, "localhost.pem", 0644);
  const auto key = sample(folder, "localhost.key", 0600);
  const auto config =
      folder.load("api:\n  listen: [\"0.0.0.0:7315\"]\n  tls: {certificate: " + certificate +
                  ", key: " + key + ", client_ca: " + certificate + "}\n");
  CHECK(config.api.tls == api::Tls{certificate, key, certificate});
  CHECK(config.api.listen == std::vector<std::string>{"0.0.0.0:7315"});
}

TEST_CASE("empty paths of TLS are the default, and open nothing") {
  const Folder folder;
  const std::string none = "tls: {certificate: \"\", key: \"\", client_ca: \"\"}";
  CHECK(folder.load("api: {" + none + "}\n") == folder.load(""));
  CHECK(core::contains(folder.mistakes_of("api: {listen: [\"[::]:7315\"], " + none + "}\n"),
                       "api.listen[0]: expected a loopback address (api.tls is required beyond"));
}

TEST_CASE("an empty path stands for a default that is empty, and for no other") {
  const Folder folder;
  CHECK(folder.load("engine: {docker_config: \"\"}\n") == folder.load(""));
  CHECK(folder.mistakes_of("state_dir: \"\"\n") ==
        "evenkeel.yaml:1: state_dir: expected an absolute path, found ''");
}

TEST_CASE("a key that everybody may read is refused with what to do") {
  const Folder folder;
  const auto certificate = sample(folder, "localhost.pem", 0644);
  const auto key = sample(folder, "localhost.key", 0644);
  CHECK(folder.mistakes_of("api: {" + tls_section(certificate, key) + "}\n") ==
        "evenkeel.yaml:1: api.tls.key: expected a file that only its owner and its group may "
        "read, found localhost.key: everybody may; chmod o= it");
}

TEST_CASE("a certificate without a key is one mistake, also where it is to be used") {
  const Folder folder;
  const auto certificate = sample(folder, "localhost.pem", 0644);
  CHECK(folder.mistakes_of("api: {listen: [\"0.0.0.0:1\"], tls: {certificate: " + certificate +
                           "}}\n") ==
        "evenkeel.yaml:1: api.tls.certificate: expected its `key` beside it, found none");
}

TEST_CASE("checking the configuration looks into the files of TLS") {
  const Folder folder;
  const auto certificate = sample(folder, "localhost.pem", 0644);
  const auto other = sample(folder, "other.key", 0600);
  folder.write("evenkeel.yaml", "api:\n  " + tls_section(certificate, other) + "\n");
  std::ostringstream out, err;
  CHECK(check_config(folder.source(), out, err) == 2);
  CHECK(core::contains(err.str(),
                       "evenkeel.yaml:2: api.tls.key: expected the key of the "
                       "certificate, in PEM, found "));
}
