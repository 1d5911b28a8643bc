#include "monitor/checks/read_check.hpp"

#include "monitor/checks/read_text.hpp"
#include "monitor/checks/service_checks.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <string>

using namespace monitor;
using namespace std::chrono_literals;
using monitor_test::read;

namespace {

template <class T> T probe_of(const std::string& yaml, bool of_host = true) {
  const auto result = read(yaml, of_host);
  CAPTURE(yaml);
  CHECK(result.mistakes.empty());
  REQUIRE(std::holds_alternative<T>(result.check.probe));
  return std::get<T>(result.check.probe);
}

}  // namespace

TEST_CASE("what every check has is read over its defaults") {
  const auto plain = read("type: engine");
  CHECK(plain.mistakes.empty());
  Check expected;
  expected.name = "c";
  expected.probe = EngineProbe{};
  CHECK(plain.check == expected);
  const auto full =
      read("{type: engine, criticality: optional, interval: 1m, timeout: 10m, fall: 1, rise: 100}");
  CHECK(full.mistakes.empty());
  CHECK(full.check.criticality == model::Criticality::optional);
  CHECK(full.check.interval == 1min);
  CHECK(full.check.timeout == 10min);  // longer than the interval: fine
  CHECK(full.check.fall == 1);
  CHECK(full.check.rise == 100);
}

TEST_CASE("a check of a service has its criticality where none is written") {
  CHECK(read("type: engine", false).check.criticality == model::Criticality::critical);
  CHECK(read("{type: engine, criticality: standard}", false).check.criticality ==
        model::Criticality::standard);
  CHECK(id_of(read("type: engine", false).check) == "shop/web/c");
}

TEST_CASE("http reads every key") {
  const auto probe = probe_of<HttpProbe>(R"(
type: http
url: "https://localhost:8443/health?deep=1"
method: POST
headers: {Authorization: "Bearer ${TOKEN}", X-Try: 1}
body: '{"a": 1}'
status: [200, "300-302", 404]
contains: ok
matches: "^up$$"
json: {path: "$$.db[0].state", equals: {state: up, n: [1, 2.50, ~]}}
certificate: 14d
ca_file: /etc/ssl/own.pem
verify: false
)");
  CHECK(probe.url == "https://localhost:8443/health?deep=1");
  CHECK(probe.method == "POST");
  CHECK(probe.headers ==
        std::map<std::string, std::string>{{"Authorization", "Bearer secret"}, {"X-Try", "1"}});
  CHECK(probe.body == R"({"a": 1})");
  CHECK(probe.status == std::vector<std::pair<int, int>>{{200, 200}, {300, 302}, {404, 404}});
  CHECK(probe.contains == "ok");
  CHECK(probe.matches == "^up$");
  CHECK(probe.json_path == "$.db[0].state");
  CHECK(probe.json_equals == R"({"state":"up","n":[1,2.50,null]})");
  CHECK(probe.certificate_left == 24h * 14);
  CHECK(probe.ca_file == "/etc/ssl/own.pem");
  CHECK_FALSE(probe.verify);
  HttpProbe plain;
  plain.url = "http://{container}:80/";
  CHECK(probe_of<HttpProbe>("{type: http, url: 'http://{container}:80/'}", false) == plain);
}

TEST_CASE("a status is a number, a range, or a list of both") {
  using Ranges = std::vector<std::pair<int, int>>;
  const auto status = [](const std::string& text) {
    return probe_of<HttpProbe>("{type: http, url: 'http://a', status: " + text + "}").status;
  };
  CHECK(status("204") == Ranges{{204, 204}});
  CHECK(status("'204'") == Ranges{{204, 204}});
  CHECK(status("200-299") == Ranges{{200, 299}});
  CHECK(status("[200, 401-403]") == Ranges{{200, 200}, {401, 403}});
}

TEST_CASE("tcp and exec read every key") {
  CHECK(probe_of<TcpProbe>("{type: tcp, address: 'db:5432', send: \"PING\\r\\n\", expect: PONG}") ==
        TcpProbe{"db:5432", "PING\r\n", "PONG"});
  CHECK(probe_of<TcpProbe>("{type: tcp, address: '[::1]:80'}").address == "[::1]:80");
  CHECK(probe_of<TcpProbe>("{type: tcp, address: '{container}:80'}", false).address ==
        "{container}:80");
  ExecProbe exec;
  exec.command = {"/bin/test", "-f", "/x"};
  CHECK(probe_of<ExecProbe>("{type: exec, command: [/bin/test, -f, /x]}") == exec);
  exec.directory = "/srv";
  exec.environment = {{"A", "1"}};
  exec.exit_codes = {0, 3};
  exec.contains = "ok";
  exec.matches = "o+";
  CHECK(probe_of<ExecProbe>(
            "{type: exec, command: [/bin/test, -f, /x], directory: /srv, "
            "environment: {A: 1}, exit_codes: [0, 3], contains: ok, matches: o+}") == exec);
  CHECK(probe_of<ExecProbe>("{type: exec, command: [a], exit_codes: 2}").exit_codes ==
        std::vector{2});
  const auto shell = probe_of<ExecProbe>("{type: exec, shell: true, command: 'a | b'}");
  CHECK(shell.shell);
  CHECK(shell.command == std::vector<std::string>{"a | b"});
}

