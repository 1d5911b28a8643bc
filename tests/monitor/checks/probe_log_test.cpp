#include "monitor/checks/probe_log.hpp"

#include "monitor/checks/host_tools.hpp"
#include "support/catch.hpp"

using namespace monitor;
using namespace std::chrono_literals;
using monitor_test::a_container;
using monitor_test::HostTools;

namespace {

LogProbe errors(const std::string& file = "") {
  LogProbe probe;
  probe.file = file;
  probe.pattern = "ERROR";
  return probe;
}

LogProbe of_unit() {
  auto probe = errors();
  probe.unit = "db.service";
  return probe;
}

SystemdUnits::JournalPiece piece(std::vector<std::string> lines, std::string cursor) {
  return {std::move(lines), std::move(cursor), false};
}

}  // namespace

TEST_CASE(
    "a file's log fails for the lines that match from now on, and is well when they are old") {
  HostTools host;
  host.append("log", "ERROR, old\n");
  const auto probe = make_log_probe(errors(host.at("log")), host.tools());
  CHECK(host.run(*probe).text == host.at("log") + " is read from here on");
  host.append("log", "well\nERROR 1\nERROR 2\n");
  auto finding = host.run(*probe);
  CHECK(finding.verdict == Verdict::failed);
  CHECK(finding.text == "2 lines of the last 5m match `ERROR`, the last: ERROR 2");
  host.clock.advance(4min);
  CHECK(host.run(*probe).verdict == Verdict::failed);
  host.clock.advance(1min);
  finding = host.run(*probe);
  CHECK(finding.verdict == Verdict::passed);
  CHECK(finding.text == "no line of the last 5m matches `ERROR`");
}

TEST_CASE("as many lines may match as are allowed") {
  HostTools host;
  host.write("log", "");
  auto settings = errors(host.at("log"));
  settings.count = 2;
  const auto probe = make_log_probe(settings, host.tools());
  host.run(*probe);
  host.append("log", "ERROR\nERROR\n");
  CHECK(host.run(*probe).verdict == Verdict::passed);
  host.append("log", "ERROR\n");
  CHECK(host.run(*probe).verdict == Verdict::failed);
}

TEST_CASE("a log that cannot be read fails with the reason") {
  HostTools host;
  const auto probe = make_log_probe(errors(host.at("none")), host.tools());
  const auto finding = host.run(*probe);
  CHECK(finding.text == host.at("none") + " cannot be read: No such file or directory");
  CHECK(finding.unasked);
}

TEST_CASE("a pattern that is none fails with the reason") {
  HostTools host;
  auto settings = errors(host.at("log"));
  settings.pattern = "(";
  const auto finding = host.run(*make_log_probe(settings, host.tools()));
  CHECK(finding.verdict == Verdict::failed);
  CHECK(finding.text == "the pattern is none: missing ): (");
  CHECK(finding.unasked);
}

TEST_CASE("what came too fast is said for as long as it might count, and is no sign of health") {
  HostTools host;
  host.write("log", "");
  const auto probe = make_log_probe(errors(host.at("log")), host.tools());
  host.run(*probe);
  host.clock.advance(6min);
  CHECK_FALSE(host.run(*probe).partial);
  std::string mebibyte;
  for (int i = 0; i < 1024; ++i) mebibyte += std::string(1023, 'x') + "\n";
  for (int i = 0; i < 10; ++i) host.append("log", mebibyte);
  const auto told =
      "no line of the last 5m matches `ERROR`; 2 MiB that came too fast were not looked at";
  auto finding = host.run(*probe);
  CHECK(finding.text == told);
  CHECK(finding.partial);
  host.clock.advance(4min);
  finding = host.run(*probe);
  CHECK(finding.text == told);
  CHECK(finding.partial);
  host.clock.advance(1min);
  finding = host.run(*probe);
  CHECK(finding.text == "no line of the last 5m matches `ERROR`");
  CHECK_FALSE(finding.partial);
}

