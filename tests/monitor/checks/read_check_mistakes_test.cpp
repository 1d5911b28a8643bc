#include "monitor/checks/read_check.hpp"

#include "monitor/checks/read_text.hpp"
#include "support/catch.hpp"

#include <string>

using monitor_test::read;

namespace {

struct Row {
  std::string yaml, mistake;
};

void refuses(const Row& row, bool of_host = true) {
  CAPTURE(row.yaml);
  CHECK(read(row.yaml, of_host).mistakes == row.mistake);
}

}  // namespace

TEST_CASE("a wrong common key is refused with its path and its range") {
  refuses(GENERATE(values<Row>({
      {"{}", "c: expected the key 'type', which is missing"},
      {"{type: htp}",
       "c.type: expected http, tcp, exec, file, log, disk, process, systemd, launchd, engine or "
       "clock, found 'htp'; did you mean 'http'?"},
      {"{type: engine, criticality: high}",
       "c.criticality: expected critical, standard or optional, found 'high'"},
      {"{type: engine, interval: 999ms}",
       "c.interval: expected a duration from 1s to 1d, found '999ms'"},
      {"{type: engine, interval: 25h}",
       "c.interval: expected a duration from 1s to 1d, found '25h'"},
      {"{type: log, file: /x, pattern: x, interval: 6m}",
       "c.interval: expected at most `per` (5m), found 6m"},
      {"{type: engine, timeout: 99ms}",
       "c.timeout: expected a duration from 100ms to 10m, found '99ms'"},
      {"{type: engine, timeout: 5}",
       "c.timeout: expected a duration with its unit, such as 30s or 1h30m, found the number 5"},
      {"{type: engine, fall: 0}",
       "c.fall: expected a whole number from 1 to 100, found the number 0"},
      {"{type: engine, rise: 101}",
       "c.rise: expected a whole number from 1 to 100, found the number 101"},
      {"{type: engine, intervall: 5s}",
       "c.intervall: expected a key of c, found 'intervall'; did you mean 'interval'?"},
      {"{type: engine, url: 'http://a'}",
       "c.url: expected a key of c, found 'url'; known here: type, criticality, interval, timeout, "
       "fall, rise"},
  })));
}

TEST_CASE("without a type that is known, the other keys are let be, but for those of no type") {
  refuses({"{url: x, pattern: '(', count: many, json: [], fall: 3}",
           "c: expected the key 'type', which is missing"});
  refuses({"{url: x, urll: y}",
           "c.urll: expected a key of c, found 'urll'; did you mean 'url'?\n"
           "c: expected the key 'type', which is missing"});
}

TEST_CASE("a wrong key of http is refused") {
  const auto row = GENERATE(values<Row>({
      {"method: get", "c.method: expected a method such as GET or POST, found 'get'"},
      {"status: 99", "c.status: expected a status such as 200 or \"200-299\", found the number 99"},
      {"status: 300-200",
       "c.status: expected a status such as 200 or \"200-299\", found '300-200'"},
      {"status: [200, ok]",
       "c.status[1]: expected a status such as 200 or \"200-299\", found 'ok'"},
      {"status: []", "c.status: expected at least one value, found an empty list"},
      {"status: {}", "c.status: expected a status such as 200 or \"200-299\", found a map of keys"},
      {"headers: {'a b': c}", "c.headers: expected the name of a header, found something else"},
      {"headers: {A: \"x\\r\\nB: y\"}",
       "c.headers: expected one line for the header 'A', found several"},
      {"matches: '('", "c.matches: expected a pattern of RE2, found missing ): ("},
      {"matches: '(?<=a)b'",
       "c.matches: expected a pattern of RE2, found invalid perl operator: "
       "(?<"},
      {"json: {equals: 1}", "c.json: expected the key 'path', which is missing"},
      {"json: {path: 'a..b'}", "c.json.path: expected a path such as $.db[0].state, found 'a..b'"},
      {"json: {path: a, equal: 1}",
       "c.json.equal: expected a key of c.json, found 'equal'; did you mean 'equals'?"},
      {"certificate: 1d", "c.certificate: expected a url that begins with https:// beside it"},
      {"ca_file: own.pem", "c.ca_file: expected an absolute path, found 'own.pem'"},
      {"verify: 1", "c.verify: expected true or false, found the number 1"},
      {"method: HEAD, contains: x",
       "c.contains: expected none beside `method: HEAD`: its answer has no body"},
      {"method: HEAD, matches: x",
       "c.matches: expected none beside `method: HEAD`: its answer has no body"},
      {"method: HEAD, json: {path: a}",
       "c.json: expected none beside `method: HEAD`: its answer has no body"},
      {"ca_file: \"/a\\0\"", "c.ca_file: expected a text without a NUL byte, found one"},
      {"body: 5",
       "c.body: expected a text, found something else; write it in quotes if it is meant"},
  }));
  refuses({"{type: http, url: 'http://a', " + row.yaml + "}", row.mistake});
}

