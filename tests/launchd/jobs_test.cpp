#include "launchd/jobs.hpp"

#include "support/catch.hpp"
#include "support/run_coroutine.hpp"
#include "support/temp_dir.hpp"

#include <filesystem>
#include <fstream>

using namespace std::chrono_literals;

namespace {

// A launchctl that knows the job `there` of the system and the job `mine` of user 501.
class LaunchdHost {
 public:
  LaunchdHost() {
    const auto path = dir_.path() / "launchctl";
    std::ofstream(path) << "#!/bin/sh\necho \"$@\" >> " << (dir_.path() / "asked").string() << R"(
case "$2" in
  system/there|gui/501/mine) printf 'x = {\n\tstate = running\n\tpid = 5\n}\n';;
  system/hangs) sleep 30;;
  system/odd) echo 'Bad request.' >&2; exit 64;;
  *) echo 'Could not find service' >&2; exit 113;;
esac
)";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  }

  core::Result<monitor::HostService> job(const std::string& label, ::uid_t user = 0,
                                         core::Milliseconds limit = 30s) {
    launchd::Jobs jobs(pool_, {(dir_.path() / "launchctl").string(), user});
    return support::run(io_, jobs.job(label, limit));
  }
  bool was_asked() const { return std::filesystem::exists(dir_.path() / "asked"); }

 private:
  support::TempDir dir_;
  boost::asio::io_context io_;
  core::BlockingPool pool_{"test", 1};
};

}  // namespace

TEST_CASE("a job of the system is asked of launchctl") {
  LaunchdHost host;
  const auto job = host.job("there");
  REQUIRE(job);
  CHECK(job->active == "running");
  CHECK(job->pid == 5);
  CHECK(host.job("none")->load == "not-found");
}

TEST_CASE("a user's agent finds the jobs of its session, too") {
  LaunchdHost host;
  CHECK(host.job("mine", 501)->active == "running");
  CHECK(host.job("there", 501)->active == "running");
  CHECK(host.job("none", 501)->load == "not-found");
  CHECK(host.job("mine")->load == "not-found");
}

TEST_CASE("a launchctl that fails says why, and one that hangs is ended") {
  LaunchdHost host;
  CHECK(host.job("odd").error().what == "launchctl print: Bad request.");
  CHECK(host.job("odd").error().code == core::Errc::unavailable);
  CHECK(host.job("hangs", 0, 50ms).error().code == core::Errc::timeout);
}

TEST_CASE("a label that is none is not asked for, nor anything where no launchd runs") {
  LaunchdHost host;
  CHECK(host.job("-k").error().code == core::Errc::invalid);
  CHECK_FALSE(host.was_asked());
  boost::asio::io_context io;
  core::BlockingPool pool("test", 1);
  launchd::Jobs jobs(pool, {"/none/launchctl", 0});
  const auto job = support::run(io, jobs.job("x", 30s));
  CHECK(job.error().code == core::Errc::unavailable);
  CHECK(job.error().what == "no launchd runs this machine");
}
