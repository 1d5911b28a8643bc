// What the runtime does where the engine has lost a container's process, on a scripted engine and a
// host whose processes obey or do not.
#include "core/text.hpp"
#include "docker/runtime.hpp"
#include "fakes/scripted_engine.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"
#include "support/temp_dir.hpp"

#include <algorithm>
#include <csignal>
#include <fstream>

#include <sys/wait.h>
#include <unistd.h>

using boost::asio::awaitable;
using fakes::answer;
using model::FaultClass;
using model::FaultKind;
using namespace std::chrono_literals;

namespace {

using Done = docker::Outcome<reconcile::Done>;
using Signals = std::vector<std::pair<int, int>>;  // pid, number

const std::string id(64, 'a'), other(64, 'b');
const std::string lost =
    R"({"message":"Cannot restart container x: tried to kill container, but did not receive an exit event"})";

// A process that ends by the signal `ends_by`, and takes its children with it.
struct ToyHost final : docker::HostProcesses {
  mutable std::vector<docker::HostProcess> processes{{70, true}, {71, false}};
  mutable Signals sent;
  int ends_by = SIGTERM;
  bool allows = true, sees = true;
  mutable int forks = 0;  // so many of its processes have a child before they are killed

  bool can_see() const override { return sees; }
  std::vector<docker::HostProcess> of(const model::ContainerId& container) const override {
    return container == id ? processes : std::vector<docker::HostProcess>{};
  }
  core::Status signal(int pid, const model::ContainerId&, int number) const override {
    if (!allows) return core::Error{core::Errc::denied, "process 70: not permitted"};
    sent.emplace_back(pid, number);
    if (number != ends_by) return {};
    processes.clear();
    if (forks-- > 0) processes.push_back({pid + 100, true});
    return {};
  }
};

std::string inspected(const std::string& status, const std::string& stop_signal) {
  return R"({"Id":")" + id + R"(","Name":"/shop-web-1","State":{"Status":")" + status +
         R"("},"Config":{"StopSignal":")" + stop_signal + R"("},"HostConfig":{}})";
}

struct Scene {
  boost::asio::io_context io{1};
  core::SystemClock clock;
  core::BlockingPool pool{"test", 1};
  fakes::ScriptedEngine engine{io};
  docker::EngineClient client{io.get_executor(), at(engine.path()), {1min, 1s}};
  std::shared_ptr<ToyHost> host = std::make_shared<ToyHost>();
  docker::DockerRuntime runtime{client, pool, pool, clock, host};

  static docker::Endpoint at(const std::string& path) {
    docker::Endpoint endpoint;
    endpoint.peer.unix_path = path;
    return endpoint;
  }
  // Lost at the first request; at the second the engine has seen the end.
  explicit Scene(const std::string& stop_signal = "") {
    const auto path = "/containers/" + id;
    engine.on("POST " + path + "/restart", answer(500, lost), answer(204, ""));
    engine.on("POST " + path + "/stop", answer(500, lost), answer(304, ""));
    engine.on("GET " + path + "/json", answer(200, inspected("restarting", stop_signal)),
              answer(200, inspected("exited", stop_signal)));
  }
  Done perform(model::Action action) {
    reconcile::Work work;
    work.spec = std::make_shared<model::Spec>();
    work.step.action = std::move(action);
    return support::run(io, then_stop(runtime.perform(std::move(work))));
  }
  Done restart(int timeout_s = 1) {
    return perform(model::RestartContainer{id, "shop-web-1", timeout_s});
  }
  awaitable<Done> then_stop(awaitable<Done> work) {
    auto value = co_await std::move(work);
    co_await engine.stop();
    co_return value;
  }
  long asked(const std::string& verb) const {
    const auto& all = engine.requests();
    return std::count_if(all.begin(), all.end(),
                         [&](const auto& one) { return core::contains(one, verb); });
  }
};

void write(const std::filesystem::path& file, const std::string& text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file) << text;
}

