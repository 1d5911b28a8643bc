"""Many at once: an engine that shuts down or crashes under them is no decision of the owner."""

import unittest

from .harness.case import Case
from .harness.yaml_text import to_yaml


def services(count, **extra):
    one = {"image": "evenkeel/test:1", "command": ["obey"], "network_mode": "none", **extra}
    return to_yaml({"services": {f"s{n:02}": one for n in range(count)}})


class ManyServices(Case):
    CONFIG = {"reconcile": {"report_after": "3m"}}

    def assert_all_run_again(self, count, mark, timeout):
        self.wait_converged(timeout=timeout)
        found = self.docker.containers(self.project)
        self.assertEqual(len(found), count)
        self.assertEqual({c["State"]["Status"] for c in found}, {"running"})
        self.assertEqual(self.agent.events(mark, type="intent.*"), [])

    def test_an_engine_shutdown_with_20_containers_makes_no_intent(self):
        """Their stop events are those of `docker stop`; not one may be taken for it."""
        self.apply(services(20), wait="60s")
        mark = self.agent.last_event_id()
        self.engine.stop()
        self.engine.start()
        self.wait_event("recovery.completed", mark, timeout=90)
        self.assert_all_run_again(20, mark, timeout=60)

    def test_60_services_come_back_after_an_engine_crash(self):
        """Recovery is one pass: neither the budget (20 in 10 min) nor the breaker stands in its way."""
        self.apply(services(60, restart="unless-stopped"), wait="90s")
        before = {c["Name"]: c["Id"] for c in self.docker.containers(self.project)}
        mark = self.agent.last_event_id()
        self.engine.kill()
        self.engine.start()
        report = self.wait_event("recovery.completed", mark, timeout=180)
        self.assert_all_run_again(60, mark, timeout=60)
        after = {c["Name"]: c["Id"] for c in self.docker.containers(self.project)}
        self.assertEqual(after, before)
        outcome = next(d for d in report["data"]["deployments"] if d["name"] == self.project)
        self.assertEqual((report["data"]["cause"], outcome["outcome"]), ("engine_crash", "recovered"))
        self.assertEqual(self.agent.events(mark, type="incident.*"), [])


if __name__ == "__main__":
    unittest.main()
