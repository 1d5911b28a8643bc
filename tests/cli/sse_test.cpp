#include "cli/sse.hpp"

#include "support/catch.hpp"

#include <vector>

using cli::SseMessage;
using cli::SseReader;

namespace {

std::vector<SseMessage> read(const std::vector<std::string>& pieces,
                             std::string* last_id = nullptr) {
  std::vector<SseMessage> seen;
  SseReader reader([&](const SseMessage& message) { seen.push_back(message); });
  for (const auto& piece : pieces) reader.read(piece);
  if (last_id != nullptr) *last_id = reader.last_id();
  return seen;
}

const std::string stream = "id: 7\nevent: service.exited\ndata: {\"id\":7}\n\n";

}  // namespace

TEST_CASE("a message is its fields up to the empty line") {
  std::string last;
  CHECK(read({stream}, &last) == std::vector<SseMessage>{{"7", "service.exited", "{\"id\":7}"}});
  CHECK(last == "7");
}

TEST_CASE("the size of the pieces does not matter") {
  std::vector<std::string> single;
  for (const char c : stream + stream) single.emplace_back(1, c);
  CHECK(read(single) == read({stream + stream}));
  CHECK(read(single).size() == 2);
}

TEST_CASE("every line ending of the standard is one") {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const auto seen = read({"data: a" + end, "data:b" + end, end, "data: c" + end + end});
    CHECK(seen == std::vector<SseMessage>{{"", "", "a\nb"}, {"", "", "c"}});
  }
}

TEST_CASE("comments, unknown fields and messages without data are nothing") {
  CHECK(read({": heartbeat\n\nretry: 2000\n\nid: 3\n\n"}).empty());
}

TEST_CASE("half a message at the end of a connection is forgotten, and the last whole one counts") {
  std::vector<SseMessage> seen;
  SseReader reader([&](const SseMessage& message) { seen.push_back(message); });
  reader.read(stream + "id: 8\ndata: hal");
  reader.restart();
  CHECK(reader.last_id() == "7");
  reader.read("id: 8\ndata: whole\n\n");
  CHECK(seen.back() == SseMessage{"8", "", "whole"});
  CHECK(seen.size() == 2);
}

TEST_CASE("a line without end is dropped with its message and does not grow for ever") {
  const std::string endless(SseReader::line_bytes_max + 10, 'x');
  const auto seen = read({"data: " + endless, "\n\n", stream});
  CHECK(seen == std::vector<SseMessage>{{"7", "service.exited", "{\"id\":7}"}});
}
