#include "systemd/monitored_units.hpp"

#include "fakes/manual_clock.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"
#include "support/temp_dir.hpp"
#include "systemd/journal.hpp"
#include "systemd/unit_state.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

using namespace std::chrono_literals;

namespace {

// A systemctl and a journalctl that do as told, and remember what they were asked.
class SystemdHost {
 public:
  SystemdHost() { std::filesystem::create_directory(dir_.path() / "running"); }

  void program(const std::string& name, const std::string& script) const {
    const auto path = dir_.path() / name;
    std::ofstream(path) << "#!/bin/sh\nfor word; do echo \"$word\" >> "
                        << (dir_.path() / "asked").string() << "; done\n"
                        << script << "\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  }
  core::Result<monitor::HostService> unit(const std::string& name, core::Milliseconds limit = 30s) {
    return support::run(io_, units_.unit(name, limit));
  }
  core::Result<systemd::JournalPiece> journal(const std::string& cursor,
                                              std::size_t bytes_max = 1 << 20) {
    return support::run(io_, units_.journal("db", cursor, bytes_max, 30s));
  }
  bool was_asked(const std::string& word) const {
    std::ifstream file(dir_.path() / "asked");
    for (std::string line; std::getline(file, line);)
      if (line == word) return true;
    return false;
  }
  bool was_asked() const { return std::filesystem::exists(dir_.path() / "asked"); }
  void stop_systemd() const { std::filesystem::remove(dir_.path() / "running"); }

 private:
  std::string at(const std::string& name) const { return (dir_.path() / name).string(); }

  support::TempDir dir_;
  boost::asio::io_context io_;
  core::BlockingPool pool_{"test", 1};
  fakes::ManualClock clock_;
  systemd::MonitoredUnits units_{pool_, clock_, {at("systemctl"), at("journalctl"), at("running")}};
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a unit is asked of systemctl by its name alone") {
  SystemdHost host;
  host.program("systemctl", "cat " EVENKEEL_TEST_DATA "/systemd/units/running.txt");
  const auto unit = host.unit("nginx");
  REQUIRE(unit);
  CHECK(unit->active == "active");
  CHECK(host.was_asked("--"));
  CHECK(host.was_asked("nginx.service"));
  CHECK(host.was_asked(std::string("--property=") + systemd::unit_properties));
}

TEST_CASE("a name that is none is not asked for, nor anything where no systemd runs") {
  SystemdHost host;
  host.program("systemctl", "true");
  CHECK(host.unit("--version").error().code == core::Errc::invalid);
  host.stop_systemd();
  const auto unit = host.unit("nginx");
  CHECK(unit.error().code == core::Errc::unavailable);
  CHECK(unit.error().what == "no systemd runs this machine");
  CHECK(host.journal("").error().code == core::Errc::unavailable);
  CHECK_FALSE(host.was_asked());
}

TEST_CASE("a systemctl that fails says why, and one that hangs is ended") {
  SystemdHost host;
  host.program("systemctl", "echo 'Failed to connect to bus: Host is down' >&2; exit 1");
  const auto failed = host.unit("nginx");
  CHECK(failed.error().code == core::Errc::unavailable);
  CHECK(failed.error().what == "systemctl: Failed to connect to bus: Host is down");
  host.program("systemctl", "sleep 30");
  CHECK(host.unit("nginx", 50ms).error().code == core::Errc::timeout);
}

TEST_CASE("the journal begins at its end, or at this moment where the unit has said nothing") {
  SystemdHost host;
  host.program("journalctl", "echo 'an old line'; echo '-- cursor: s=1;i=2'");
  auto piece = host.journal("");
  REQUIRE(piece);
  CHECK(piece->lines.empty());
  CHECK(piece->cursor == "s=1;i=2");
  CHECK(host.was_asked("--unit=db.service"));
  CHECK(host.was_asked("--lines=1"));
  host.program("journalctl", "exit 1");  // as journalctl 252 says that there is nothing
  CHECK(host.journal("")->cursor == systemd::journal_time(fakes::ManualClock().now().wall));
}

TEST_CASE("the journal goes on after its cursor, or since a time") {
  SystemdHost host;
  host.program("journalctl", "echo one; echo two; echo '-- cursor: s=1;i=4'");
  auto piece = host.journal("s=1;i=2");
  REQUIRE(piece);
  CHECK(piece->lines == Lines{"one", "two"});
  CHECK(piece->cursor == "s=1;i=4");
  CHECK_FALSE(piece->skipped);
  CHECK(host.was_asked("--after-cursor=s=1;i=2"));
  host.journal("@1700000000.125");
  CHECK(host.was_asked("--since=@1700000000.125"));
  host.program("journalctl", "exit 1");
  CHECK(host.journal("s=1;i=4")->cursor == "s=1;i=4");
}

TEST_CASE("a journal that cannot be read says why") {
  SystemdHost host;
  host.program("journalctl", "echo 'Failed to seek to cursor: Invalid argument' >&2; exit 1");
  const auto piece = host.journal("garbage");
  CHECK(piece.error().code == core::Errc::unavailable);
  CHECK(piece.error().what == "journalctl: Failed to seek to cursor: Invalid argument");
}

TEST_CASE("a journal that says too much is passed over up to its end") {
  SystemdHost host;
  host.program("journalctl",
               "case \"$*\" in *'--lines=1') echo last; echo '-- cursor: end';;"
               " *) yes 'a line' | head -n 1000; echo '-- cursor: middle';; esac");
  auto piece = host.journal("s=1", 700);
  REQUIRE(piece);
  CHECK(piece->skipped);
  CHECK(piece->lines.size() == 100);
  CHECK(piece->cursor == "end");
}

TEST_CASE("what journalctl prints is lines and a place") {
  CHECK(systemd::decode_journal("").lines.empty());
  const auto piece = systemd::decode_journal("a\n-- cursor: false\n\nb\n-- cursor: s=1;b=2\n");
  CHECK(piece.lines == Lines{"a", "-- cursor: false", "", "b"});
  CHECK(piece.cursor == "s=1;b=2");
  CHECK(systemd::decode_journal("a\nb, cut").cursor.empty());
  CHECK(systemd::journal_time(core::WallTime(1'700'000'000'005ms)) == "@1700000000.005");
}
