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

    def test_a_held_service_stays_though_the_file_names_it_no_more(self):
        held = self.container("web")["Id"]
        self.agent.cli("hold", f"{self.project}/web", "--for", "10m")
        reply = self.agent.put_compose(self.project, PAIR[:PAIR.index("  web")], wait="5s")
        self.assertEqual((reply.status, reply.json()["converged"]), (202, False), reply.text)
        self.stays(lambda: self.container("web")["Id"] == held and self.container("web")["State"]["Running"], 3, "it runs on")
        self.assertEqual(self.agent.cli("resume", f"{self.project}/web").returncode, 0)
        self.eventually(lambda: self.docker.container(self.project, "web") is None, "it goes with the hold")
        self.wait_converged()

    def test_what_a_hold_keeps_from_being_done_is_not_said_to_be_done(self):
        self.agent.cli("hold", self.project, "--for", "10m")
        for words in (["stop", self.project, "db"], ["restart", self.project, "web"]):
            done = self.agent.cli(*words, "--wait=5s")
            self.assertEqual(done.returncode, 1, f"{words}: {done.stdout}{done.stderr}")
        self.assertFalse(self.agent.deployment(self.project)["converged"])
        self.assertTrue(self.container("db")["State"]["Running"])
        self.agent.cli("resume", self.project)
        self.wait_converged()
        self.assertFalse(self.container("db")["State"]["Running"])

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