// As /proc has it: `name` may hold what the kernel lets it hold.
void make_process(const std::filesystem::path& proc, int pid, int parent, const std::string& group,
                  const std::string& name = "web", const char* state = "S") {
  const auto folder = proc / std::to_string(pid);
  write(folder / "cgroup", group);
  write(folder / "stat",
        std::to_string(pid) + " (" + name + ") " + state + " " + std::to_string(parent) + " 1");
}

}  // namespace

TEST_CASE("a process that the engine has lost is told to stop, and the restart is tried again") {
  Scene scene;
  const auto done = scene.restart();
  INFO((done ? "" : done.error().text()));
  REQUIRE(done);
  CHECK(scene.host->sent == Signals{{70, SIGTERM}});
  CHECK(scene.asked("restart") == 2);
  CHECK(core::contains(done->note, "which the engine had lost"));
}

TEST_CASE("a lost process gets the stop signal of its own container") {
  Scene scene("SIGQUIT");
  scene.host->ends_by = SIGQUIT;
  REQUIRE(scene.restart());
  CHECK(scene.host->sent == Signals{{70, SIGQUIT}});
}

TEST_CASE("a lost process that does not obey within its grace is killed, with its children") {
  Scene scene;
  scene.host->ends_by = SIGKILL;
  REQUIRE(scene.restart(0));
  CHECK(scene.host->sent == Signals{{70, SIGTERM}, {70, SIGKILL}, {71, SIGKILL}});
}

TEST_CASE("a child that a lost process had just before it was killed is killed, too") {
  Scene scene;
  scene.host->ends_by = SIGKILL;
  scene.host->processes = {{70, true}};
  scene.host->forks = 2;
  REQUIRE(scene.restart(0));
  CHECK(scene.host->sent == Signals{{70, SIGTERM}, {70, SIGKILL}, {170, SIGKILL}, {270, SIGKILL}});
}

TEST_CASE("a stop of a lost process is our doing, though the engine finds it stopped") {
  Scene scene;
  const auto done = scene.perform(model::StopContainer{id, "shop-web-1", 1});
  REQUIRE(done);
  CHECK(scene.host->sent == Signals{{70, SIGTERM}});
  CHECK_FALSE(done->already);
}

TEST_CASE("a lost process that is not on this host is for a person, who is told the command") {
  Scene scene;
  scene.host->processes.clear();
  const auto done = scene.restart();
  REQUIRE_FALSE(done);
  CHECK(done.error().kind == FaultKind::end_unseen);
  CHECK(done.error().klass == FaultClass::config);
  CHECK(core::contains(done.error().text(),
                       "run `kill -KILL $(grep -ls aaaaaaaaaaaa /proc/[0-9]*/cgroup | cut -d/ "
                       "-f3)`, and then `systemctl restart docker`"));
  CHECK(scene.asked("restart") == 1);
}

TEST_CASE("a lost process that may not be ended is for a person, who is told why") {
  Scene scene;
  scene.host->allows = false;
  const auto done = scene.restart();
  REQUIRE_FALSE(done);
  CHECK(done.error().klass == FaultClass::config);
  CHECK(core::contains(done.error().text(), "not permitted: on its host, run `kill"));
}

TEST_CASE("an engine that does not see the end of what it lost must be restarted by a person") {
  Scene scene;
  scene.engine.on("GET /containers/" + id + "/json", answer(200, inspected("restarting", "")));
  const auto done = scene.restart();
  REQUIRE_FALSE(done);
  CHECK(scene.host->processes.empty());
  CHECK(done.error().klass == FaultClass::config);
  CHECK(core::contains(done.error().text(), "does not see it: run `systemctl restart docker`"));
  CHECK(scene.asked("restart") == 1);
}

TEST_CASE("no process is touched where the engine fails for another reason") {
  Scene scene;
  scene.engine.on("POST /containers/" + id + "/restart",
                  answer(500, R"({"message":"port is already allocated"})"));
  REQUIRE_FALSE(scene.restart());
  CHECK(scene.host->sent.empty());
}

