"""What runs in another container's network or IPC namespace follows it when it starts anew."""

import os
import signal
import unittest

from .harness.case import Case

SHARED = """
services:
  vpn: {image: "evenkeel/test:1", command: [obey], restart: unless-stopped, ipc: shareable}
  app: {image: "evenkeel/test:1", command: [obey], network_mode: "service:vpn", restart: unless-stopped}
  cache: {image: "evenkeel/test:1", command: [obey], ipc: "service:vpn"}
  side: {image: "evenkeel/test:1", command: [obey]}
"""
GUESTS = {"app": "net", "cache": "ipc"}


class Namespaces(Case):
    def setUp(self):
        super().setUp()
        self.apply(SHARED)
        self.before = {name: self.container(name) for name in ("vpn", "side", *GUESTS)}
        self.mark = self.agent.last_event_id()

    def namespace(self, service, kind):
        return os.readlink(f"/proc/{self.container(service)['State']['Pid']}/ns/{kind}")

    def are_together(self):
        """The guests share the namespaces of the vpn that runs now."""
        return all(self.namespace(guest, kind) == self.namespace("vpn", kind)
                   for guest, kind in GUESTS.items())

    def started(self):
        return {name: self.container(name)["State"]["StartedAt"] for name in self.before}

    def assert_guests_follow(self):
        """In their own containers, once, and nobody's failure; who shares nothing is not touched."""
        self.wait_running("vpn", not_pid=self.before["vpn"]["State"]["Pid"])
        self.eventually(self.are_together, "the guests are in the vpn's new namespaces")
        self.wait_converged()
        started = self.started()
        self.stays(lambda: self.are_together() and self.started() == started, 3, "they are left in peace")
        for guest in GUESTS:
            self.assertEqual(self.container(guest)["Id"], self.before[guest]["Id"])
            self.assert_intent(guest, "running")
        self.assertEqual(started["side"], self.before["side"]["State"]["StartedAt"])
        self.assertEqual(self.events_of(self.mark, "action.failed"), [])

    def test_after_a_docker_restart_of_its_lender(self):
        self.docker.restart(self.before["vpn"]["Id"])
        self.assert_guests_follow()

    def test_after_a_crash_of_its_lender(self):
        os.kill(self.before["vpn"]["State"]["Pid"], signal.SIGKILL)
        self.assert_guests_follow()

    def test_after_a_restart_of_its_lender_while_the_agent_was_away(self):
        self.agent.kill9()
        self.docker.restart(self.before["vpn"]["Id"])
        self.agent.start()
        self.assert_guests_follow()

    def test_after_a_restart_of_its_lender_by_evenkeel(self):
        self.agent.post(f"/v1/deployments/{self.project}/services/vpn/restart", wait="20s")
        self.assert_guests_follow()


if __name__ == "__main__":
    unittest.main()
