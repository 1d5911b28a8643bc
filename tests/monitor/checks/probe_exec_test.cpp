#include "monitor/checks/probe_exec.hpp"

#include "core/io/timing.hpp"
#include "core/utf8.hpp"
#include "monitor/checks/network_stage.hpp"
#include "support/temp_dir.hpp"

#include <csignal>
#include <fstream>

using namespace network_stage;
using namespace std::chrono_literals;
using monitor::ExecProbe;
using monitor::Verdict;

namespace {

ExecProbe running(std::vector<std::string> command) {
  ExecProbe settings;
  settings.command = std::move(command);
  return settings;
}

ExecProbe script(const std::string& text) {
  auto settings = running({text});
  settings.shell = true;
  return settings;
}

monitor::Finding probe(NetworkStage& stage, const ExecProbe& settings,
                       core::Milliseconds limit = 20s, monitor::Target target = {}) {
  const auto probe = monitor::make_exec_probe(settings, stage.tools());
  return stage.run(*probe, limit, std::move(target));
}

std::string probed(const ExecProbe& settings, core::Milliseconds limit = 20s,
                   monitor::Target target = {}) {
  NetworkStage stage;
  return verdict_and_text(probe(stage, settings, limit, std::move(target)));
}

const monitor::Target two_containers = {container("shop-web-1", ""), container("shop-web-2", "")};

}  // namespace

TEST_CASE("the exit code decides, and the last line that was printed explains") {
  struct Case {
    const char* script;
    const char* found;
  };
  const Case cases[] = {
      {"true", "passed: exited 0"},
      {"echo OK - load 0.3", "passed: exited 0: OK - load 0.3"},
      {"echo one; echo two; echo; exit 2", "failed: exited 2: two"},
      {"echo report; echo complaint >&2; exit 1", "failed: exited 1: complaint"},
      {"exit 125", "failed: exited 125"},
      {"exit 255", "failed: exited 255"},
      {"kill -9 $$",
       "failed: exited 137 (killed (SIGKILL): by hand, by a stop that took too long, "
       "or by the kernel)"},
      {"kill -TERM $$", "failed: exited 143 (ended by SIGTERM)"},
      {"exec /bin/no-such-program 2>/dev/null",
       "failed: exited 127 (its command was not found, or could not be started)"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.script);
    CHECK(probed(script(each.script)) == each.found);
  }
  auto settings = script("exit 3");
  settings.exit_codes = {1, 3};
  CHECK(probed(settings) == "passed: exited 3");
  settings.command = {"exit 0"};
  CHECK(probed(settings) == "failed: exited 0");
}

TEST_CASE("no shell looks at the command unless it is asked for") {
  CHECK(probed(running({"echo", "$HOME; exit 3", "*"})) == "passed: exited 0: $HOME; exit 3 *");
  CHECK(probed(script("echo $((1 + 1))")) == "passed: exited 0: 2");
}

TEST_CASE("what is printed is held against text and pattern, on either stream") {
  auto settings = script("echo state: up; echo warn 12 >&2");
  settings.contains = "state: up";
  settings.matches = "warn [0-9]+";
  CHECK(probed(settings) == "passed: exited 0: warn 12");
  settings.matches = "warn [a-z]+";
  CHECK(probed(settings) == "failed: nothing in its output matches \"warn [a-z]+\"");
  settings.contains = "down";
  CHECK(probed(settings) == "failed: its output does not contain \"down\"");
  settings.matches = "(";
  CHECK(probed(settings).starts_with("unknown: the pattern \"(\": "));
}

TEST_CASE("it runs in the root or where it is told, with the environment that it is given") {
  CHECK(probed(running({"pwd"})) == "passed: exited 0: /");
  const support::TempDir dir;
  auto settings =
      script("echo $PWD $WHO $EVENKEEL_DEPLOYMENT/$EVENKEEL_SERVICE: $EVENKEEL_CONTAINERS");
  settings.directory = dir.path().string();
  settings.environment = {{"WHO", "anna"}};
  CHECK(probed(settings, 20s, two_containers) ==
        "passed: exited 0: " + dir.path().string() +
            " anna shop/web: id-of-shop-web-1 id-of-shop-web-2");
  CHECK(probed(settings) == "passed: exited 0: " + dir.path().string() + " anna /:");
  settings.environment = {{"EVENKEEL_SERVICE", "mine"}};
  CHECK(probed(settings, 20s, two_containers).find(" shop/mine: ") != std::string::npos);
}