TEST_CASE(
    "a container's processes are found by its whole id, whatever the driver calls the group") {
  const support::TempDir dir;
  const auto& proc = dir.path();
  make_process(proc, 1, 0, "0::/init.scope\n");
  make_process(proc, 40, 1, "0::/system.slice/containerd.service\n", "shim " + id);
  make_process(proc, 70, 40, "12:cpu:/docker/" + id + "\n1:name=systemd:/docker/" + id + "\n");
  make_process(proc, 71, 70, "0::/system.slice/docker-" + id + ".scope\n", "we) S 1 (b");
  make_process(proc, 72, 40, "0::/system.slice/docker-" + other + ".scope\n");
  write(proc / "self" / "cgroup", "0::/docker/" + id + "\n");
  const auto host = docker::host_processes(proc);
  CHECK(host->of(id) == std::vector<docker::HostProcess>{{70, true}, {71, false}});
  CHECK(host->of(other) == std::vector<docker::HostProcess>{{72, true}});
  CHECK(host->of(id.substr(0, 12)).empty());
  CHECK(host->of("").empty());
}

TEST_CASE("a process that has ended, and that nobody has buried, is gone") {
  const support::TempDir dir;
  const auto& proc = dir.path();
  make_process(proc, 70, 1, "0::/docker/" + id + "\n", "web) S (", "Z");
  make_process(proc, 71, 70, "0::/docker/" + id + "\n");
  const auto host = docker::host_processes(proc);
  CHECK(host->of(id) == std::vector<docker::HostProcess>{{71, true}});
}

TEST_CASE("a signal reaches a process of the container, and none that has its number since") {
  const support::TempDir dir;
  const auto& proc = dir.path();
  const int child = ::fork();
  if (child == 0) {
    for (;;) ::pause();
  }
  REQUIRE(child > 0);
  const auto host = docker::host_processes(proc);
  make_process(proc, child, 1, "0::/docker/" + other + "\n");
  const auto refused = host->signal(child, id, SIGUSR1);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == core::Errc::not_found);
  CHECK(host->signal(child, other, SIGKILL));
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WTERMSIG(status) == SIGKILL);  // and not SIGUSR1, which came first
}

TEST_CASE("a container that its engine starts no more is left to another, where it can be seen") {
  Scene scene;
  scene.engine.on("POST /containers/" + id + "/start",
                  answer(409, R"({"message":"task )" + id + R"(: already exists"})"));
  scene.host->sees = GENERATE(true, false);
  const auto done = scene.perform(model::StartContainer{.container = id, .name = "shop-web-1"});
  REQUIRE_FALSE(done);
  CHECK(done.error().kind == model::FaultKind::task_exists);
  CHECK(done.error().klass ==
        (scene.host->sees ? model::FaultClass::repairable : model::FaultClass::config));
  CHECK(scene.host->sent.empty());  // whether another may take its place is the plan's to say
}

TEST_CASE("what runs on of a container that is down for its engine ends before it is removed") {
  Scene scene("SIGQUIT");
  scene.engine.on("GET /containers/" + id + "/json", answer(200, inspected("exited", "SIGQUIT")));
  scene.engine.on("DELETE /containers/" + id, answer(204, ""));
  scene.host->ends_by = SIGQUIT;
  CHECK(scene.perform(model::RemoveContainer{id, "shop-web-1", false}));
  CHECK(scene.host->sent == Signals{{70, SIGQUIT}});
  CHECK(scene.asked("DELETE") == 1);
}

TEST_CASE("what may not be ended, or does not end, is not removed") {
  Scene scene;
  scene.engine.on("GET /containers/" + id + "/json", answer(200, inspected("exited", "")));
  scene.host->allows = false;
  const auto done = scene.perform(model::RemoveContainer{id, "shop-web-1", false});
  REQUIRE_FALSE(done);
  CHECK(done.error().klass == model::FaultClass::config);
  CHECK(scene.asked("DELETE") == 0);
}
