"""While an image is on its way, which may take an hour, everything else goes on."""

import os
import signal
import unittest

from .harness.case import Case
from .harness.slow_registry import SlowRegistry

BOTH = """
services:
  db: {{image: "evenkeel/test:1", command: [obey]}}
  web: {{image: "{image}", command: [obey]}}
"""
SOON = 8  # seconds; the pull itself takes about 50


class PullUnderWay(Case):
    def setUp(self):
        super().setUp()
        self.registry = SlowRegistry(self.project)
        self.addCleanup(self.registry.close)
        self.path = f"/v1/deployments/{self.project}"
        self.apply(BOTH.format(image="evenkeel/test:1"))
        self.mark = self.agent.last_event_id()
        self.agent.put_compose(self.project, BOTH.format(image=self.registry.image))
        self.eventually(lambda: self.registry.asked, "the layer is on its way")

    def runs(self):
        return [c for c in self.docker.containers(self.project) if c["State"]["Running"]]

    def assert_still_pulling(self):
        self.assertEqual(self.agent.events(self.mark, type="image.pull_completed"), [])

    def test_who_dies_is_started_at_once_and_the_pull_comes_to_its_end_once(self):
        pid = self.container("db")["State"]["Pid"]
        os.kill(pid, signal.SIGKILL)
        self.wait_running("db", not_pid=pid, timeout=SOON)
        self.assert_still_pulling()
        self.registry.hurry()
        self.wait_converged()
        self.assertEqual(self.container("web")["Config"]["Image"], self.registry.image)
        self.assert_one_each("db", "web")
        self.assertEqual(self.registry.asked, 1)
        for kind in ("started", "completed"):
            self.assertEqual(len(self.agent.events(self.mark, type=f"image.pull_{kind}")), 1)

    def test_a_stop_is_done_at_once_and_stands(self):
        self.agent.post(f"{self.path}/stop")
        self.eventually(lambda: not self.runs(), "all are stopped", SOON)
        self.assert_still_pulling()
        self.registry.hurry()
        self.wait_event("image.pull_completed", self.mark)
        self.stays(lambda: not self.runs(), 4, "all stay stopped")

    def test_a_deletion_is_done_at_once_and_stands(self):
        self.agent.delete(self.path, containers="true")
        self.eventually(lambda: self.agent.deployment(self.project) is None, "it is deleted", SOON)
        self.assertEqual(self.docker.containers(self.project), [])
        self.registry.hurry()
        self.stays(lambda: not self.docker.containers(self.project), 4, "nothing comes back")

    def test_an_apply_of_what_is_there_is_done_at_once(self):
        self.agent.put_compose(self.project, BOTH.format(image="evenkeel/test:2"))
        self.eventually(lambda: self.container("web")["Config"]["Image"] == "evenkeel/test:2",
                        "the newer word runs", SOON)
        self.assert_still_pulling()
        self.wait_converged()


if __name__ == "__main__":
    unittest.main()
