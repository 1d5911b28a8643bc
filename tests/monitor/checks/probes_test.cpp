#include "core/text.hpp"
#include "monitor/checks/host_tools.hpp"
#include "monitor/checks/read_text.hpp"
#include "support/catch.hpp"

#include <string>

using namespace monitor;
using monitor_test::HostTools;

namespace {

struct Row {
  std::string yaml;
  Verdict verdict;
  std::string part;  // of what was found
};

}  // namespace

TEST_CASE("each type of check has its own probe") {
  const Row row = GENERATE(values<Row>({
      {"{type: http, url: 'http://127.0.0.1:1/'}", Verdict::failed, "refused"},
      {"{type: tcp, address: '127.0.0.1:1'}", Verdict::failed, "refused"},
      {"{type: exec, command: [/bin/sh, -c, 'exit 7']}", Verdict::failed, "7"},
      {"{type: file, path: /nonexistent/file}", Verdict::failed, ""},
      {"{type: log, file: /nonexistent/log, pattern: a}", Verdict::failed, "cannot be read"},
      {"{type: disk, path: /, used: 100}", Verdict::passed, "%"},
      {"{type: process, name: no-such-program}", Verdict::failed, ""},
      {"{type: systemd, unit: a}", Verdict::unknown, "a.service"},
      {"{type: launchd, job: a}", Verdict::failed, ""},
      {"{type: engine}", Verdict::failed, "not asked for here"},
  }));
  CAPTURE(row.yaml);
  const auto read = monitor_test::read(row.yaml);
  REQUIRE(read.mistakes.empty());
  HostTools host;
  const auto probe = make_probe(read.check.probe, host.tools());
  REQUIRE(probe);
  const auto found = host.run(*probe);
  CAPTURE(found.text);
  CHECK(name_of(found.verdict) == name_of(row.verdict));
  CHECK(core::contains(found.text, row.part));
}
