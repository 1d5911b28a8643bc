#include "monitor/checks/sntp.hpp"

#include "monitor/checks/sntp_packets.hpp"
#include "support/catch.hpp"
#include "support/noon.hpp"

using namespace std::chrono_literals;
using core::Errc;
using monitor::read_sntp_reply;
using monitor::sntp_request;

namespace {

constexpr std::uint64_t cookie = 0x0123456789ABCDEF;
const core::WallTime noon = support::noon.wall;

sntp_packets::Answer at(core::WallTime time) {
  sntp_packets::Answer answer;
  answer.received = answer.sent = time;
  return answer;
}

}  // namespace

TEST_CASE("a request is a client's of version 4 and tells nothing but its number") {
  const auto request = sntp_request(cookie);
  REQUIRE(request.size() == 48);
  CHECK(request[0] == 0x23);
  CHECK(request.substr(1, 39) == std::string(39, '\0'));
  CHECK(request.substr(40) == "\x01\x23\x45\x67\x89\xAB\xCD\xEF");
}

TEST_CASE("the offset is what the four timestamps say, without the way there and back") {
  struct Case {
    core::Milliseconds there, back, worked, ahead;
  };
  const Case cases[] = {
      {0ms, 0ms, 0ms, 0ms},           {5ms, 5ms, 0ms, 1'500ms}, {5ms, 5ms, 40ms, -1'500ms},
      {20ms, 20ms, 1ms, 3'600'000ms}, {10ms, 30ms, 0ms, 250ms}, {1ms, 1ms, 0ms, -31'536'000'000ms},
  };
  for (const auto& each : cases) {
    CAPTURE(each.ahead.count());
    auto answer = at(noon - each.ahead + each.there);
    answer.sent = answer.received + each.worked;
    const auto received = noon + each.there + each.worked + each.back;
    const auto reply =
        read_sntp_reply(packet(answer, sntp_request(cookie)), cookie, noon, received);
    REQUIRE(reply);
    CHECK(reply->delay == each.there + each.back);
    // A way that is longer in one direction cannot be told from a wrong clock: by half of it.
    CHECK(reply->ahead == each.ahead + (each.back - each.there) / 2);
  }
}

TEST_CASE("the end of the era in 2036 is nothing special") {
  const core::WallTime before{std::chrono::seconds{2'085'978'495}};
  const auto answer = at(before + 2s);
  const auto reply = read_sntp_reply(packet(answer, sntp_request(cookie)), cookie, before, before);
  REQUIRE(reply);
  CHECK(reply->ahead == -2s);
}

TEST_CASE("what is no answer to this request is passed over") {
  const auto good = packet(at(noon), sntp_request(cookie));
  CHECK(read_sntp_reply(good, cookie, noon, noon));
  auto as_client = at(noon);
  as_client.mode = 3;
  auto as_broadcast = at(noon);
  as_broadcast.mode = 5;
  for (const auto& bytes :
       {std::string(), good.substr(0, 47), std::string(48, '\0'), std::string(500, '\xFF'),
        packet(at(noon), sntp_request(cookie + 1)), packet(as_client, sntp_request(cookie)),
        packet(as_broadcast, sntp_request(cookie))}) {
    const auto reply = read_sntp_reply(bytes, cookie, noon, noon);
    REQUIRE_FALSE(reply);
    CHECK(reply.error().code == Errc::stale);
  }
}

TEST_CASE("a server that does not know the time is no witness") {
  auto unsynchronized = at(noon), too_far = at(noon), without_time = at(noon);
  unsynchronized.leap = 3;
  too_far.stratum = 16;
  auto bytes = packet(without_time, sntp_request(cookie));
  sntp_packets::put(bytes, 40, 0);
  for (const auto& each : {packet(unsynchronized, sntp_request(cookie)),
                           packet(too_far, sntp_request(cookie)), bytes}) {
    const auto reply = read_sntp_reply(each, cookie, noon, noon);
    REQUIRE_FALSE(reply);
    CHECK(reply.error().code == Errc::unavailable);
  }
  auto leaps = at(noon);
  leaps.leap = 1;
  CHECK(read_sntp_reply(packet(leaps, sntp_request(cookie)), cookie, noon, noon));
}

TEST_CASE("a kiss of death is told by its code, whatever bytes that has") {
  auto kiss = at(noon);
  kiss.stratum = 0;
  kiss.reference = "RATE";
  auto reply = read_sntp_reply(packet(kiss, sntp_request(cookie)), cookie, noon, noon);
  REQUIRE_FALSE(reply);
  CHECK(reply.error() == core::Error{Errc::denied, "RATE"});
  kiss.reference = "\x1B[2J";
  reply = read_sntp_reply(packet(kiss, sntp_request(cookie)), cookie, noon, noon);
  CHECK(reply.error().what == "?[2J");
}
