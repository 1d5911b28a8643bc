// With a credential program and a config.json of the test's own.
#include "docker/registry_login.hpp"

#include "core/digest.hpp"
#include "core/text.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <cstdlib>
#include <fstream>

namespace {

namespace fs = std::filesystem;

// A variable of this process, as it was before at the end.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    ::setenv(name, value.c_str(), 1);
  }
  ~Variable() { before_ ? ::setenv(name_, before_->c_str(), 1) : ::unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::optional<std::string> before_;
};

struct Scene {
  support::TempDir dir;
  Variable path{"PATH", dir.path().string() + ":" + std::getenv("PATH")};
  Variable docker_config{"DOCKER_CONFIG", dir.path().string()};

  void config(const std::string& json) const { std::ofstream(dir.path() / "config.json") << json; }
  // Keeps its arguments and what it reads in the file `asked`.
  void program(const std::string& name, const std::string& body) const {
    const auto file = dir.path() / ("docker-credential-" + name);
    std::ofstream(file) << "#!/bin/sh\necho \"$@\" > " << dir.path().string() << "/asked\ncat >> "
                        << dir.path().string() << "/asked\n"
                        << body << "\n";
    fs::permissions(file, fs::perms::owner_all);
  }
  std::string asked() const {
    std::ifstream file(dir.path() / "asked");
    return {std::istreambuf_iterator<char>(file), {}};
  }
};

std::string header(const std::string& json) { return core::base64_url(json); }

std::string says(const std::string& user, const std::string& secret) {
  return R"(echo '{"ServerURL":"elsewhere","Username":")" + user + R"(","Secret":")" + secret +
         R"("}')";
}

const std::string in_file =
    R"("auths":{"box:5000":{"auth":")" + core::base64("bob:file") + R"("}})";

}  // namespace

TEST_CASE("the program for the registry is asked for its host, and its answer is the login") {
  const Scene scene;
  scene.config(R"({"credHelpers":{"box:5000":"special"},"credsStore":"general"})");
  scene.program("special", says("anna", "word"));
  const auto found = docker::look_up_login("box:5000");
  CHECK(found.trouble.empty());
  CHECK(found.header.reveal() ==
        header(R"({"password":"word","serveraddress":"box:5000","username":"anna"})"));
  CHECK(scene.asked() == "get\nbox:5000");
}

TEST_CASE("the general program is asked for Docker Hub by its address, and may answer a token") {
  const Scene scene;
  scene.config(R"({"credsStore":"general"})");
  scene.program("general", says("<token>", "t0k"));
  const auto found = docker::look_up_login("docker.io");
  CHECK(scene.asked() == "get\nhttps://index.docker.io/v1/");
  CHECK(found.header.reveal() ==
        header(R"({"identitytoken":"t0k","serveraddress":"https://index.docker.io/v1/"})"));
}

TEST_CASE("what the file says itself is used where no program knows more") {
  const Scene scene;
  const auto written = header(R"({"password":"file","serveraddress":"box:5000","username":"bob"})");
  scene.config("{" + in_file + "}");
  CHECK(docker::look_up_login("box:5000").header.reveal() == written);
  scene.config(R"({"credsStore":"general",)" + in_file + "}");
  scene.program("general", "echo 'credentials not found in native keychain'; exit 1");
  const auto found = docker::look_up_login("box:5000");
  CHECK(found.header.reveal() == written);
  CHECK(found.trouble.empty());
}

TEST_CASE("a registry that nobody knows is asked without a login, and nothing is wrong") {
  const Scene scene;
  auto found = docker::look_up_login("box:5000");  // no config.json at all
  CHECK((found.header.empty() && found.trouble.empty()));
  scene.config(R"({"credsStore":"general"})");
  scene.program("general", "echo 'credentials not found in native keychain'; exit 1");
  found = docker::look_up_login("box:5000");
  CHECK((found.header.empty() && found.trouble.empty()));
}

TEST_CASE("a program that is missing, fails or talks nonsense is named, and no secret is told") {
  struct Row {
    std::string name, body, trouble;
  };
  const Row rows[] = {
      {"absent", "",
       "docker-credential-absent, which config.json of Docker names, is not in the agent's PATH"},
      {"failing", "echo hunter2; echo hunter2 >&2; exit 3",
       "docker-credential-failing failed with exit code 3; to see why, as the agent's user: echo "
       "box:5000 | docker-credential-failing get"},
      {"garbled", "echo 'hunter2 {'", "docker-credential-garbled printed no login"},
      {"talking", "yes hunter2 | head -c 200000", "docker-credential-talking printed no login"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const Scene scene;
    scene.config(R"({"credsStore":")" + row.name + R"("})");
    if (!row.body.empty()) scene.program(row.name, row.body);
    const auto found = docker::look_up_login("box:5000");
    CHECK(found.header.empty());
    CHECK(found.trouble == row.trouble);
    CHECK_FALSE(core::contains(found.trouble, "hunter2"));
  }
}

TEST_CASE("a program that hangs is left when the caller gives up") {
  const Scene scene;
  scene.config(R"({"credsStore":"hanging"})");
  scene.program("hanging", "sleep 60");
  int asked = 0;
  const auto found = docker::look_up_login("box:5000", [&asked] { return ++asked > 2; });
  CHECK(found.header.empty());
  CHECK(core::contains(found.trouble, "docker-credential-hanging"));
}

TEST_CASE("a config.json that is none is said, without what is in it") {
  const Scene scene;
  scene.config("hunter2");
  const auto found = docker::look_up_login("box:5000");
  CHECK(found.header.empty());
  CHECK(core::contains(found.trouble, "config.json of Docker"));
  CHECK_FALSE(core::contains(found.trouble, "hunter2"));
}
