"""What runs is kept running: whatever happens to it, it comes back by itself, once, and says so."""

import datetime
import json
import os
import signal
import unittest
from pathlib import Path

from .harness.case import Case

PAIR = """
services:
  db:
    image: evenkeel/test:1
    command: [obey]
  web:
    image: evenkeel/test:1
    command: [obey]
    depends_on: [db]
"""
BRIEF = "restart: unless-stopped\n    stop_grace_period: 1s"
UNLESS_STOPPED = PAIR.replace("command: [obey]", "command: [obey]\n    restart: unless-stopped")


class KeepsRunning(Case):
    """Each test applies a database and a web service, breaks something, and looks again."""

    def setUp(self):
        super().setUp()
        self.mark = self.agent.last_event_id()

    def given(self, text=PAIR):
        self.apply(text)
        self.before = {name: self.container(name) for name in ("db", "web")}
        self.mark = self.agent.last_event_id()

    def id_of(self, service):
        return self.before[service]["Id"]

    def pid_of(self, service):
        return self.before[service]["State"]["Pid"]

    def assert_back(self, timeout=30, recovered=("db", "web")):
        """Both run, once each, as intended; those named have a new process."""
        for service in ("db", "web"):
            fresh = self.pid_of(service) if service in recovered else None
            self.wait_running(service, not_pid=fresh, timeout=timeout)
        self.wait_converged()
        self.assert_one_each("db", "web")
        for service in ("db", "web"):
            self.assert_intent(service, "running")
        self.assertEqual(self.events_of(self.mark, "intent.changed"), [])
        self.assert_no_conflict(self.mark)

    def assert_same_containers(self):
        for service in ("db", "web"):
            self.assertEqual(self.container(service)["Id"], self.id_of(service))

    def test_a_killed_process_is_started_again_in_its_container(self):
        """`kill -9` on the host: a crash. The one beside it is not touched."""
        self.given()
        os.kill(self.pid_of("web"), signal.SIGKILL)
        self.assert_back(recovered=["web"])
        self.assert_same_containers()
        self.assertEqual(self.container("db")["State"]["Pid"], self.pid_of("db"))
        exited = self.wait_event("service.exited", self.mark, deployment=self.project, service="web")
        self.wait_event("service.started", exited["id"], deployment=self.project, service="web")
        self.assertEqual(len(self.events_of(self.mark, "service.exited")), 1)

    def test_a_container_removed_by_force_is_made_again(self):
        """`docker rm -f` alone is an accident, not a decision: new container, old name."""
        self.given()
        self.docker.remove(self.id_of("web"))
        self.wait_running("web", not_id=self.id_of("web"))
        self.assert_back(recovered=["web"])
        self.assertEqual(self.container("web")["Name"], self.before["web"]["Name"])
        self.wait_event("action.succeeded", self.mark, deployment=self.project, service="web")
        self.assertEqual(self.container("db")["State"]["Pid"], self.pid_of("db"))

    def test_a_container_killed_through_the_engine_is_started_again(self):
        """`docker kill` is drift unless the owner says otherwise with `kill_means`."""
        self.given()
        self.docker.kill(self.id_of("web"))
        self.assert_back(recovered=["web"])
        self.assert_same_containers()
        self.wait_event("service.exited", self.mark, deployment=self.project, service="web")

    def test_a_network_removed_while_stopped_is_made_again_by_start(self):
        """The containers hold the id of a network that is gone: they are reconnected, not replaced."""
        self.given()
        self.agent.post(f"/v1/deployments/{self.project}/stop", wait="20s")
        self.wait_phase("stopped")
        self.docker.remove_network(f"{self.project}_default")
        mark = self.agent.last_event_id()
        self.agent.post(f"/v1/deployments/{self.project}/start")
        for service in ("db", "web"):
            self.wait_event("intent.changed", mark, deployment=self.project, service=service)
        self.mark = self.agent.last_event_id()
        self.assert_back()
        self.assert_same_containers()
        self.assertEqual(len(self.docker.networks(self.project)), 1)

    def test_a_network_removed_while_agent_and_engine_were_down_is_made_again(self):
        """Nobody stopped anything: the agent finds dead containers without their network."""
        self.given()
        self.agent.kill9()
        self.engine.stop()
        self.engine.start()
        self.docker.remove_network(f"{self.project}_default")
        self.agent.start()
        self.assert_back()
        self.assertEqual(len(self.docker.networks(self.project)), 1)

    def test_an_engine_restart_brings_everything_back(self):
        """SIGTERM + start, no restart policy: the engine leaves them down, the agent does not."""
        self.given()
        self.engine.stop()
        self.wait_event("engine.lost", self.mark)
        self.engine.start()
        self.assert_back()
        self.assert_same_containers()
        self.wait_event("engine.connected", self.mark)
        report = self.wait_event("recovery.completed", self.mark)
        self.assertEqual(report["data"]["cause"], "engine_restart")

    def test_an_engine_crash_brings_everything_back(self):
        """SIGKILL + start: the engine itself leaves `unless-stopped` containers down (moby)."""
        self.given(UNLESS_STOPPED)
        self.engine.kill()
        self.engine.start()
        self.assert_back()
        self.assert_same_containers()
        report = self.wait_event("recovery.completed", self.mark)
        self.assertEqual(report["data"]["cause"], "engine_crash")

    def lose_process(self, service):
        """What is on disk where dockerd is killed while its policy starts a container again: it is in
        a pause between two runs, and has no process. The process runs on all the same."""
        file = Path(self.engine.dir, "data/containers", self.id_of(service), "config.v2.json")
        seen = json.loads(file.read_text())
        finished = datetime.datetime.now(datetime.timezone.utc).isoformat()
        seen["State"].update(Running=True, Restarting=True, Pid=0, ExitCode=137, FinishedAt=finished)
        file.write_text(json.dumps(seen))

    def test_a_process_that_the_engine_has_lost_is_ended_and_started_again(self):
        """`docker stop`, `kill` and `rm -f` fail for ever; dockerd 20.10 does not even see the end."""
        self.given(PAIR.replace("command: [obey]", f"command: [obey]\n    {BRIEF}"))
        self.engine.kill()
        self.lose_process("web")
        self.engine.start()
        self.assertTrue(self.container("web")["State"]["Restarting"])
        lost = Path(f"/proc/{self.pid_of('web')}")
        self.assertTrue(lost.exists())
        self.eventually(lambda: not lost.exists(), "what was lost has ended", timeout=60)
        shown = self.eventually(self.web_is_settled, "web runs, or waits for a person", timeout=30)
        if shown["phase"] == "needs_operator":
            self.assertIn("does not see it: run `systemctl restart docker`", shown["why"])
            self.engine.stop()
            self.engine.start()
        self.assert_back(timeout=60)
        self.assert_same_containers()

    def web_is_settled(self):
        shown = self.agent.service(self.project, "web")
        return shown and shown["phase"] in ("running", "needs_operator") and shown

    def test_everything_at_once(self):
        """A killed process, a removed container, the agent killed and the engine killed."""
        self.given(UNLESS_STOPPED)
        os.kill(self.pid_of("db"), signal.SIGKILL)
        self.docker.remove(self.id_of("web"))
        self.agent.kill9()
        self.engine.kill()
        self.engine.start()
        self.agent.start(ready="/healthz")
        self.assert_back(timeout=60)
        self.wait_event("recovery.completed", self.mark)

    def test_the_agents_own_end_changes_nothing_for_the_containers(self):
        """SIGTERM ends it with 0 within 10 s; what ran goes on, and is taken up again as it is."""
        self.given()
        self.assertEqual(self.agent.stop(), 0, self.agent.log_tail())
        for service in ("db", "web"):
            self.assertEqual(self.container(service)["State"]["Pid"], self.pid_of(service))
        self.agent.start()
        self.assert_back(recovered=[])
        for service in ("db", "web"):
            self.assertEqual(self.container(service)["State"]["Pid"], self.pid_of(service))

    def test_what_shares_the_network_of_a_container_follows_it_when_that_is_made_again(self):
        """`network_mode: service:db` names a container id: the dependent is made again too."""
        self.given(PAIR.replace("depends_on: [db]", "network_mode: service:db"))
        self.docker.remove(self.id_of("db"))
        made = self.wait_running("db", not_id=self.id_of("db"))
        follower = self.wait_running("web", not_id=self.id_of("web"))
        self.assertEqual(follower["HostConfig"]["NetworkMode"], f"container:{made['Id']}")
        self.assert_back()

    def test_a_dead_dependency_does_not_take_its_dependents_down(self):
        """A running container is never stopped merely because what it needs was started later."""
        self.given()
        os.kill(self.pid_of("db"), signal.SIGKILL)
        self.assert_back(recovered=["db"])
        self.assertEqual(self.container("web")["State"]["Pid"], self.pid_of("web"))


if __name__ == "__main__":
    unittest.main()
