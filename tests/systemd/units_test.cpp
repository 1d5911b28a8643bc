#include "systemd/units.hpp"

#include "core/io/timing.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"
#include "support/temp_dir.hpp"

#include <filesystem>
#include <fstream>
#include <vector>

namespace {

// A systemctl that does as told, and remembers what it was asked.
class Host {
 public:
  Host() { std::filesystem::create_directory(dir_.path() / "running"); }

  void systemctl(const std::string& script) const {
    const auto path = dir_.path() / "systemctl";
    std::ofstream(path) << "#!/bin/sh\necho \"$@\" >> " << (dir_.path() / "asked").string() << "\n"
                        << script << "\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  }
  systemd::UnitsSettings settings(const std::string& socket = "/var/run/docker.sock") const {
    return {socket, (dir_.path() / "systemctl").string(), (dir_.path() / "running").string()};
  }
  reconcile::EngineUnit engine_unit(const systemd::UnitsSettings& settings) {
    systemd::Units units(io_.get_executor(), pool_, settings);
    return support::run(io_, units.engine_unit());
  }
  int looks_of(int asking, const systemd::UnitsSettings& settings) {
    systemd::Units units(io_.get_executor(), pool_, settings);
    const auto ask = [](systemd::Units* whom) -> boost::asio::awaitable<void> {
      (void)co_await whom->engine_unit();
    };
    std::vector<boost::asio::awaitable<void>> all;
    for (int i = 0; i < asking; ++i) all.push_back(ask(&units));
    support::run(io_, core::gather(std::move(all)));
    std::ifstream file(dir_.path() / "asked");
    int lines = 0;
    for (std::string line; std::getline(file, line);) ++lines;
    return lines;
  }
  bool going_down(const systemd::UnitsSettings& settings) {
    systemd::Units units(io_.get_executor(), pool_, settings);
    return support::run(io_, units.host_going_down());
  }
  std::string asked() const {
    std::ifstream file(dir_.path() / "asked");
    std::string line;
    std::getline(file, line);
    return line;
  }

 private:
  support::TempDir dir_;
  boost::asio::io_context io_;
  core::BlockingPool pool_{"test", 1};
};

const std::string sample = "cat " EVENKEEL_TEST_DATA "/systemd/active_with_socket.txt";

}  // namespace

TEST_CASE("the unit of the system's engine is asked of systemctl, in one call") {
  Host host;
  host.systemctl(sample);
  const auto unit = host.engine_unit(host.settings());
  CHECK(unit.known);
  CHECK(unit.start == "322:29122315");
  CHECK(
      host.asked() ==
      "--no-pager show --property=Id,LoadState,ActiveState,MainPID,ExecMainStartTimestampMonotonic "
      "docker.service docker.socket");
  CHECK(host.engine_unit(host.settings("/run/docker.sock")).known);
}

TEST_CASE("an engine behind another socket, or over TCP, is not docker.service") {
  Host host;
  host.systemctl(sample);
  CHECK_FALSE(host.engine_unit(host.settings("/tmp/ek/docker.sock")).known);
  CHECK_FALSE(host.engine_unit(host.settings("")).known);
  CHECK(host.asked().empty());
}

TEST_CASE("without systemd nothing is asked") {
  Host host;
  host.systemctl(sample);
  auto settings = host.settings();
  settings.running_mark += "/none";
  CHECK_FALSE(host.engine_unit(settings).known);
  CHECK_FALSE(host.going_down(settings));
  CHECK(host.asked().empty());
}

TEST_CASE("a systemctl that fails or hangs leaves a unit that nobody connects to") {
  Host host;
  for (const char* script : {"echo no bus >&2; exit 1", "sleep 30"}) {
    host.systemctl(script);
    const auto unit = host.engine_unit(host.settings());
    CHECK(unit.known);
    CHECK(unit.socket_active);
    CHECK(unit.active_state == "unknown");
    CHECK(unit.start.empty());
  }
}

TEST_CASE("without a systemctl there is nothing to know") {
  Host host;
  CHECK_FALSE(host.engine_unit(host.settings()).known);
  CHECK_FALSE(host.going_down(host.settings()));
}

TEST_CASE("a host that is stopping says so, whichever engine is used") {
  Host host;
  host.systemctl("echo SystemState=stopping");
  CHECK(host.going_down(host.settings("/tmp/other.sock")));
  CHECK(host.asked() == "--no-pager show --property=SystemState");
  host.systemctl("echo SystemState=running");
  CHECK_FALSE(host.going_down(host.settings()));
}

TEST_CASE("however many ask at once, systemctl is run for two of them at most") {
  Host host;
  host.systemctl(sample);
  CHECK(host.looks_of(1, host.settings()) == 1);
  CHECK(host.looks_of(9, host.settings()) == 1 + 2);
}