TEST_CASE("a container that started anew is not blamed for what a file said before") {
  HostTools host;
  host.write("log", "");
  const auto probe = make_log_probe(errors(host.at("log")), host.tools());
  const auto start = host.clock.now().wall;
  host.run(*probe, {a_container("a", start)});
  host.append("log", "ERROR\n");
  CHECK(host.run(*probe, {a_container("a", start)}).verdict == Verdict::failed);
  CHECK(host.run(*probe, {a_container("a", start + 1s)}).verdict == Verdict::passed);
}

TEST_CASE("a unit's journal is read from its end on, by its cursor") {
  HostTools host;
  const auto probe = make_log_probe(of_unit(), host.tools());
  host.units.pieces = {piece({"ERROR, old"}, "c1"), piece({"ERROR 1", "well"}, "c2"),
                       piece({}, "c2")};
  CHECK(host.run(*probe).text == "the journal of db.service is read from here on");
  CHECK(host.run(*probe).text == "1 line of the last 5m matches `ERROR`, the last: ERROR 1");
  CHECK(host.run(*probe).verdict == Verdict::failed);
  CHECK(host.units.asked == std::vector<std::string>{"", "c1", "c2"});
}

TEST_CASE("a journal that does not know the place is begun anew") {
  HostTools host;
  const auto probe = make_log_probe(of_unit(), host.tools());
  const core::Error bad_cursor{core::Errc::unavailable, "journalctl: Failed to seek to cursor"};
  host.units.pieces = {piece({}, "c1"), bad_cursor, piece({}, "c9"), piece({}, "c9")};
  host.run(*probe);
  const auto finding = host.run(*probe);
  CHECK(finding.verdict == Verdict::failed);
  CHECK(finding.text ==
        "the journal of db.service cannot be read: journalctl: Failed to seek to cursor");
  CHECK(finding.unasked);
  host.run(*probe);
  host.run(*probe);
  CHECK(host.units.asked == std::vector<std::string>{"", "c1", "", "c9"});
}

TEST_CASE("what matched before a journal had to be begun anew counts on, and the gap is said") {
  HostTools host;
  const auto probe = make_log_probe(of_unit(), host.tools());
  const core::Error failure{core::Errc::unavailable, "journalctl was killed"};
  host.units.pieces = {failure,         piece({}, "c1"), piece({"ERROR 1", "ERROR 2"}, "c2"),
                       failure,         piece({}, "c8"), piece({}, "c9"),
                       piece({}, "c9"), piece({}, "c9")};
  host.run(*probe);
  CHECK(host.run(*probe).text == "the journal of db.service is read from here on");
  host.clock.advance(5min);
  CHECK_FALSE(host.run(*probe).partial);
  host.run(*probe);
  auto finding = host.run(*probe);
  CHECK(finding.verdict == Verdict::failed);
  CHECK(finding.text ==
        "2 lines of the last 5m match `ERROR`, the last: ERROR 2; the journal is begun anew: what "
        "came meanwhile was not looked at");
  CHECK(host.run(*probe).text == "2 lines of the last 5m match `ERROR`, the last: ERROR 2");
  // Few lines are no sign that it is well before all of the time was seen again.
  host.clock.advance(4min);
  CHECK(host.run(*probe).partial);
  host.clock.advance(1min);
  finding = host.run(*probe);
  CHECK(finding.verdict == Verdict::passed);
  CHECK_FALSE(finding.partial);
}

TEST_CASE(
    "lines that are too long to be looked at as a whole are told, for as long as they count") {
  HostTools host;
  host.write("log", "");
  const auto probe = make_log_probe(errors(host.at("log")), host.tools());
  host.run(*probe);
  const std::string longer(70'000, 'x');
  host.append("log", longer + "ERROR\n" + longer + "\nERROR\n" + longer + "\n");
  const std::string told = "; 3 lines longer than 64 KiB were looked at only so far";
  CHECK(host.run(*probe).text == "1 line of the last 5m matches `ERROR`, the last: ERROR" + told);
  host.clock.advance(4min);
  CHECK(host.run(*probe).text == "1 line of the last 5m matches `ERROR`, the last: ERROR" + told);
  host.clock.advance(1min);
  CHECK(host.run(*probe).text == "no line of the last 5m matches `ERROR`");
}
