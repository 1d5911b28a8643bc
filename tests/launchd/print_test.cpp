#include "launchd/print.hpp"

#include "support/catch.hpp"

#include <fstream>
#include <iterator>

namespace {

monitor::HostService job_sample(const std::string& name) {
  std::ifstream file(std::string(EVENKEEL_TEST_DATA "/launchd/") + name + ".txt");
  REQUIRE(file);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const auto job = launchd::decode_job(text);
  REQUIRE(job);
  return *job;
}

}  // namespace

TEST_CASE("a job is as launchctl prints it") {
  const auto running = job_sample("running");
  CHECK(running.load == "loaded");
  CHECK(running.active == "running");
  CHECK(running.pid == 112);
  CHECK(running.result.empty());
  const auto waiting = job_sample("waiting");
  CHECK(waiting.active == "waiting");
  CHECK(waiting.pid == 0);
  CHECK(waiting.result == "exited 0");
  const auto failed = job_sample("failed");
  CHECK(failed.active == "spawn scheduled");
  CHECK(failed.result == "exited 78: EX_CONFIG");
  const auto killed = job_sample("killed");
  CHECK(killed.active == "waiting");
  CHECK(killed.result == "was killed by Killed: 9");
}

TEST_CASE("only the lines of the job itself count") {
  const auto job = launchd::decode_job(
      "system/x = {\n\tstate = running\n\tendpoints = {\n\t\t\"x\" = {\n\t\t\tstate = active\n"
      "\t\t\tpid = 7\n\t\t}\n\t}\n\tenvironment = {\n\t\tstate = odd\n\t}\n\tpid = 5\n}\n");
  REQUIRE(job);
  CHECK(job->active == "running");
  CHECK(job->pid == 5);
}

TEST_CASE("what shows no state is no job") {
  for (const auto* text : {"", "\n\n", "state = running\n", "\t\tstate = running\n", "\tpid = 5\n"})
    CHECK(launchd::decode_job(text).error().code == core::Errc::corrupt);
  CHECK(launchd::decode_job("\tstate = running\n\tpid = x\n")->pid == 0);
}

TEST_CASE("a label is neither an option nor a path") {
  CHECK(launchd::job_label("com.apple.syslogd").value() == "com.apple.syslogd");
  for (const auto* label : {"", "-k", "a/b", "system/x", "a\nb"})
    CHECK(launchd::job_label(label).error().code == core::Errc::invalid);
}
