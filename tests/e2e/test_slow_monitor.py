"""What only time shows: ten quiet minutes of fifty containers, and a thousand restarts."""

import os
import time

from .harness.case import Case

QUIET_SECONDS = 600
COUNT = 50
RESTARTS = 1000


def services(count, command):
    lines = [f'  s{number:02}: {{image: "evenkeel/test:1", stop_signal: KILL, network_mode: none, mem_limit: 64m, '
             f'command: {command}}}' for number in range(count)]
    return "services:\n" + "\n".join(lines) + "\n"


class Quiet(Case):
    CONFIG = {"monitor": {"interval": "1s"}}

    def test_fifty_containers_that_do_a_little_are_told_nothing_of(self):
        """Each wakes up now and then, as services do."""
        self.apply(services(COUNT, '[sh, -c, "while :; do i=0; while [ $$i -lt 2000 ]; do i=$$((i+1)); done; sleep 1; done"]'))
        self.wait_converged(timeout=120)
        mark = self.agent.last_event_id()
        time.sleep(QUIET_SECONDS)
        told = [event for event in self.agent.events(mark)
                if event["type"].startswith(("spike.", "forecast.", "check.", "service.", "deployment."))]
        self.assertEqual(told, [])
        view = self.agent.deployment(self.project)
        self.assertEqual((view["phase"], len(view["services"])), ("converged", COUNT))
        for service in view["services"]:
            self.assertIsNotNone(service["usage"]["cpu_percent"], service["name"])
            self.assertEqual(service["restarts_last_hour"], 0, service["name"])
            self.assertGreater(service["availability_percent"]["day"], 90, service["name"])  # it had to be made first


class Restarts(Case):
    CONFIG = {"monitor": {"interval": "1s"}, "reconcile": {"backoff": {"initial": "100ms", "max": "1s", "reset_after": "1s"}}}

    def test_a_thousand_restarts_leave_no_descriptor(self):
        self.apply(services(4, '["sleep", "100000"]'))
        self.wait_converged()
        time.sleep(3)
        idents = [self.container(f"s{number:02}")["Id"] for number in range(4)]
        before = self.descriptors()
        for number in range(RESTARTS):
            self.docker.api("POST", f"/containers/{idents[number % 4]}/restart", t=0)
        self.wait_converged(timeout=120)
        self.eventually(lambda: self.descriptors() <= before + 2, "no more descriptors than before")

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.agent.pid}/fd"))
