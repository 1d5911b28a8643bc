"""Networks and volumes that cannot be made or removed: tried ever more slowly, told of, and healed
as soon as what is in the way is gone."""

import time
import unittest

from .harness.case import Case

SUBNET = """
services:
  db: {image: "evenkeel/test:1", command: [obey], networks: [back]}
  web: {image: "evenkeel/test:1", command: [obey], networks: [back], depends_on: [db]}
  free: {image: "evenkeel/test:1", command: [obey]}
networks:
  back: {ipam: {config: [{subnet: 10.199.7.0/24}]}}
"""
DRIVER = """
services:
  web: {image: "evenkeel/test:1", command: [obey], networks: [back]}
networks:
  back: {driver: no-such-driver}
"""
VOLUME = """
services:
  web: {image: "evenkeel/test:1", command: [obey], volumes: ["data:/data"]}
volumes:
  data: {driver_opts: {no-such-option: x}}
"""
KEPT = """
services:
  web: {image: "evenkeel/test:1", command: [obey], volumes: ["data:/data"]}
volumes:
  data: {}
"""


class Unmakeable(Case):
    # The engine looks for a missing driver for 15 s.
    CONFIG = {"heal": {"stability": "1s"}, "engine": {"timeout": "30s"}}

    def attempts(self, after, action):
        events = self.events_of(after, "action.failed")
        return [event for event in events if event["data"]["action"] == action]

    def put(self, text):
        after = self.agent.last_event_id()
        self.assertEqual(self.agent.put_compose(self.project, text).status, 201)
        return after

    def incident(self):
        found = [one for one in self.agent.items("/v1/incidents")
                 if self.project in [subject["deployment"] for subject in one["subjects"]]]
        self.assertEqual(len(found), 1, found)
        return found[0]

    def test_a_subnet_that_overlaps_is_told_of_and_healed_once_it_is_free(self):
        self.docker.api("POST", "/networks/create", {
            "Name": "in-the-way", "IPAM": {"Config": [{"Subnet": "10.199.0.0/16"}]}})
        after = self.put(SUBNET)
        self.wait_service("free", "running")
        shown = self.wait_service("db", "needs_operator")
        self.assertIsNotNone(shown["next_attempt_at"])
        self.assertEqual(self.wait_phase("failed")["phase"], "failed")
        explained = self.agent.get(f"/v1/deployments/{self.project}/explain?service=db").text
        self.assertRegex(explained, "(?i)overlap")
        self.assertIn("next attempt at", explained)
        incident = self.eventually(
            lambda: (one := self.incident())["state"] == "needs_operator" and one, "a person is told")
        self.assertGreaterEqual(incident["attempts"], 1)
        time.sleep(6)  # its slowest pace is 4 s
        self.assertLessEqual(len(self.attempts(after, "create_network")), 4)
        self.docker.remove_network("in-the-way")
        self.wait_converged()
        self.assert_one_each("db", "web", "free")
        self.eventually(lambda: self.incident()["state"] == "resolved", "the incident is over")
        self.wait_event("incident.needs_operator", after)

    def test_a_network_driver_that_is_not_there(self):
        after = self.put(DRIVER)
        self.wait_service("web", "needs_operator", 60)
        self.assertIn("no-such-driver",
                      self.agent.get(f"/v1/deployments/{self.project}/explain").text)
        self.assertLessEqual(len(self.attempts(after, "create_network")), 3)
        self.agent.put_compose(self.project, DRIVER.replace("no-such-driver", "bridge"))
        self.wait_converged()

    def test_a_volume_that_the_driver_refuses(self):
        after = self.put(VOLUME)
        shown = self.wait_service("web", "needs_operator")
        self.assertIsNotNone(shown["next_attempt_at"])
        time.sleep(3)
        self.assertLessEqual(len(self.attempts(after, "create_volume")), 3)
        self.eventually(lambda: self.incident()["state"] == "needs_operator", "a person is told")
        # As the owner makes it by hand.
        self.docker.api("POST", "/volumes/create", {"Name": f"{self.project}_data"})
        self.wait_converged()

    def test_a_deletion_leaves_what_others_use_and_comes_to_its_end(self):
        self.apply(KEPT)
        after = self.agent.last_event_id()
        guest = self.docker.create("guest", {
            "Image": "evenkeel/test:1", "Cmd": ["obey"],
            "HostConfig": {"NetworkMode": f"{self.project}_default",
                           "Binds": [f"{self.project}_data:/data"]}})
        self.docker.start(guest)
        self.agent.delete(f"/v1/deployments/{self.project}", containers="true", volumes="true")
        gone = self.wait_event("deployment.deleted", after, deployment=self.project)
        self.assertIn(f"{self.project}_default", gone["message"])
        self.assertIn(f"{self.project}_data", gone["message"])
        self.assertLessEqual(len(self.events_of(after, "action.failed")), 4)
        self.assertTrue(self.docker.inspect(guest)["State"]["Running"])


if __name__ == "__main__":
    unittest.main()
