"""While a container takes its grace to stop, which may be minutes, everything else goes on."""

import os
import signal
import unittest

from .harness.case import Case

THREE = """
services:
  db: {{image: "evenkeel/test:1", command: [obey]}}
  app: {{image: "evenkeel/test:1", command: [obey]}}
  web: {{image: "{image}", command: [stubborn], stop_grace_period: 40s}}
"""
SOON = 15  # seconds; the stop itself takes 40


class StopUnderWay(Case):
    def setUp(self):
        super().setUp()
        self.path = f"/v1/deployments/{self.project}"
        self.apply(THREE.format(image="evenkeel/test:1"))
        self.old = self.container("web")["Id"]
        self.mark = self.agent.last_event_id()
        self.agent.put_compose(self.project, THREE.format(image="evenkeel/test:2"))
        self.wait_event("action.started", self.mark, service="web")
        self.eventually(lambda: self.told("stop"), "web is being stopped")

    def told(self, verb):
        return [e for e in self.agent.events(self.mark, type="action.started")
                if e["service"] == "web" and e["data"].get("action") == verb]

    def assert_still_stopping(self):
        self.assertTrue(self.docker.inspect(self.old)["State"]["Running"])
        self.assertNotEqual(self.agent.deployment(self.project)["phase"], "converged")

    def let_it_stop(self):
        os.kill(self.docker.inspect(self.old)["State"]["Pid"], signal.SIGKILL)

    def assert_rolled_out_once(self):
        self.wait_converged()
        self.assertEqual(self.container("web")["Config"]["Image"], "evenkeel/test:2")
        self.assertEqual(len(self.told("create")), 1)
        self.assertEqual(len(self.told("stop")), 1)

    def test_who_dies_and_who_is_removed_is_back_at_once(self):
        pid, gone = self.container("db")["State"]["Pid"], self.container("app")["Id"]
        os.kill(pid, signal.SIGKILL)
        self.docker.remove(gone)
        self.wait_running("db", not_pid=pid, timeout=SOON)
        self.wait_running("app", not_id=gone, timeout=SOON)
        self.assert_still_stopping()
        self.let_it_stop()
        self.assert_rolled_out_once()
        self.assert_one_each("db", "app", "web")

    def test_wishes_for_others_are_done_at_once(self):
        self.agent.post(f"{self.path}/services/db/stop")
        self.eventually(lambda: not self.container("db")["State"]["Running"], "db stops", SOON)
        pid = self.container("app")["State"]["Pid"]
        self.agent.post(f"{self.path}/services/app/restart")
        self.wait_running("app", not_pid=pid, timeout=SOON)
        self.assert_still_stopping()
        self.let_it_stop()
        self.wait_running("web", not_id=self.old)
        self.assertFalse(self.container("db")["State"]["Running"])

    def test_a_way_back_is_gone_when_the_stop_has_ended(self):
        self.agent.put_compose(self.project, THREE.format(image="evenkeel/test:1"))
        self.assert_still_stopping()
        self.let_it_stop()
        self.wait_converged()
        self.assertEqual(self.container("web")["Config"]["Image"], "evenkeel/test:1")
        self.assert_one_each("db", "app", "web")

    def test_a_deletion_leaves_nothing(self):
        self.agent.delete(self.path, containers="true")
        self.eventually(lambda: len(self.docker.containers(self.project)) <= 2, "the others go", SOON)
        self.assertTrue(self.docker.inspect(self.old)["State"]["Running"])
        self.let_it_stop()
        self.eventually(lambda: self.agent.deployment(self.project) is None, "it is deleted")
        self.stays(lambda: not self.docker.containers(self.project), 3, "nothing is left")


if __name__ == "__main__":
    unittest.main()
