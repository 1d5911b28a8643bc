#include "cli/top/frame.hpp"

#include "core/text.hpp"
#include "core/time_text.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <chrono>

using cli::Canvas;
using cli::Glyphs;
using cli::TopState;
using namespace std::chrono_literals;

namespace {

core::Instant at(core::Milliseconds passed) {
  return core::Instant{core::WallTime{1'769'850'000s}, core::MonoTime{1h}} + passed;
}

cli::HostText a_host() {
  cli::HostText host;
  host.name = "box";
  host.usage.cores = 4;
  host.usage.cpu_percent = 165;
  host.usage.memory_total = 8LL << 30;
  host.usage.memory_used = 6'600'000'000;
  host.usage.swap_total = 2LL << 30;
  host.usage.swap_used = 0;
  host.usage.load = {0.5, 0.257, 12};
  host.usage.disks = {{"/dev/sda1", "/", 40, 100LL << 30, 60LL << 30},
                      {"/dev/sdb1", "/var", 91.5, 100LL << 30, 8LL << 30}};
  return host;
}

cli::TopLook a_look() {
  const auto mib = 1LL << 20;
  return {a_host(),
          {{"shop", "db", "running", {12.5, 300 * mib, 512 * mib}, 0},
           {"shop", "web", "backoff", {150.0, 40 * mib, {}}, 12},
           {"blog", "php", "running", {0.2, 500 * mib, 512 * mib}, 1},
           {"blog", "new", "creating", {}, 0}}};
}

TopState a_state() {
  TopState state;
  cli::take(state, a_look(), at(0s));
  auto later = a_look();
  later.rows[1].usage.cpu_percent = 50;
  cli::take(state, later, at(30s));
  cli::take(state, a_look(), at(60s));
  state.history.prime("shop/db", {1, 5, {}, 20}, {1e8, 2e8, 3e8});
  return state;
}

Canvas canvas(std::size_t width, std::size_t height, Glyphs glyphs = Glyphs::ascii) {
  return {width, height, false, glyphs};
}

std::string text_of(const TopState& state, const Canvas& on) {
  std::string out;
  for (auto line : cli::frame_of(state, on).lines) {
    while (line.ends_with(' ')) line.pop_back();
    out += line + "\n";
  }
  return out;
}

std::string clock_of(const TopState& state) {
  return core::local_text(state.seen_at).substr(11, 8);
}

bool is_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

TEST_CASE("a frame shows the host, and a line for each service") {
  const auto state = a_state();
  CHECK(text_of(state, canvas(80, 12)) == clock_of(state) + R"(  box  4 services, 1 not well
CPU  [##############                    ] 41.2% of 4 cores, load 0.50 0.26 12.00
MEM  [##########################        ] 76.8%, 6.1G of 8.0G, swap 0B of 2.0G
DISK [###############################   ] 91.5% of /var, 8.0G free
NAME     PHASE     CPU%             TREND   MEM LIMIT             TREND RESTARTS
shop/web backoff    150 ###           #-#   40M     - #             ~~~       12
shop/db  running   12.5 #           _~###  300M  512M ####         _###        0
blog/php running    0.2 #             ___  500M  512M ######        ~~~        1
blog/new creating     -                       -     -                          0


q quit  sort: c CPU, m memory, n name, r restarts, p phase  move: arrows, PgUp,~
)");
  CHECK(text_of(state, canvas(100, 12, Glyphs::blocks)) ==
        clock_of(state) + R"(  box  4 services, 1 not well
CPU  [████████████████▌                       ] 41.2% of 4 cores, load 0.50 0.26 12.00
MEM  [██████████████████████████████▊         ] 76.8%, 6.1G of 8.0G, swap 0B of 2.0G
DISK [████████████████████████████████████▋   ] 91.5% of /var, 8.0G free
NAME     PHASE     CPU%                       TREND   MEM LIMIT                       TREND RESTARTS
shop/web backoff    150 ████▌                   █▃█   40M     - ▏                       ▄▄▄       12
shop/db  running   12.5 ▍                     ▁▄███  300M  512M ███████                ▁███        0
blog/php running    0.2 ▏                       ▁▁▁  500M  512M ███████████▊            ▄▄▄        1
blog/new creating     -                                 -     -                                    0


q quit  sort: c CPU, m memory, n name, r restarts, p phase  move: arrows, PgUp, PgDn, j, k
)");
}

TEST_CASE("a narrow or low terminal shows what counts most") {
  const auto state = a_state();
  CHECK(text_of(state, canvas(40, 8)) == clock_of(state) + R"(  box  1-3 of 4 services, 1 not~
CPU  41.2% of 4 cores, load 0.50 0.26 1~
MEM  76.8%, 6.1G of 8.0G, swap 0B of 2.~
DISK 91.5% of /var, 8.0G free
NAME     PHASE     CPU%   MEM RESTARTS
shop/web backoff    150   40M       12
shop/db  running   12.5  300M        0
blog/php running    0.2  500M        1
)");
  CHECK(text_of(state, canvas(20, 5)) == clock_of(state) + R"(  box  1-3 ~
NAME      CPU%   MEM
shop/web   150   40M
shop/db   12.5  300M
blog/php   0.2  500M
)");
  CHECK(text_of(state, canvas(9, 2)) == R"(NAME
shop/web
)");
}

TEST_CASE("a frame fills the terminal exactly, whatever its size and its locale") {
  auto wide = a_state();
  wide.rows[0].service = "日本語のサービス";
  wide.rows[1].deployment = "e\u0301\u202Ee\u0301\x1b[31m";
  wide.rows[2].phase = "phase_of_next_year_and_longer";
  wide.host.usage.disks[1].mount_point = "/mnt/größer";
  auto away = a_state();
  away.trouble = "the agent cannot be reached:\nsay where it is";
  TopState empty;
  for (const auto* state : {&wide, &away, &empty}) {
    for (const auto glyphs : {Glyphs::ascii, Glyphs::blocks}) {
      for (std::size_t width = 1; width < 130; width += width < 40 ? 1 : 6) {
        for (const std::size_t height : {1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 24}) {
          const auto frame = cli::frame_of(*state, canvas(width, height, glyphs));
          const auto text = core::join(frame.lines, "\n");
          const auto longest = std::max_element(
              frame.lines.begin(), frame.lines.end(),
              [](const auto& a, const auto& b) { return cli::columns_of(a) < cli::columns_of(b); });
          CAPTURE(width, height, text);
          REQUIRE(frame.lines.size() == height);
          REQUIRE(cli::columns_of(*longest) <= width);
          REQUIRE(text.find('\x1b') == text.npos);
          REQUIRE((glyphs == Glyphs::blocks || is_ascii(text)));
          REQUIRE(frame.rows <= height);
          REQUIRE(frame.rows > 0);
        }
      }
    }
  }
}

TEST_CASE("wide characters in a name do not move the columns beside it") {
  for (const auto glyphs : {Glyphs::ascii, Glyphs::blocks}) {
    auto state = a_state();
    for (auto& row : state.rows) row.usage = {77.7, 1'000, {}};
    state.rows[0].service = "日本語";
    state.rows[1].service = "e\u0301e\u0301";
    state.rows[2].service = "\xff\x1b[2J";
    const auto frame = cli::frame_of(state, canvas(80, 24, glyphs));
    std::vector<std::size_t> places;
    for (const auto& line : frame.lines) {
      const auto bytes = line.find("77.7");
      if (bytes != line.npos) places.push_back(cli::columns_of(line.substr(0, bytes)));
    }
    REQUIRE(places.size() == 4);
    CHECK(std::count(places.begin(), places.end(), places.front()) == 4);
  }
}

TEST_CASE("color is only where it is wanted") {
  auto colored = canvas(80, 12);
  colored.color = true;
  const auto lines = cli::frame_of(a_state(), colored).lines;
  const auto text = core::join(lines, "\n");
  CHECK(core::contains(text, "\x1b[31mbackoff"));
  CHECK(core::contains(text, "\x1b[31m#######"));  // a limit that is nearly reached
}

TEST_CASE("an agent that does not answer is said first, with what was seen before") {
  auto state = a_state();
  state.trouble = "the agent cannot be reached";
  const auto lines = cli::frame_of(state, canvas(100, 24)).lines;
  CHECK(lines.front() ==
        "No answer, last seen " + clock_of(state) + "; trying again: the agent cannot be reached");
  CHECK(core::contains(core::join(lines, "\n"), "shop/db"));
  CHECK(core::contains(cli::frame_of(state, canvas(30, 3)).lines.front(), "No answer"));
  cli::take(state, a_look(), at(90s));
  CHECK_FALSE(core::contains(cli::frame_of(state, canvas(100, 24)).lines.front(), "No answer"));
}

TEST_CASE("what overrides everything stands above the services") {
  auto state = a_state();
  state.host.engine_up = false;
  state.host.engine_problem = "connection refused";
  CHECK(cli::frame_of(state, canvas(100, 24)).lines[1] ==
        "The engine is away: connection refused; what is shown was seen before.");
}

TEST_CASE("what the host does not tell is left out") {
  auto state = a_state();
  state.host.usage = {};
  const auto text = text_of(state, canvas(100, 24));
  CHECK_FALSE(core::contains(text, "MEM  ["));
  CHECK_FALSE(core::contains(text, "DISK"));
  CHECK_FALSE(core::contains(text, "CPU  ["));
  CHECK(core::contains(text, "shop/db"));
}

TEST_CASE("a list that does not fit says which part of how many is seen") {
  auto state = a_state();
  CHECK(cli::frame_of(state, canvas(60, 9)).lines.front() ==
        clock_of(state) + "  box  4 services, 1 not well");
  CHECK(cli::frame_of(state, canvas(60, 7)).lines.front() ==
        clock_of(state) + "  box  1-3 of 4 services, 1 not well");
  state.offset = 1;
  CHECK(cli::frame_of(state, canvas(60, 7)).lines.front() ==
        clock_of(state) + "  box  2-4 of 4 services, 1 not well");
}

TEST_CASE("the list begins where it was scrolled to, and its sparklines are named") {
  auto state = a_state();
  cli::sort_by(state, cli::TopSort::name);
  state.offset = 1;
  const auto frame = cli::frame_of(state, canvas(100, 4));
  CHECK(frame.rows == 3);
  CHECK(frame.traced == std::vector<std::string>{"blog/php", "shop/db", "shop/web"});
  CHECK(frame.lines[1].starts_with("blog/php"));
  CHECK(cli::frame_of(state, canvas(40, 4)).traced.empty());
  state.offset = 99;
  CHECK(cli::frame_of(state, canvas(100, 4)).traced.empty());
}

TEST_CASE("a frame is drawn without a line break at its end, which would scroll it") {
  cli::Frame frame;
  frame.lines = {"a", "", "b"};
  CHECK(cli::drawing_of(frame) == "\x1b[H\x1b[Ka\r\n\x1b[K\r\n\x1b[Kb");
}
