// What the last words of a container tell, by themselves and on a scripted engine.
#include "docker/last_words.hpp"

#include "core/io/blocking.hpp"
#include "core/text.hpp"
#include "fakes/scripted_engine.hpp"
#include "support/catch.hpp"
#include "support/noon.hpp"
#include "support/run_coroutine.hpp"

using fakes::answer;
using model::FaultKind;
using namespace std::chrono_literals;

namespace {

constexpr auto arm_image = R"({"Id":"sha256:1","Architecture":"arm64","Os":"linux"})";
constexpr auto host = R"({"Version":"28.5","ApiVersion":"1.44","MinAPIVersion":"1.24",)"
                      R"("Os":"linux","Arch":"amd64"})";
const docker::EngineVersion amd64{"28.5", "1.44", "1.24", "linux", "amd64"};

docker::Endpoint endpoint_at(const std::string& path) {
  docker::Endpoint endpoint;
  endpoint.peer.unix_path = path;
  return endpoint;
}

// As the engine frames a line of standard error.
std::string framed(const std::string& line) {
  return std::string("\2\0\0\0\0\0\0", 7) + static_cast<char>(line.size()) + line;
}

model::Container web() {
  model::Container container;
  container.id = "abc";
  container.name = "shop-web-1";
  container.image = "shop/web:1";
  container.image_id = "sha256:1";
  container.started_at = support::noon.wall;
  return container;
}

struct Bedside {
  boost::asio::io_context io{1};
  core::BlockingPool pool{"test", 1};
  fakes::ScriptedEngine engine{io};
  docker::EngineClient client{io.get_executor(), endpoint_at(engine.path()), {1min, 1s}};
  docker::Images images{client, pool, pool};
  docker::LastWords words{client, images};
  bool heard = false;  // else its words could not be had

  template <class T> boost::asio::awaitable<T> then_stop(boost::asio::awaitable<T> work) {
    auto value = co_await std::move(work);
    co_await engine.stop();
    co_return value;
  }
  std::optional<model::Fault> asked(model::Container container = web()) {
    const auto fault = support::run(io, then_stop(words.of(std::move(container))));
    heard = fault.has_value();
    return fault ? *fault : std::nullopt;
  }
};

}  // namespace

TEST_CASE("an exec format error is known by the end of the last line") {
  for (const char* log : {
           "exec /bin/app: exec format error\n",    // runc
           "exec /bin/app: exec format error\r\n",  // on a terminal
           "standard_init_linux.go:228: exec user process caused: exec format error\n",
           "standard_init_linux.go:178: exec user process caused \"exec format error\"\n",
           "[FATAL tini (7)] exec /bin/app failed: Exec format error\n",
           "begins\n/start.sh: line 3: /app: cannot execute binary file: Exec format error",
       }) {
    INFO(log);
    CHECK(docker::ends_with_format_error(log));
  }
  for (const char* log :
       {"", "\n", "exec /bin/app: no such file or directory\n",
        "exec format error\nand then it went on\n", "exec format error: tried the next one\n"}) {
    INFO(log);
    CHECK_FALSE(docker::ends_with_format_error(log));
  }
}

TEST_CASE("what is said names both architectures and what to do") {
  const model::SeenImage arm{.id = "sha256:1", .architecture = "arm64", .os = "linux"};
  CHECK(docker::format_error_sentence("shop/web:1", arm, amd64) ==
        "its image shop/web:1 is for linux/arm64, this host is linux/amd64 and cannot run it (exec "
        "format error): `docker pull --platform linux/amd64 shop/web:1`, or build it for "
        "linux/amd64; then write `platform: linux/amd64` in the Compose file and apply that");
}

TEST_CASE("an image for this very host is said to hold what cannot be executed") {
  const model::SeenImage own{.id = "sha256:1", .architecture = "amd64", .os = "linux"};
  const auto says = docker::format_error_sentence("shop/web:1", own, amd64);
  CHECK(core::contains(says, "as this host is"));
  CHECK(core::contains(says, "no #!"));
  CHECK_FALSE(core::contains(says, "platform"));
  CHECK(docker::format_error_sentence("shop/web:1", std::nullopt, amd64) == says);
}

TEST_CASE("a container whose last words are an exec format error needs its operator") {
  Bedside bed;
  bed.engine.on("GET /version", answer(200, host));
  bed.engine.on("GET /images/sha256%3A1/json", answer(200, arm_image));
  bed.engine.on("GET /containers/abc/logs",
                answer(200, framed("exec /bin/app: exec format error\n")));
  const auto fault = bed.asked();
  REQUIRE(fault);
  CHECK(fault->kind == FaultKind::wrong_architecture);
  CHECK(fault->klass == model::FaultClass::config);
  CHECK(core::contains(fault->text(), "is for linux/arm64, this host is linux/amd64"));
}

TEST_CASE("an image for another architecture whose program just crashes is left alone") {
  Bedside bed;
  bed.engine.on("GET /images/sha256%3A1/json", answer(200, arm_image));
  bed.engine.on("GET /containers/abc/logs", answer(200, framed("no such table: users\n")));
  CHECK_FALSE(bed.asked());
  CHECK(bed.heard);
}

TEST_CASE("a log that cannot be read is told from one that says nothing") {
  Bedside bed;
  bed.engine.on("GET /containers/abc/logs",
                answer(501, R"({"message":"configured logging driver does not support reading"})"));
  CHECK_FALSE(bed.asked());
  CHECK_FALSE(bed.heard);
}

TEST_CASE("where the engine does not tell its architecture the line itself is told") {
  Bedside bed;
  bed.engine.on("GET /containers/abc/logs", answer(200, "exec /bin/app: exec format error\r\n"));
  auto container = web();
  container.tty = true;
  const auto fault = bed.asked(container);
  REQUIRE(fault);
  CHECK(fault->text() == "it ended with: exec /bin/app: exec format error");
}

TEST_CASE("a start that is refused for its format is told in the same words") {
  Bedside bed;
  bed.engine.on("GET /version", answer(200, host));
  bed.engine.on("GET /images/sha256%3A1/json", answer(200, arm_image));
  bed.engine.on("GET /containers/abc/json",
                answer(200, R"({"Id":"abc","Name":"/shop-web-1","Image":"sha256:1",)"
                            R"("Config":{"Image":"shop/web:1"},"State":{"Status":"created"}})"));
  const model::Fault refusal{FaultKind::wrong_architecture, model::FaultClass::config, 400,
                             "exec /x: exec format error", "starting shop-web-1"};
  const auto fault = support::run(bed.io, bed.then_stop(bed.words.explained(refusal, "abc")));
  CHECK(fault.text().starts_with("starting shop-web-1: its image shop/web:1 is for linux/arm64"));
  CHECK(fault.klass == model::FaultClass::config);
}
