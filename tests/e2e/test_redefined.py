"""What is defined otherwise, lost, or not evenkeel's: networks, replicas, and what others added."""

import time
import unittest

from .harness.case import Case

OPEN = """
services:
  db: {image: "evenkeel/test:1", command: [obey]}
  web: {image: "evenkeel/test:1", command: [obey], networks: [default, back]}
networks:
  default: {}
  back: {}
"""
CLOSED = OPEN.replace("back: {}", "back: {internal: true}")
TWO = """
services:
  web: {image: "evenkeel/test:1", command: [obey], scale: 2}
"""


class Redefined(Case):
    def network(self, key):
        return self.docker.api("GET", f"/networks/{self.project}_{key}")

    def add_stranger(self):
        """As `compose up` makes a service that evenkeel was not given."""
        labels = {**self.container("db")["Config"]["Labels"], "com.docker.compose.service": "guest"}
        ident = self.docker.create(f"{self.project}-guest-1", {
            "Image": "evenkeel/test:1", "Cmd": ["obey"], "Labels": labels,
            "HostConfig": {"NetworkMode": f"{self.project}_default"}})
        self.addCleanup(lambda: self.docker.exists(ident) and self.docker.remove(ident))
        self.docker.start(ident)
        return ident

    def is_up(self, ident):
        return self.docker.inspect(ident)["State"]["Running"]

    def test_a_changed_network_is_made_again_under_the_same_containers(self):
        self.apply(OPEN)
        before = {name: self.container(name)["Id"] for name in ("db", "web")}
        self.apply(CLOSED)
        self.wait_converged()
        self.assertTrue(self.network("back")["Internal"])
        for service, ident in before.items():
            self.assertEqual(self.container(service)["Id"], ident)
            self.assertTrue(self.is_up(ident))
        attached = self.container("web")["NetworkSettings"]["Networks"][f"{self.project}_back"]
        self.assertEqual(attached["NetworkID"], self.network("back")["Id"])

    def test_a_running_container_is_connected_to_the_network_that_it_lost(self):
        self.apply(OPEN)
        web = self.container("web")
        self.docker.api("POST", f"/networks/{self.project}_back/disconnect",
                        {"Container": web["Id"], "Force": True})
        self.docker.remove_network(f"{self.project}_back")

        def is_back():
            networks = self.container("web")["NetworkSettings"]["Networks"]
            return networks[f"{self.project}_back"]["NetworkID"] == self.network("back")["Id"]
        self.eventually(is_back, "web is on its network again", 40)
        self.assertEqual(self.container("web")["State"]["Pid"], web["State"]["Pid"])
        self.wait_converged()

    def test_the_stop_of_one_replica_leaves_the_other_and_the_intent(self):
        self.apply(TWO)
        first, second = sorted(c["Id"] for c in self.docker.containers(self.project))
        self.docker.stop(second)
        self.stays(lambda: self.is_up(first) and not self.is_up(second), 6, "one runs, one is left")
        self.assert_intent("web", "running")

    def test_what_others_added_is_left_alone(self):
        self.apply(OPEN)
        guest = self.add_stranger()
        self.apply(OPEN.replace("[obey]}", "[obey], environment: {A: b}}", 1))
        self.wait_converged()
        self.stays(lambda: self.is_up(guest), 6, "the guest runs")

    def test_a_deletion_comes_through_while_others_change_the_deployment(self):
        self.apply(OPEN)
        guest = self.add_stranger()
        web = self.container("web")["Id"]
        self.docker.stop(web)
        self.docker.start(web)
        mark = self.agent.last_event_id()
        self.agent.delete(f"/v1/deployments/{self.project}", containers="true")
        gone = self.wait_event("deployment.deleted", mark, deployment=self.project)
        self.assertIn("guest", gone["message"])
        self.assertFalse(self.docker.exists(web))
        self.assertTrue(self.is_up(guest))
        self.docker.remove(guest)
        self.eventually(lambda: self.docker.remove_network(f"{self.project}_default") or True, "its network can go", 5)

    def test_a_deletion_waits_for_the_end_of_a_hold_and_forgets_nothing(self):
        self.apply(OPEN)
        web = self.container("web")["Id"]
        self.agent.post(f"/v1/deployments/{self.project}/hold", {"for": "3s"})
        self.agent.delete(f"/v1/deployments/{self.project}", containers="true")
        time.sleep(1)
        self.assertIsNotNone(self.agent.deployment(self.project))
        self.assertTrue(self.is_up(web))
        self.eventually(lambda: self.agent.deployment(self.project) is None, "it is deleted after the hold")
        self.assertFalse(self.docker.exists(web))


if __name__ == "__main__":
    unittest.main()