TEST_CASE("file, log and disk read every key") {
  FileProbe file;
  file.path = "/srv/a";
  CHECK(probe_of<FileProbe>("{type: file, path: /srv/a}") == file);
  file.fresh = 26h;
  file.size_min = 1;
  file.size_max = 1024;
  CHECK(probe_of<FileProbe>(
            "{type: file, path: /srv/a, fresh: 26h, min_size: 1b, max_size: 1KiB}") == file);
  CHECK_FALSE(probe_of<FileProbe>("{type: file, path: /srv/a, exists: false}").exists);
  LogProbe log;
  log.file = "/var/log/a";
  log.pattern = "ERROR";
  log.count = 5;
  log.per = 10min;
  CHECK(probe_of<LogProbe>("{type: log, file: /var/log/a, pattern: ERROR, count: 5, per: 10m}") ==
        log);
  CHECK(probe_of<LogProbe>("{type: log, unit: nginx, pattern: e}").unit == "nginx.service");
  CHECK(probe_of<LogProbe>("{type: log, pattern: e}", false) == LogProbe{"", "", "e", 0, 5min});
  DiskProbe disk;
  disk.path = "/srv";
  disk.used_percent = 92.5;
  disk.free_bytes = std::uint64_t{10} << 30;
  disk.inodes_percent = 90;
  CHECK(probe_of<DiskProbe>("{type: disk, path: /srv, used: 92.5, free: 10GiB, inodes: 90%}") ==
        disk);
}

TEST_CASE("process, systemd, launchd, engine and clock read every key") {
  ProcessProbe process;
  process.name = "nginx";
  CHECK(probe_of<ProcessProbe>("{type: process, name: nginx}") == process);
  process.count_min = process.count_max.emplace(2);
  CHECK(probe_of<ProcessProbe>("{type: process, name: nginx, count: 2}") == process);
  process.count_min = 0;
  process.count_max = 9;
  CHECK(probe_of<ProcessProbe>("{type: process, name: nginx, count: {min: 0, max: 9}}") == process);
  CHECK_FALSE(probe_of<ProcessProbe>("{type: process, name: a, count: {min: 3}}").count_max);
  CHECK(probe_of<ProcessProbe>("{type: process, matches: 'java.*shop'}").matches == "java.*shop");
  CHECK(probe_of<ProcessProbe>("{type: process, pid_file: /run/a.pid}").pid_file == "/run/a.pid");
  CHECK(probe_of<UnitProbe>("{type: systemd, unit: nginx}").unit == "nginx.service");
  CHECK(probe_of<UnitProbe>("{type: systemd, unit: backup.timer}").unit == "backup.timer");
  CHECK(probe_of<JobProbe>("{type: launchd, job: org.example.a}").job == "org.example.a");
  probe_of<EngineProbe>("{type: engine}");
  CHECK(probe_of<ClockProbe>("{type: clock}") == ClockProbe{});
  CHECK(probe_of<ClockProbe>("{type: clock, offset: 200ms, server: 'pool.ntp.org:123'}") ==
        ClockProbe{200ms, "pool.ntp.org:123"});
}

TEST_CASE("a name is of a few characters, so that it can be part of a path") {
  for (const std::string good : {"a", "backup-1", "My.Check_2", "0"})
    CHECK_FALSE(wrong_check_name(good));
  for (const std::string bad : {"", "a b", "a/b", "disk:/var", "disks", "\xc3\xa9"}) {
    CAPTURE(bad);
    CHECK(wrong_check_name(bad));
  }
  CHECK_FALSE(wrong_check_name(std::string(64, 'x')));
  CHECK(wrong_check_name(std::string(65, 'x')));
}

TEST_CASE("null is a value that a path in JSON may have to hold") {
  const std::string begin = "{type: http, url: 'http://a', json: {path: error";
  CHECK(probe_of<HttpProbe>(begin + ", equals: null}}").json_equals == "null");
  CHECK_FALSE(probe_of<HttpProbe>(begin + "}}").json_equals);
  const auto of_service = checks_of(
      {R"({"r": {"type": "http", "url": "http://a", "json": {"path": "e", "equals": null}}})"},
      "shop", "web", model::Criticality::standard);
  REQUIRE(of_service);
  CHECK(std::get<HttpProbe>(of_service->front().probe).json_equals == "null");
}
