"""Dependencies in another deployment: waited for, noticed soon, and nobody is stopped for them."""

import time
import unittest

from .harness.case import Case

STORE = """
services:
  db:
    image: evenkeel/test:1
    command: [slow, "2"]
    healthcheck: {test: [CMD, test, -e, /tmp/ready], interval: 1s, timeout: 2s, retries: 30}
"""
SHOP = """
services:
  web: {image: "evenkeel/test:1", command: [obey], x-evenkeel: {depends_on: ["store/db:healthy"]}}
"""
SOON = 10


class AcrossDeployments(Case):
    """With the real resync of a minute, which nobody is to wait for."""

    CONFIG = {"reconcile": {"resync": "60s"}}

    def web(self):
        return self.docker.container(self.project, "web")

    def give_both(self):
        self.agent.put_compose(self.project, SHOP)
        self.apply(STORE, "store")
        self.eventually(lambda: self.web() and self.web()["State"]["Running"], "web runs soon", SOON)
        self.wait_converged(timeout=SOON)

    def test_it_waits_for_a_dependency_and_starts_soon_after_it_is_healthy(self):
        self.agent.put_compose(self.project, SHOP)
        shown = self.eventually(
            lambda: (found := self.agent.service(self.project, "web")) and found["waiting_for"] and found,
            "web waits")
        self.assertIn("store/db", str(shown["waiting_for"]))
        self.stays(lambda: not (self.web() and self.web()["State"]["Running"]), 2, "web waits")
        self.give_both()

    def test_after_an_engine_crash_it_starts_soon_after_its_dependency(self):
        self.give_both()
        pids = {"store/db": self.docker.container("store", "db")["State"]["Pid"],
                "web": self.web()["State"]["Pid"]}
        self.engine.kill()
        self.engine.start()
        self.wait_converged("store")
        self.assertNotEqual(self.docker.container("store", "db")["State"]["Pid"], pids["store/db"])
        self.wait_running("web", not_pid=pids["web"], timeout=SOON)

    def test_a_stop_of_the_dependency_stops_nobody_else_and_its_start_frees_who_waits(self):
        self.give_both()
        pid = self.web()["State"]["Pid"]
        self.agent.post("/v1/deployments/store/stop", wait="20s")
        self.stays(lambda: self.web()["State"]["Pid"] == pid, 2, "web runs on")
        self.agent.post(f"/v1/deployments/{self.project}/restart")
        time.sleep(2)
        self.agent.post("/v1/deployments/store/start", wait="20s")
        self.wait_running("web", not_pid=pid, timeout=SOON)
        self.wait_converged(timeout=SOON)

    def needing(self, other):
        return (f'services: {{w: {{image: "evenkeel/test:1", command: [obey], '
                f'x-evenkeel: {{depends_on: ["{other}/w"]}}}}}}\n')

    def assert_circle(self, deployment, text, circle):
        for query in ({}, {"dry_run": "true"}):
            reply = self.agent.put_compose(deployment, text, **query)
            self.assertEqual(reply.status, 400, reply.text)
            self.assertIn(f"depends_on makes a circle, of which nothing would ever be started: {circle}", reply.text)

    def test_a_service_that_needs_itself_is_refused(self):
        self.assert_circle(self.project, self.needing(self.project), f"{self.project}/w -> {self.project}/w")
        self.assertIsNone(self.agent.deployment(self.project))

    def test_the_apply_that_closes_a_circle_is_refused(self):
        self.agent.put_compose(self.project, self.needing("store"))
        self.assert_circle("store", self.needing(self.project), f"store/w -> {self.project}/w -> store/w")
        self.apply('services: {w: {image: "evenkeel/test:1", command: [obey]}}', "store")
        self.wait_converged()

    def test_a_name_that_another_deployment_has_is_said_to_be_its(self):
        named = 'services: {w: {image: "evenkeel/test:1", command: [obey], container_name: shared}}'
        self.apply(named, "store")
        self.agent.put_compose(self.project, named)
        shown = self.wait_phase("failed")
        self.assertIn("its name shared is borne by a container of store/w", str(shown))


if __name__ == "__main__":
    unittest.main()
