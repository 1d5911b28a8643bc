"""Ill-health: restarted once the grace is over, never given up, and nobody else is disturbed."""

import time
import unittest

from .harness.case import Case
from .harness.docker import moment

CHECK = """
    healthcheck: {test: [CMD, test, "!", -e, /tmp/ill], interval: 1s, timeout: 2s, retries: 2}"""


class HealthCase(Case):
    def started(self, service):
        return moment(self.container(service)["State"]["StartedAt"])

    def fall_ill(self, service):
        self.docker.run_in(self.container(service)["Id"], "touch", "/tmp/ill")

    def starts_since(self, since, service):
        """When the engine started this service, by its own record."""
        labels = [f"com.docker.compose.project={self.project}", f"com.docker.compose.service={service}"]
        found = self.docker.events(since, type="container", event="start", label=labels)
        return [event["timeNano"] / 1e9 for event in found]


class Ill(HealthCase):
    """With a grace of 4 s after start, and a health check every second."""

    CONFIG = {"heal": {"grace": {"after_start": "4s"}}}

    def test_the_ill_is_restarted_after_the_grace_and_its_dependents_are_left_in_peace(self):
        self.apply(f"""
services:
  db:
    image: evenkeel/test:1
    command: [patient]{CHECK}
  web:
    image: evenkeel/test:1
    command: [obey]
    depends_on: {{db: {{condition: service_healthy}}}}
""")
        mark, first, ident = self.agent.last_event_id(), self.started("db"), self.container("db")["Id"]
        web = self.container("web")
        self.fall_ill("db")
        self.wait_event("service.unhealthy", mark, deployment=self.project, service="db")
        self.eventually(lambda: self.started("db") > first, "db was restarted")
        self.assertGreaterEqual(self.started("db") - first, 4, "within the grace")
        self.wait_event("service.healthy", mark, deployment=self.project, service="db")
        self.wait_converged()
        self.assertEqual(self.container("db")["Id"], ident)
        self.assertEqual(self.container("web")["State"]["Pid"], web["State"]["Pid"])
        self.assertEqual(len(self.starts_since(first + 1, "db")), 1)
        self.assert_one_each("db", "web")


class NotToBeHealed(HealthCase):
    def test_what_may_not_be_healed_is_told_of_and_not_touched(self):
        mark = self.agent.last_event_id()
        self.agent.put_compose(self.project, f"""
services:
  db:
    image: evenkeel/test:1
    command: [patient]
    x-evenkeel: {{heal: suggest}}{CHECK}
  job:
    image: evenkeel/test:1
    command: [broken]
    restart: "no"
    x-evenkeel: {{kind: job}}
""")
        self.wait_service("db", "running")
        first = self.started("db")
        self.fall_ill("db")
        for service in ("db", "job"):
            self.wait_event("incident.opened", mark, timeout=60, deployment=self.project, service=service)
        self.assertRegex(self.agent.explain(f"{self.project}/db"), "healing is set to suggest")
        self.assertEqual(self.started("db"), first)
        up = f'evenkeel_service_up{{deployment="{self.project}",service="db"}} 0'
        self.eventually(lambda: up in self.agent.get("/metrics").text, "it counts as down")


class IllForEver(HealthCase):
    """Ill again about 3 s after each start, with a backoff that grows beyond that."""

    CONFIG = {"heal": {"attempts": 2, "grace": {"after_start": "1s", "after_boot": "1s"}},
              "reconcile": {"backoff": {"initial": "2s", "max": "6s", "reset_after": "60s"}}}

    def gaps_since(self, began):
        starts = self.starts_since(began, "web")
        return [later - sooner for sooner, later in zip(starts, starts[1:])]

    def test_it_is_tried_ever_more_slowly_and_never_given_up(self):
        began = time.time()
        self.agent.put_compose(self.project, f"""
services:
  web:
    image: evenkeel/test:1
    command: [sh, -c, "touch /tmp/ill; exec chronic"]{CHECK}
""")
        shown = self.wait_service("web", "needs_operator", timeout=40)
        self.assertIsNotNone(shown["next_attempt_at"])
        self.assertEqual(self.agent.deployment(self.project)["phase"], "failed")
        tries = len(self.gaps_since(began))
        self.assertGreaterEqual(tries, 2, "needs_operator comes after 2 attempts, not before")
        self.eventually(lambda: len(self.gaps_since(began)) > tries, "tried again all the same", 30)
        self.eventually(lambda: (gaps := self.gaps_since(began))[-1] > gaps[0] + 1.5,
                        "the tries are further apart than at first", 40)
        self.assert_one_each("web")


class SlowAfterBoot(Case):
    """The grace after boot outlasts the one after start: emulated by one that ends in 14 s."""

    @classmethod
    def make_agent(cls):
        with open("/proc/uptime", encoding="ascii") as file:
            uptime = float(file.read().split()[0])
        if uptime + 14 > 24 * 3600:
            raise unittest.SkipTest("this machine booted more than a day ago: no grace after boot may be that long")
        cls.boot_grace_ends = time.time() + 14
        cls.CONFIG = {"heal": {"grace": {"after_start": "2s", "after_boot": f"{int(uptime) + 14}s"}}}
        return super().make_agent()

    def test_the_slow_one_is_not_killed_in_its_grace(self):
        """Unhealthy long before its 8 s are over; given the time, it becomes well by itself."""
        self.agent.put_compose(self.project, """
services:
  web:
    image: evenkeel/test:1
    command: [slow, "8"]
    healthcheck: {test: [CMD, test, -e, /tmp/ready], interval: 1s, timeout: 2s, retries: 1}
""")
        first = self.wait_running("web")
        self.wait_service("web", "unhealthy")
        self.wait_converged()
        self.assertLess(time.time(), self.boot_grace_ends + 2, "too slow a machine for this test")
        self.assertEqual(self.container("web")["State"]["Pid"], first["State"]["Pid"])


if __name__ == "__main__":
    unittest.main()
