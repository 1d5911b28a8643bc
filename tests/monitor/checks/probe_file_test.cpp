#include "monitor/checks/probe_file.hpp"

#include "monitor/checks/host_tools.hpp"
#include "support/catch.hpp"

#include <sys/stat.h>
#include <unistd.h>

using namespace monitor;
using namespace std::chrono_literals;
using monitor_test::HostTools;
using support::noon;

namespace {

SeenFile a_file(std::uint64_t size, core::Milliseconds age,
                SeenFile::Kind kind = SeenFile::Kind::plain) {
  return {kind, size, noon.wall - age};
}

FileProbe of(const std::string& path) {
  FileProbe probe;
  probe.path = path;
  return probe;
}

}  // namespace

TEST_CASE("a file is judged by its age and size") {
  struct Case {
    FileProbe wanted;
    core::Result<SeenFile> seen;
    Verdict verdict;
    std::string text;
  };
  const auto path = std::string("/var/backups/db.dump");
  auto daily = of(path), small = of(path), large = of(path), absent = of(path);
  daily.fresh = 24h;
  small.size_max = 1024;
  large.size_min = 1024 * 1024;
  absent.exists = false;
  const core::Error gone{core::Errc::not_found, "No such file or directory"};
  const core::Error denied{core::Errc::denied, "Permission denied"};
  const std::vector<Case> cases = {
      {of(path), a_file(5, 51h), Verdict::passed, path + " is there, last changed 2d3h ago"},
      {of(path), gone, Verdict::failed, path + " is not there: No such file or directory"},
      {of(path), denied, Verdict::failed, path + " cannot be looked at: Permission denied"},
      {daily, a_file(5, 51h + 20min), Verdict::failed,
       path + " was last changed 2d3h ago; expected within 1d"},
      {daily, a_file(5, 24h), Verdict::passed, path + " is there, last changed 1d ago"},
      {daily, a_file(5, -1s), Verdict::passed, path + " is there, last changed 0s ago"},
      {daily, a_file(5, -1h), Verdict::passed, path + " is there, dated 1h ahead of the clock"},
      {daily, a_file(5, -25h), Verdict::failed,
       path + " is dated 1d1h ahead of the clock; expected within 1d"},
      {of(path), a_file(5, -25h), Verdict::passed,
       path + " is there, dated 1d1h ahead of the clock"},
      {small, a_file(1024, 1s), Verdict::passed, path + " is there, last changed 1s ago"},
      {small, a_file(1025, 1s), Verdict::failed,
       path + " has 1025 bytes; at most 1024 bytes expected"},
      {large, a_file(0, 1s), Verdict::failed, path + " has 0 B; at least 1 MiB expected"},
      {large, a_file(4096, 1s, SeenFile::Kind::folder), Verdict::failed,
       path + " is a folder: it has no size to go by"},
      {absent, gone, Verdict::passed, path + " is not there, as it should be"},
      {absent, a_file(5, 1s), Verdict::failed, path + " is there, and should not be"},
      {absent, denied, Verdict::failed, path + " cannot be looked at: Permission denied"},
  };
  for (const auto& each : cases) {
    const auto finding = judge_file(each.wanted, each.seen, noon.wall);
    CHECK(finding.text == each.text);
    CHECK(finding.verdict == each.verdict);
    const bool unseen = each.verdict == Verdict::failed && !each.seen &&
                        each.seen.error().code == core::Errc::denied;
    CHECK(finding.unasked == unseen);
  }
}

TEST_CASE("real files are looked at through links, and nothing is opened") {
  HostTools host;
  host.write("file", "12345");
  ::symlink("file", host.at("link").c_str());
  ::symlink("nothing", host.at("dangling").c_str());
  ::mkfifo(host.at("pipe").c_str(), 0600);
  CHECK(look_at_file(host.at("link"))->size == 5);
  CHECK(look_at_file(host.at(""))->kind == SeenFile::Kind::folder);
  CHECK(look_at_file(host.at("pipe"))->kind == SeenFile::Kind::other);
  CHECK(look_at_file(host.at("none")).error().code == core::Errc::not_found);
  CHECK(look_at_file(host.at("file/below")).error().code == core::Errc::not_found);
  CHECK(look_at_file(host.at("dangling")).error().what ==
        "it is a symbolic link to what does not exist");
}

TEST_CASE("a file probe looks anew at each run") {
  HostTools host;
  auto settings = of(host.at("stamp"));
  settings.fresh = 3600s * 24 * 365 * 100;
  const auto probe = make_file_probe(settings, host.tools());
  CHECK(host.run(*probe).verdict == Verdict::failed);
  host.write("stamp", "");
  CHECK(host.run(*probe).verdict == Verdict::passed);
}
