#include "api/ask.hpp"
#include "core/text.hpp"
#include "support/catch.hpp"

using ask::Asker;
using ask::header;
using ask::json;
using namespace std::chrono_literals;

TEST_CASE("a silence begins now and lasts as long as it says, by who made it") {
  Asker asker;
  const auto made = asker("POST", "/v1/silences",
                          R"({"match": {"deployment": "shop", "severity": "warning"},)"
                          R"( "for": "2h", "comment": "moving"})");
  CHECK(made.status == 201);
  CHECK(header(made, "Location") == "/v1/silences/1");
  CHECK(json(made).dump() ==
        R"({"id":1,"state":"active","match":{"type":null,"deployment":"shop","service":null,)"
        R"("key":null,"severity":"warning"},"starts_at":"2026-01-31T09:30:00.000Z",)"
        R"x("ends_at":"2026-01-31T11:30:00.000Z","by":"anna (uid 1000)","comment":"moving",)x"
        R"("made_at":"2026-01-31T09:30:00.000Z"})");
}

TEST_CASE("a silence may begin later and end at a time") {
  Asker asker;
  const auto made = json(asker("POST", "/v1/silences",
                               R"({"match": {"type": "spike.*", "key": "x"},)"
                               R"( "starts_at": "2026-01-31T12:00:00Z",)"
                               R"( "ends_at": "2026-01-31T14:00:00+01:00"})"));
  CHECK(made["state"] == "pending");
  CHECK(made["ends_at"] == "2026-01-31T13:00:00.000Z");
  const auto later = json(asker("POST", "/v1/silences",
                                R"({"match": {"service": "db"}, "for": "1h",)"
                                R"( "starts_at": "2026-01-31T12:00:00Z"})"));
  CHECK(later["ends_at"] == "2026-01-31T13:00:00.000Z");
}

TEST_CASE("what is wrong with a silence is said, all of it at once") {
  Asker asker;
  struct Row {
    const char *body, *path, *message;
  };
  for (const auto& row :
       {Row{"{}", "match", "expected what to silence"},
        Row{R"({"match": {"type": "x"}})", "for", "either \"for\""},
        Row{R"({"match": {"type": "x"}, "for": "1h", "ends_at": "2026-01-31T12:00:00Z"})", "for",
            "either \"for\""},
        Row{R"({"match": {"typ": "x"}, "for": "1h"})", "match.typ", "did you mean type?"},
        Row{R"({"match": {"severity": "loud"}, "for": "1h"})", "match.severity",
            "expected info, warning or critical, not loud"},
        Row{R"({"match": {"type": 5}, "for": "1h"})", "match.type", "expected text"},
        Row{R"({"match": {"type": "x"}, "ends_at": "soon"})", "ends_at", "expected a time such as"},
        Row{R"({"match": {"type": "x"}, "for": "1h", "starts_at": "9999-12-31T23:59:59Z"})",
            "starts_at", "within a year"},
        Row{R"({"match": [], "for": "1h"})", "match", "expected an object"},
        Row{R"({"match": {"type": "x"}, "for": "soon"})", "for", "soon"},
        Row{R"({"match": {"type": "x"}, "for": "1h", "coment": ""})", "coment",
            "did you mean comment?"}}) {
    CAPTURE(row.body);
    const auto response = asker("POST", "/v1/silences", row.body);
    CHECK(response.status == 400);
    const auto error = json(response)["errors"][0];
    CHECK(error["path"] == row.path);
    CHECK(core::contains(error["message"].get<std::string>(), row.message));
  }
  const auto both = asker("POST", "/v1/silences", R"({"match": {"severity": "x"}})");
  CHECK(json(both)["errors"].size() == 2);
  const auto long_text = std::string(256, 'x');
  CHECK(asker("POST", "/v1/silences", R"({"match": {"type": ")" + long_text + R"("}, "for": "1h"})")
            .status == 400);
  CHECK(asker.world.silences.all.empty());
}

TEST_CASE("a silence that makes no sense is refused by who makes it") {
  Asker asker;
  asker.world.silences.refusal = core::invalid("a silence lasts at most a year");
  const auto refused = asker("POST", "/v1/silences", R"({"match": {"type": "x"}, "for": "100w"})");
  CHECK(refused.status == 400);
  CHECK(json(refused)["detail"] == "a silence lasts at most a year");
}

TEST_CASE("silences are listed with those that are over, page by page") {
  Asker asker;
  notify::Silence silence;
  const auto now = fakes::half_past_nine;
  for (const auto& [begin, end] : {std::pair{-2h, -1h}, {-1h, 1h}, {1h, 2h}, {0h, 0h}}) {
    ++silence.id;
    silence.starts_at = now + begin;
    silence.ends_at = now + end;
    asker.world.silences.all.push_back(silence);
  }
  const auto states = [&](const std::string& query) {
    std::vector<std::string> out;
    const auto list = json(asker("GET", "/v1/silences" + query));
    for (const auto& item : list["items"]) out.push_back(item["state"]);
    return out;
  };
  using States = std::vector<std::string>;
  CHECK(states("") == States{"over", "active", "pending", "over"});
  CHECK(states("?limit=1&after=1") == States{"active"});
  CHECK(json(asker("GET", "/v1/silences?limit=3"))["next"] == 3);
}

TEST_CASE("a silence is ended by its number, by who may operate") {
  Asker asker;
  asker.world.silences.all.resize(1);
  asker.world.silences.all[0].id = 3;
  CHECK(asker("DELETE", "/v1/silences/3").status == 204);
  const auto unknown = asker("DELETE", "/v1/silences/4");
  CHECK(unknown.status == 404);
  CHECK(json(unknown)["detail"] == "There is no silence 4.");
  CHECK(asker("DELETE", "/v1/silences/three").status == 400);
  CHECK(asker.world.silences.ended ==
        std::vector<std::string>{"3 anna (uid 1000)", "4 anna (uid 1000)"});
  asker.peer = ask::network;
  asker.headers = {{"Authorization", "Bearer fedcba9876543210"}};
  CHECK(asker("GET", "/v1/silences").status == 200);
  CHECK(asker("DELETE", "/v1/silences/3").status == 403);
  CHECK(asker("POST", "/v1/silences", R"({"match": {"type": "x"}, "for": "1h"})").status == 403);
}
