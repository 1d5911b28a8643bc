#include "cli/top/keys.hpp"

#include "support/catch.hpp"

using cli::TopKey;
using cli::TopSort;
using Keys = std::vector<TopKey>;

TEST_CASE("letters and the sequences of terminals are keys, the rest is passed over") {
  struct Row {
    std::string typed;
    Keys keys;
  };
  const std::vector<Row> rows = {
      {"q", {TopKey::quit}},
      {"cmnrp",
       {TopKey::sort_by_cpu, TopKey::sort_by_memory, TopKey::sort_by_name, TopKey::sort_by_restarts,
        TopKey::sort_by_phase}},
      {"jkgG", {TopKey::down, TopKey::up, TopKey::home, TopKey::end}},
      {"\x1b[A\x1b[B", {TopKey::up, TopKey::down}},
      {"\x1bOA\x1bOB", {TopKey::up, TopKey::down}},
      {"\x1b[5~\x1b[6~", {TopKey::page_up, TopKey::page_down}},
      {"\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[7~\x1b[8~",
       {TopKey::home, TopKey::end, TopKey::home, TopKey::end, TopKey::home, TopKey::end}},
      {"\x1b[1;5A", {TopKey::up}},
      {"\x1b[15~\x1b[2~\x1bOP", {}},
      {"x ?\n\t日\x04", {}},
      {"\x1bq", {TopKey::quit}},
      {"\x1b\x1b[A", {TopKey::up}},
      {"\x1b[" + std::string(40, '1') + "\x1b[B", {TopKey::down}}};
  for (const auto& row : rows) {
    CAPTURE(row.typed);
    CHECK(cli::TopKeyReader().read(row.typed) == row.keys);
    cli::TopKeyReader in_pieces;
    Keys keys;
    for (const char c : row.typed) {
      for (const auto key : in_pieces.read({&c, 1})) keys.push_back(key);
    }
    CHECK(keys == row.keys);
  }
}

TEST_CASE("keys move the list within its bounds") {
  cli::TopState state;
  for (int i = 0; i < 10; ++i) state.rows.push_back({"d", std::to_string(i), "running", {}, 0});
  const auto after = [&](const Keys& keys) {
    for (const auto key : keys) cli::press(state, key, 4);
    return state.offset;
  };
  CHECK(after({TopKey::up}) == 0);
  CHECK(after({TopKey::down, TopKey::down}) == 2);
  CHECK(after({TopKey::page_down}) == 5);
  CHECK(after({TopKey::page_down}) == 6);
  CHECK(after({TopKey::down}) == 6);
  CHECK(after({TopKey::page_up}) == 3);
  CHECK(after({TopKey::home}) == 0);
  CHECK(after({TopKey::end}) == 6);
  CHECK(after({TopKey::quit}) == 6);
  state.rows.resize(3);
  CHECK(after({TopKey::down}) == 0);
}

TEST_CASE("keys sort the list") {
  cli::TopState state;
  state.rows = {{"d", "a", "running", {5.0, 10, {}}, 0},
                {"d", "b", "exited", {1.0, 30, {}}, 0},
                {"d", "c", "running", {9.0, 20, {}}, 4}};
  const auto first_after = [&](TopKey key) {
    cli::press(state, key, 4);
    return state.rows.front().service;
  };
  CHECK(first_after(TopKey::sort_by_cpu) == "c");
  CHECK(first_after(TopKey::sort_by_memory) == "b");
  CHECK(first_after(TopKey::sort_by_name) == "a");
  CHECK(first_after(TopKey::sort_by_restarts) == "c");
  CHECK(first_after(TopKey::sort_by_phase) == "b");
  CHECK(state.sort == TopSort::phase);
}