TEST_CASE("a wrong url is refused without being shown: it may hold a password") {
  const std::string expected =
      "c.url: expected http://HOST/... or https://HOST/..., found another text";
  for (const std::string url :
       {"'ftp://u:pw@a'", "localhost", "'http://'", "'http:///a'", "'https://?a'", "'http://a b'",
        "\"http://a\\nb\"", "'http://a:99999/'", "'http://a:b/'", "'http://[::1/'", "'http://[x]/'",
        "'http://{containr}:80/'", "'http://a:80:90/'", "'http://:80/'"})
    refuses({"{type: http, url: " + url + "}", expected});
  refuses({"{type: http, url: ''}", "c.url: expected a text, found an empty one"});
  refuses({"{type: http}", "c: expected the key 'url', which is missing"});
}

TEST_CASE("{container} belongs to a check of a service") {
  const std::string why =
      ": expected no {container} in a check of the host: it belongs to no service";
  refuses({"{type: http, url: 'http://{container}/'}", "c.url" + why});
  refuses({"{type: tcp, address: '{container}:80'}", "c.address" + why});
  refuses({"{type: http, url: 'http://{container}/'}", ""}, false);
  refuses({"{type: tcp, address: '{container}:80'}", ""}, false);
}

TEST_CASE("a wrong key of the other types is refused") {
  refuses(GENERATE(values<Row>({
      {"{type: tcp}", "c: expected the key 'address', which is missing"},
      {"{type: tcp, address: db}", "c.address: expected HOST:PORT or [ADDRESS]:PORT, found 'db'"},
      {"{type: tcp, address: 'db:0'}",
       "c.address: expected HOST:PORT or [ADDRESS]:PORT, found 'db:0'"},
      {"{type: tcp, address: '::1:80'}",
       "c.address: expected HOST:PORT or [ADDRESS]:PORT, found '::1:80'"},
      {"{type: exec}", "c: expected the key 'command', which is missing"},
      {"{type: exec, command: 'a b'}",
       "c.command: expected a list of words (or `shell: true` beside one text), found 'a b'"},
      {"{type: exec, shell: true, command: [a]}",
       "c.command: expected one text beside `shell: true`, found a list"},
      {"{type: exec, command: []}", "c.command: expected a program, found none"},
      {"{type: exec, command: [' ']}", "c.command: expected a program, found none"},
      {"{type: exec, shell: true, command: ''}", "c.command: expected a program, found none"},
      {"{type: exec, command: [a], exit_codes: [256]}",
       "c.exit_codes[0]: expected a whole number from 0 to 255, found the number 256"},
      {"{type: exec, command: [a], environment: {'A=B': c}}",
       "c.environment: expected the name of a variable, found something else"},
      {"{type: exec, command: [a], directory: b}",
       "c.directory: expected an absolute path, found 'b'"},
      {"{type: exec, command: [a, \"b\\0c\"]}",
       "c.command: expected a text without a NUL byte, found one"},
      {"{type: exec, shell: true, command: \"b\\0c\"}",
       "c.command: expected a text without a NUL byte, found one"},
      {"{type: exec, command: [a], environment: {A: \"b\\0c\"}}",
       "c.environment: expected a text without a NUL byte, found one"},
      {"{type: file, path: \"/a\\0b\"}", "c.path: expected a text without a NUL byte, found one"},
      {"{type: file, path: /a, min_size: 2k, max_size: 1k}",
       "c.max_size: expected at least `min_size`"},
      {"{type: file, path: /a, exists: false, fresh: 1h}",
       "c.exists: expected true beside `fresh`, `min_size` and `max_size`"},
      {"{type: log, file: /a}", "c: expected the key 'pattern', which is missing"},
      {"{type: log, file: /a, pattern: ''}", "c.pattern: expected a text, found an empty one"},
      {"{type: log, file: /a, unit: b, pattern: c}",
       "c.unit: expected one of `file` and `unit`, found both"},
      {"{type: log, pattern: c}",
       "c.type: expected `file` or `unit` beside it: a check of the host has no container"},
      {"{type: log, file: /a, pattern: c, count: -1}",
       "c.count: expected a whole number from 0 to 1000000, found the number -1"},
      {"{type: disk, path: /a}",
       "c.type: expected at least one of used, free, inodes beside it, found none"},
      {"{type: disk, path: /a, used: 101}",
       "c.used: expected a percentage, more than 0 and at most 100, found the number 101"},
      {"{type: disk, path: /a, inodes: [1]}",
       "c.inodes: expected a percentage, more than 0 and at most 100, found a list"},
      {"{type: process}",
       "c.type: expected exactly one of name, matches, pid_file beside it, found none"},
      {"{type: process, name: a, pid_file: /b}",
       "c.pid_file: expected exactly one of name, matches, pid_file beside it, found name, "
       "pid_file"},
      {"{type: process, pid_file: /a, count: 2}",
       "c.count: expected none beside `pid_file`, which names one process"},
      {"{type: process, name: a, count: {min: 3, max: 2}}",
       "c.count.max: expected at least `min`, which is 3"},
      {"{type: process, name: a, count: {minn: 3}}",
       "c.count.minn: expected a key of c.count, found 'minn'; did you mean 'min'?"},
      {"{type: process, name: a, count: few}",
       "c.count: expected a whole number from 0 to 1000000, found 'few'"},
      {"{type: systemd}", "c: expected the key 'unit', which is missing"},
      {"{type: systemd, unit: a/b}", "c.unit: expected the name of a unit, found 'a/b'"},
      {"{type: launchd, job: 'a b'}", "c.job: expected the label of a job, found 'a b'"},
      {"{type: clock, offset: 0}",
       "c.offset: expected a duration from 1ms to 1h, found the number 0"},
      {"{type: clock, server: 'a:b'}",
       "c.server: expected HOST or HOST:PORT, found \"a:b\" has no port from 1 to 65535"},
  })));
}

TEST_CASE("all mistakes of a check are told at once") {
  refuses({"{type: http, fall: 0, url: x, method: 1x, zzz: 1}",
           "c.fall: expected a whole number from 1 to 100, found the number 0\n"
           "c.method: expected a method such as GET or POST, found '1x'\n"
           "c.url: expected http://HOST/... or https://HOST/..., found another text\n"
           "c.zzz: expected a key of c, found 'zzz'; known here: type, criticality, interval, "
           "timeout, fall, rise, url, method, headers, body, status, contains, matches, json, "
           "certificate, ca_file, verify"});
}

TEST_CASE("a pattern that would take too much is refused") {
  CHECK(read("{type: log, file: /a, pattern: '((a{100}){100}){100}'}")
            .mistakes.find("c.pattern: expected a pattern of RE2, found ") == 0);
  CHECK(read("{type: log, file: /a, pattern: " + std::string(4097, 'a') + "}").mistakes ==
        "c.pattern: expected a pattern of at most 4096 bytes, found 4097");
}
