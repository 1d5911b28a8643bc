#include "docker/container_log_lines.hpp"

#include "core/time_text.hpp"
#include "fakes/scripted_engine.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

using boost::asio::awaitable;
using docker::LogSource;
using docker::NewestLines;
using fakes::answer;
using namespace std::chrono_literals;

namespace {

using Texts = std::vector<std::string>;
using Lines = std::vector<NewestLines::Line>;

std::string stamp(int second) {
  return "2026-01-31T09:30:" + std::string(second < 10 ? "0" : "") + std::to_string(second) +
         ".123456789Z ";
}

core::WallTime at_second(int second) {
  return core::parse_rfc3339("2026-01-31T09:30:00.123Z").value() + second * 1s;
}

Texts texts_of(const Lines& lines) {
  Texts texts;
  for (const auto& line : lines) texts.push_back(line.text);
  return texts;
}

std::string frame(char stream, const std::string& text) {
  std::string header{stream, '\0', '\0', '\0', '\0', '\0', '\0', '\0'};
  header[6] = static_cast<char>(text.size() >> 8);
  header[7] = static_cast<char>(text.size() & 0xFF);
  return header + text;
}

struct LogScene {
  boost::asio::io_context io{1};
  fakes::ScriptedEngine engine{io};
  docker::EngineClient client{io.get_executor(), endpoint(), {100ms, 100ms}};
  docker::ContainerLogLines logs{client};

  docker::Endpoint endpoint() const {
    docker::Endpoint endpoint;
    endpoint.peer.unix_path = engine.path();
    return endpoint;
  }
  void container(bool tty) {
    engine.on("GET /containers/abc/json",
              answer(200, std::string(R"({"Id":"abc","Config":{"Tty":)") +
                              (tty ? "true" : "false") + "}}"));
  }
  void prints(const std::string& body) {
    engine.on("GET /containers/abc/logs",
              fakes::raw({fakes::stream_head(), fakes::chunk(body), "0\r\n\r\n"}));
  }
  core::Result<Lines> lines(int after) {
    auto asked = logs.lines("abc", at_second(after), 1 << 20);
    return support::run(io, then_stop(std::move(asked)));
  }
  awaitable<core::Result<Lines>> then_stop(awaitable<core::Result<Lines>> work) {
    auto value = co_await std::move(work);
    co_await engine.stop();
    co_return value;
  }
};

}  // namespace

TEST_CASE("lines have their times, whatever the chunks are") {
  NewestLines newest(1 << 20);
  const auto text = stamp(1) + "one\r\n" + stamp(2) + "\n" + stamp(3) + "three, no end";
  for (const char c : text) newest.feed({LogSource::out, std::string(1, c)});
  const auto lines = newest.take();
  CHECK(texts_of(lines) == Texts{"one", "", "three, no end"});
  REQUIRE(lines.size() == 3);
  CHECK(lines[2].at == at_second(3));
}

TEST_CASE("a line of one stream may come within a line of the other; they are told by time") {
  NewestLines newest(1 << 20);
  newest.feed({LogSource::out, stamp(2) + "begin "});
  newest.feed({LogSource::error, stamp(1) + "error\n"});
  newest.feed({LogSource::out, "and end\n"});
  CHECK(texts_of(newest.take()) == Texts{"error", "begin and end"});
}

TEST_CASE("of many lines the newest are kept, empty ones too, and of a long one its head") {
  NewestLines newest(10'000);
  for (int i = 0; i < 100'000; ++i) newest.feed({LogSource::out, stamp(i % 60) + "\n"});
  CHECK(newest.take().size() < 10'000 / sizeof(NewestLines::Line) + 1);
  NewestLines wide(1 << 20);
  wide.feed({LogSource::out, stamp(1)});
  for (int i = 0; i < 100; ++i) wide.feed({LogSource::out, std::string(10'000, 'x')});
  wide.feed({LogSource::out, "\n" + stamp(2) + "next\n"});
  const auto lines = wide.take();
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].text.size() == docker::log_line_bytes_max - stamp(1).size());
  CHECK(lines[1].text == "next");
}

TEST_CASE("what has no time is left out") {
  NewestLines newest(1 << 20);
  newest.feed({LogSource::out, "no time\n\n" + stamp(1) + "one\n"});
  CHECK(texts_of(newest.take()) == Texts{"one"});
}

TEST_CASE("the engine is asked for the newest lines since then, of both streams") {
  LogScene scene;
  scene.container(false);
  scene.prints(frame(1, stamp(4) + "before\n") + frame(1, stamp(5) + "one\n") +
               frame(2, stamp(6) + "ERROR\n"));
  const auto lines = scene.lines(5);
  REQUIRE(lines);
  CHECK(texts_of(*lines) == Texts{"one", "ERROR"});
  CHECK(scene.engine.requests().back() ==
        "GET /v1.44/containers/abc/logs?stdout=1&stderr=1&tail=20000&timestamps=1&since=" +
            std::to_string(at_second(5).time_since_epoch().count() / 1000) + ".123");
}

TEST_CASE("the log of a container with a terminal is not framed") {
  LogScene scene;
  scene.container(true);
  scene.prints(stamp(5) + "one\r\n" + stamp(6) + "two\r\n");
  CHECK(texts_of(scene.lines(0).value()) == Texts{"one", "two"});
}

TEST_CASE("a container that is gone is not found, and an engine that refuses says why") {
  LogScene gone;
  gone.engine.on("GET /containers/abc/json",
                 answer(404, R"({"message":"No such container: abc"})"));
  CHECK(gone.lines(0).error().code == core::Errc::not_found);
  LogScene refused;
  refused.container(false);
  const auto* reason = "configured logging driver does not support reading";
  refused.engine.on("GET /containers/abc/logs",
                    answer(500, std::string(R"({"message":")") + reason + "\"}"));
  const auto lines = refused.lines(0);
  CHECK(lines.error().code == core::Errc::unavailable);
  CHECK(lines.error().what.find(reason) != std::string::npos);
}

TEST_CASE("a line that is longer than is kept of one says so, and the others do not") {
  NewestLines newest(1 << 20);
  newest.feed({LogSource::out, stamp(1) + "short\n" + stamp(2) + std::string(100'000, 'x') + "\n"});
  newest.feed({LogSource::error, stamp(3) + "other\n"});
  newest.feed({LogSource::out, stamp(4) + "next\n"});
  const auto lines = newest.take();
  REQUIRE(lines.size() == 4);
  for (std::size_t i = 0; i < lines.size(); ++i) CHECK(lines[i].cut == (i == 1));
}

TEST_CASE("a long line is whole, though the engine puts its time before each piece of it") {
  NewestLines newest(1 << 20);
  const std::string piece(16 << 10, 'x');
  newest.feed({LogSource::out, stamp(1) + piece});
  newest.feed({LogSource::out, stamp(1).substr(0, 9)});  // cut anywhere
  newest.feed({LogSource::out, stamp(1).substr(9) + piece});
  newest.feed({LogSource::out, stamp(1) + "end at " + stamp(2) + "\n"});
  newest.feed({LogSource::out, stamp(3) + "says " + stamp(3) + "\n"});
  CHECK(texts_of(newest.take()) == Texts{piece + piece + "end at " + stamp(2), "says " + stamp(3)});
}
