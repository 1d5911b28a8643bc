"""What only time shows: ten quiet minutes of fifty containers, a leak, a disk that fills, and a thousand restarts."""

import os
import time

from .harness.case import Case
from .harness.docker import moment
from .harness.small_disk import SmallDiskCase

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


class Growth(SmallDiskCase):
    """A leak that is at its limit in seven minutes or so, and beside it a disk that would be full in a quarter of an hour."""

    CONFIG = {"monitor": {"interval": "1s", "spikes": {"memory": {"enabled": False}, "adaptive": {"enabled": False}}}}

    def forecasts(self, mark, key):
        return [event for event in self.agent.events(mark, type="forecast.*") if event["alert"]["key"] == key]

    def test_a_leak_and_a_disk_are_told_of_before_they_are_full(self):
        mark = self.agent.last_event_id()
        self.apply("""
services:
  leaker:
    image: evenkeel/test:1
    stop_signal: KILL
    mem_limit: 64m
    memswap_limit: 64m
    command: [sh, -c, "[ -e /leaked ] && exec sleep 100000; touch /leaked; exec busybox awk 'BEGIN { for (;;) { for (i = 0; i < 80; i++) kept[n++] = sprintf(\\"%2000d\\", n); system(\\"sleep 1\\") } }'"]
  filler:
    image: evenkeel/test:1
    stop_signal: KILL
    volumes: ["kept:/kept"]
    command: [sh, -c, "i=0; while [ ! -e /tmp/enough ]; do dd if=/dev/zero of=/kept/$$i bs=64k count=4; i=$$((i+1)); sleep 1; done; sleep 100000"]
volumes: {kept: {}}
""")
        leak = f"forecast/{self.project}/leaker"
        self.eventually(lambda: self.forecasts(mark, leak), "the leak is told of", timeout=600)
        killed = self.wait_event("service.oom_killed", mark, timeout=600, deployment=self.project)
        near, = self.forecasts(mark, leak)
        self.assertEqual((near["type"], near["service"], near["data"]["limit"]), ("forecast.limit_near", "leaker", 64 << 20))
        ahead = moment(killed["at"]) - moment(near["at"])
        self.assertAlmostEqual(moment(near["data"]["expected_at"]) - moment(near["at"]), ahead, delta=0.25 * ahead + 10)
        self.assertEqual(killed["data"]["memory_limit_bytes"], 64 << 20)
        self.assertGreater(killed["data"]["memory_bytes"], 58 << 20)
        self.eventually(lambda: len(self.forecasts(mark, leak)) == 2, "it is taken back", timeout=120)
        self.assertEqual(self.forecasts(mark, leak)[1]["data"]["cause"], "oom")
        disk = f"forecast/disk:{self.data}"
        self.eventually(lambda: self.forecasts(mark, disk), "the disk is told of", timeout=900)
        self.docker.run_in(self.container("filler")["Id"], "touch", "/tmp/enough")
        self.eventually(lambda: len(self.forecasts(mark, disk)) == 2, "it is taken back", timeout=1200)
        self.assertEqual([event["type"] for event in self.forecasts(mark, disk)], ["forecast.limit_near", "forecast.cleared"])
        self.assertEqual(len(self.forecasts(mark, leak)), 2)


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
