"""A hold is hands off for a time: observed, not touched, always over in the end."""

import os
import signal
import unittest

from .harness.case import Case

PAIR = """
services:
  db: {image: "evenkeel/test:1", command: [obey]}
  web: {image: "evenkeel/test:1", command: [obey]}
"""


class Holds(Case):
    def setUp(self):
        super().setUp()
        self.apply(PAIR)
        self.mark = self.agent.last_event_id()
        self.path = f"/v1/deployments/{self.project}"

    def kill(self, service):
        os.kill(self.container(service)["State"]["Pid"], signal.SIGKILL)

    def assert_stays_dead(self, service, seconds=4):
        self.eventually(lambda: not self.container(service)["State"]["Running"], f"{service} is dead")
        self.stays(lambda: not self.container(service)["State"]["Running"], seconds, f"{service} is left")

    def test_a_held_deployment_is_not_touched_until_it_is_resumed(self):
        held = self.agent.post(self.path + "/hold", {"for": "10m", "reason": "disk swap"})
        self.assertLess(held.status, 300, held.text)
        self.wait_event("hold.started", self.mark, deployment=self.project)
        self.kill("web")
        self.assert_stays_dead("web")
        hold = self.agent.deployment(self.project)["hold"]
        self.assertIn("disk swap", str(hold))
        self.assertIn("disk swap", str(self.agent.items("/v1/holds")))
        self.wait_event("service.exited", self.mark, deployment=self.project, service="web")
        self.assertLess(self.agent.post(self.path + "/resume").status, 300)
        self.wait_running("web")
        self.wait_event("hold.ended", self.mark, deployment=self.project)
        self.assertIsNone(self.agent.deployment(self.project)["hold"])
        self.assertEqual(self.agent.items("/v1/holds"), [])
        self.wait_converged()

    def test_a_hold_expires_by_itself(self):
        done = self.agent.cli("hold", self.project, "--for", "5s", "--reason", "a short look")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.kill("web")
        self.assert_stays_dead("web", 2)
        self.wait_event("hold.ended", self.mark, deployment=self.project)
        self.wait_running("web")
        self.wait_converged()

    def test_a_hold_on_one_service_leaves_the_others_kept(self):
        self.agent.cli("hold", f"{self.project}/web", "--for", "10m")
        self.kill("web")
        before = self.container("db")["State"]["Pid"]
        self.kill("db")
        self.wait_running("db", not_pid=before)
        self.assert_stays_dead("web", 2)
        self.assertEqual(self.agent.cli("resume", f"{self.project}/web").returncode, 0)
        self.wait_running("web")

    def test_a_hold_on_the_host_holds_everything_and_outlives_the_agent(self):
        self.agent.cli("hold", "--host", "--for", "10m", "--reason", "moving the rack")
        self.kill("web")
        self.kill("db")
        self.agent.kill9()
        self.agent.start()
        self.assert_stays_dead("web")
        self.assert_stays_dead("db", 0.5)
        listed = self.agent.cli("holds")
        self.assertIn("moving the rack", listed.stdout)
        status = self.agent.cli("status").stdout
        self.assertIn("moving the rack", status.splitlines()[0])
        self.assertEqual(self.agent.cli("resume", "--host").returncode, 0)
        for service in ("web", "db"):
            self.wait_running(service)
        self.wait_converged()
        self.assert_one_each("db", "web")

    def test_an_engine_crash_during_a_hold_is_left_to_the_owner(self):
        self.agent.post(self.path + "/hold", {"for": "10m"})
        self.engine.kill()
        self.engine.start()
        self.wait_event("engine.connected", self.mark)
        self.assert_stays_dead("web")
        self.agent.post(self.path + "/resume")
        self.wait_converged()
        self.assert_one_each("db", "web")


if __name__ == "__main__":
    unittest.main()