TEST_CASE("what cannot be started says why; it tells nothing about a service's containers") {
  const support::TempDir dir;
  const auto file = dir.path() / "script";
  std::ofstream(file) << "#!/nonexistent/interpreter\n";
  const auto plain = running({file.string(), "--password=s3cret"});
  const auto not_allowed = "not allowed to execute " + file.string();
  CHECK(probed(plain) == "failed: " + not_allowed);
  NetworkStage stage;
  const auto probe = monitor::make_exec_probe(plain, stage.tools());
  CHECK(stage.run(*probe, 20s, two_containers).unasked);
  std::filesystem::permissions(file, std::filesystem::perms::owner_all);
  CHECK(probed(plain) == "failed: there is no " + file.string() + ", or no interpreter for it");
  CHECK(probed(running({"no-such-program-of-evenkeel"})) ==
        "failed: there is no no-such-program-of-evenkeel, or no interpreter for it");
  std::ofstream(file) << "\x7F"
                         "ELF nonsense";
  const auto nonsense = probed(plain);
  CHECK(nonsense.starts_with("failed: "));
  CHECK(nonsense.find("s3cret") == std::string::npos);
  auto nowhere = running({"true"});
  nowhere.directory = "/nonexistent/of/evenkeel";
  CHECK(probed(nowhere) ==
        "failed: the directory /nonexistent/of/evenkeel: No such file or directory");
  CHECK(probed(running({})) == "unknown: there is no command");
}

TEST_CASE("a program that hangs, floods, forks or prints binary does no harm") {
  const auto begun = std::chrono::steady_clock::now();
  CHECK(probed(running({"sleep", "60"}), 300ms) ==
        "failed: did not end within 300ms, and was killed");
  CHECK(probed(script("trap '' TERM INT HUP; while :; do :; done"), 300ms) ==
        "failed: did not end within 300ms, and was killed");
  CHECK(probed(script("n=0; while [ $n -lt 40 ]; do sleep 60 & "
                      "n=$((n + 1)); done; wait"),
               500ms) == "failed: did not end within 500ms, and was killed");
  CHECK(probed(running({"yes", "s3cret"}), 60s) == "failed: printed without end, and was killed");
  CHECK(std::chrono::steady_clock::now() - begun < 50s);
}

TEST_CASE("binary output is one plain line of a finding") {
  NetworkStage stage;
  const auto found =
      probe(stage, script("printf 'a\\000b\\033[2J\\377\\n'; head -c 3000000 /dev/urandom; "
                          "printf '\\nlast \\001 words\\n'; exit 1"));
  CHECK(found.verdict == Verdict::failed);
  CHECK(found.text == "exited 1: last ? words");
  const auto noise = probe(stage, script("head -c 3000000 /dev/urandom; exit 1"));
  CHECK(core::is_utf8(noise.text));
  CHECK(noise.text.size() <= monitor::finding_bytes_max);
  CHECK(noise.text.find_first_of(std::string("\n\r\0\x1B", 4)) == std::string::npos);
}

// The kernel takes its time; a zombie that its new parent has not fetched yet has ended.
static bool ends_soon(const std::string& pid_file) {
  pid_t child = 0;
  std::ifstream(pid_file) >> child;
  REQUIRE(child > 0);
  for (int i = 0; i < 500; ++i) {
    std::ifstream status("/proc/" + std::to_string(child) + "/stat");
    std::string name, state;
    int number = 0;
    if (!(status >> number >> name >> state) || state == "Z" || state == "X") return true;
    ::poll(nullptr, 0, 10);
  }
  ::kill(child, SIGKILL);
  return false;
}

TEST_CASE("what is left in the background is gone with the program") {
  const support::TempDir dir;
  const auto pid_file = (dir.path() / "pid").string();
  CHECK(probed(script("sleep 60 & echo $! > " + pid_file + "; echo done")) ==
        "passed: exited 0: done");
  CHECK(ends_soon(pid_file));
}

TEST_CASE("what fled into a session of its own is gone with the program, too") {
  const support::TempDir dir;
  const auto pid_file = (dir.path() / "pid").string();
  const auto flee = "setsid sh -c 'echo $$ > " + pid_file + "; exec sleep 60' & ";
  const auto fled = "while ! test -s " + pid_file + "; do :; done; ";
  const auto begun = std::chrono::steady_clock::now();
  SECTION("a program that ends") {
    CHECK(probed(script(flee + fled + "echo done"), 30s) == "passed: exited 0: done");
  }
  SECTION("a program that hangs") {
    CHECK(probed(script(flee + fled + "sleep 60"), 2s).starts_with("failed: "));
  }
  CHECK(ends_soon(pid_file));
  CHECK(std::chrono::steady_clock::now() - begun < 25s);
}

TEST_CASE("a run that is cancelled ends its program") {
  NetworkStage stage;
  const auto probe = monitor::make_exec_probe(running({"sleep", "60"}), stage.tools());
  const auto begun = std::chrono::steady_clock::now();
  const auto found = support::run(stage.io, core::within(probe->run({}, 60s), 100ms));
  CHECK(std::chrono::steady_clock::now() - begun < 20s);
  if (found) CHECK(found->verdict == Verdict::unknown);
}
