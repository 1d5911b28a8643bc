"""The command line: what it prints, and the exit codes that scripts rely on."""

import json
import os
import signal
import subprocess
import unittest

from .harness.agent import binary
from .harness.case import Case

PAIR = """
services:
  db: {image: "evenkeel/test:1", command: [obey]}
  web: {image: "evenkeel/test:1", command: [chatter], depends_on: [db]}
"""
NEVER_READY = """
services:
  web:
    image: evenkeel/test:1
    command: [obey]
    healthcheck: {test: [CMD, test, -e, /tmp/ready], interval: 1s, timeout: 1s, start_period: 5m}
"""
DONE, FAILED, USAGE, UNREACHABLE, LATE = 0, 1, 2, 3, 4


class CommandLine(Case):
    def run_cli(self, *args, code=DONE, **more):
        """Runs it, checks the exit code, and that errors are one line on standard error."""
        done = self.agent.cli(*args, **more)
        self.assertEqual(done.returncode, code, f"{args}\n{done.stdout}\n{done.stderr}\n{self.describe()}")
        if code != DONE and not done.stdout:
            self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)
        return done.stdout

    def apply_file(self, text=PAIR, *options, code=DONE):
        file = self.agent.dir / f"{self.project}.yaml"
        file.write_text(text)
        return self.run_cli("apply", "-f", str(file), "--name", self.project, *options, code=code)

    def test_a_wait_for_what_needs_a_person_ends_at_once_and_names_what_is_in_the_way(self):
        self.apply_file(PAIR, "--wait=60s")
        self.docker.api("POST", f"/containers/{self.container('db')['Id']}/pause")
        self.wait_service("db", "paused")
        done = self.agent.cli("wait", self.project, "--for", "10m", timeout=30)
        self.assertEqual(done.returncode, FAILED, done.stderr)
        self.assertRegex(done.stderr, "cannot converge without you.*db paused")
        self.docker.api("POST", f"/containers/{self.container('db')['Id']}/unpause")
        self.run_cli("wait", self.project, "--for", "30s")
        self.run_cli("stop", self.project, "db", "--wait", "30s")
        self.docker.kill(self.container("web")["Id"])
        done = self.agent.cli("wait", self.project, "--for", "10m", timeout=60)
        self.assertEqual(done.returncode, FAILED, done.stderr)
        self.assertIn("waits for db", done.stderr)
        self.run_cli("hold", self.project, "--for", "2s")
        self.run_cli("start", self.project)
        self.run_cli("wait", self.project, "--for", "60s")  # the hold ends in time

    def test_services_of_any_name_that_compose_allows_obey(self):
        names = ("_web", "-web", "a.b", ".hid")
        self.apply_file("services:\n" + "".join(
            f"  '{name}': {{image: 'evenkeel/test:1', command: [obey]}}\n" for name in names), "--wait=60s")
        for name in names:
            subject = f"{self.project}/{name}"
            self.run_cli("stop", subject, "--wait=30s")
            self.assert_intent(name, "stopped")
            self.assertIn(name, self.run_cli("explain", subject))
            self.run_cli("hold", subject, "--for", "1m")
            self.run_cli("resume", subject)
            self.run_cli("start", self.project, "--wait=30s", "--", name)
        self.wait_converged()
        for name in (".", ".."):
            self.run_cli("stop", f"{self.project}/{name}", code=USAGE)

    def test_apply_status_plan_and_a_second_apply(self):
        self.apply_file(PAIR, "--dry-run")
        self.assertIsNone(self.agent.deployment(self.project))
        self.apply_file(PAIR, "--wait=60s")
        self.assert_one_each("db", "web")
        table = self.run_cli("status")
        self.assertRegex(table, rf"{self.project}.*converged")
        self.assertNotIn("\x1b", table, "color in a pipe")
        self.assertRegex(self.run_cli("status", self.project), r"web.*running")
        shown = json.loads(self.run_cli("status", self.project, "-o", "json"))
        self.assertIn(self.project, json.dumps(shown))
        self.run_cli("status", "--check")
        self.run_cli("plan", self.project)
        before = self.container("web")["Id"]
        self.apply_file(PAIR, "--wait=60s")
        self.assertEqual(self.container("web")["Id"], before)
        self.assertEqual(self.agent.deployment(self.project)["generation"], 1)

    def test_apply_from_standard_input_with_the_clients_environment(self):
        text = PAIR.replace('"evenkeel/test:1", command: [obey]', '"${IMAGE}", command: [obey]')
        self.run_cli("apply", "-f", "-", "--name", self.project, "--wait=60s", stdin=text,
                     IMAGE="evenkeel/test:2")
        self.assertEqual(self.container("db")["Config"]["Image"], "evenkeel/test:2")

    def test_apply_with_an_env_file_says_so_in_the_labels(self):
        env = self.agent.dir / "prod.env"
        env.write_text("TAG=1\n")
        self.apply_file(PAIR, "--env-file", str(env), "--wait=60s")
        labels = self.container("web")["Config"]["Labels"]
        self.assertEqual(labels["com.docker.compose.project.environment_file"], str(env))
        self.assertEqual(labels["com.docker.compose.project.working_dir"], str(self.agent.dir))
        self.assertEqual(labels["com.docker.compose.project.config_files"],
                         str(self.agent.dir / f"{self.project}.yaml"))

    def test_stop_start_and_restart(self):
        self.apply_file(PAIR, "--wait=60s")
        self.run_cli("stop", self.project, "web", "--reason", "spring cleaning", "--wait=20s")
        self.assertFalse(self.container("web")["State"]["Running"])
        self.assertTrue(self.container("db")["State"]["Running"])
        self.assertIn("spring cleaning", self.run_cli("explain", f"{self.project}/web"))
        self.run_cli("start", self.project, "--wait=20s")
        before = self.container("web")["State"]["Pid"]
        db = self.container("db")["State"]["Pid"]
        self.run_cli("restart", self.project, "web", "--wait=20s")
        self.assertNotEqual(self.container("web")["State"]["Pid"], before)
        self.assertEqual(self.container("db")["State"]["Pid"], db)
        self.assert_one_each("db", "web")

    def test_every_command_prints_one_document(self):
        self.apply_file(PAIR, "--wait=60s")
        stopped = json.loads(self.run_cli("stop", self.project, "web", "db", "--wait=30s", "-o", "json"))
        self.assertEqual([one["intent"]["state"] for one in stopped["services"]], ["stopped", "stopped"])
        self.assertTrue(stopped["changed"])
        self.run_cli("hold", "--whole-host", "--for", "1m")
        self.assertIn("message", json.loads(self.run_cli("resume", "--whole-host", "-o", "json")))
        self.assertIn("message", json.loads(self.run_cli("reload", "-o", "json")))
        self.assertTrue(json.loads(self.run_cli("release", "--all", "-o", "json"))["items"])

    def test_logs_and_events(self):
        self.apply_file(PAIR, "--wait=60s")
        self.eventually(lambda: {"line 1", "trouble"} <= set(self.run_cli("logs", f"{self.project}/web").splitlines()),
                        "both streams of the container are in its log")
        tail = self.run_cli("logs", f"{self.project}/web", "--tail", "1")
        self.assertEqual(len(tail.strip().splitlines()), 1, tail)
        said = self.run_cli("events", "--type", "deployment.*", "--deployment", self.project)
        self.assertIn("deployment.applied", said)
        self.assertNotIn("service.started", said)
        self.assertIn("service.started", self.run_cli("events", "--deployment", self.project))
        self.assertIn(f'"{self.project}"', self.run_cli("events", "--deployment", self.project, "-o", "json"))

    def test_a_reader_that_wants_no_more_is_no_failure(self):
        self.apply_file(PAIR, "--wait=60s")
        for asked in (["events"], ["status", "-o", "json"], ["logs", self.project, "-f"]):
            program = subprocess.Popen([binary(), *asked], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                       env={"EVENKEEL_HOST": f"unix://{self.agent.socket}"})
            program.stdout.close()
            code = program.wait(60)
            self.assertEqual((code, program.stderr.read()), (DONE, b""), asked)
            program.stderr.close()

    def test_release_and_delete(self):
        self.apply_file(PAIR, "--wait=60s")
        self.run_cli("release", self.project)
        self.assertIsNone(self.agent.deployment(self.project))
        os.kill(self.container("web")["State"]["Pid"], signal.SIGKILL)
        self.eventually(lambda: not self.container("web")["State"]["Running"], "it is dead")
        self.stays(lambda: not self.container("web")["State"]["Running"], 3, "released is not kept")
        self.apply_file(PAIR, "--wait=60s")
        self.run_cli("delete", self.project, "--yes")
        self.eventually(lambda: self.docker.containers(self.project) == [], "removed")

    def test_exit_code_1_when_something_is_wrong(self):
        self.apply_file(PAIR.replace("[chatter]", "[no-such-program]"), "--wait=60s", code=FAILED)
        self.run_cli("status", "--check", code=FAILED)
        self.run_cli("status", "nobody", code=FAILED)
        self.run_cli("stop", "nobody", code=FAILED)

    def test_exit_code_2_for_wrong_usage(self):
        for args in (["frobnicate"], ["apply"], ["stop"], ["apply", "-f", "/nonexistent.yaml"],
                     ["wait", "x", "--for", "soon"], ["status", "--nonsense"]):
            done = self.agent.cli(*args)
            self.assertEqual(done.returncode, USAGE, f"{args}: {done.stderr}")
            self.assertTrue(done.stderr.strip(), args)

    def test_exit_code_3_when_the_agent_cannot_be_reached(self):
        for host in ("unix:///nonexistent/ek.sock", "http://127.0.0.1:1"):
            done = self.agent.cli("--host", host, "status")
            self.assertEqual(done.returncode, UNREACHABLE, done.stderr)
            self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)

    def test_exit_code_4_when_it_is_not_converged_in_time(self):
        self.apply_file(NEVER_READY, "--wait=2s", code=LATE)
        self.run_cli("wait", self.project, "--for", "1s", code=LATE)
        self.docker.run_in(self.container("web")["Id"], "touch", "/tmp/ready")
        self.run_cli("wait", self.project, "--for", "30s")

    def test_over_tcp_with_a_token(self):
        host = f"http://127.0.0.1:{self.agent.tcp[1]}"
        self.run_cli("--host", host, "--token-file", str(self.agent.token_file), "status")
        self.run_cli("status", EVENKEEL_HOST=host, EVENKEEL_TOKEN=self.agent.token)
        self.run_cli("--host", host, "--token", "wrong", "status", code=FAILED)

    def test_version_and_help_need_no_agent(self):
        for args in (["version"], ["--help"], ["apply", "--help"]):
            done = subprocess.run([binary(), *args], capture_output=True, text=True, timeout=10)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(done.stdout.strip())
        self.assertRegex(subprocess.run([binary(), "version"], capture_output=True, text=True,
                                        check=True).stdout, r"\d+\.\d+")


if __name__ == "__main__":
    unittest.main()
