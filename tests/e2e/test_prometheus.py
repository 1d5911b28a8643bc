"""A real Prometheus scrapes the agent's own listener for metrics, and evaluates the rules of docs/prometheus."""

import os
import unittest

from .harness.agent import free_port
from .harness.case import Case
from .harness.prometheus import PROGRAM, Prometheus

PORT = free_port()


@unittest.skipUnless(PROGRAM, "no prometheus here: apt-get install prometheus")
class Scraped(Case):
    CONFIG = {"monitor": {"interval": "1s"},
              "api": {"metrics": {"listen": [f"127.0.0.1:{PORT}"], "auth": "none"}}}

    def setUp(self):
        super().setUp()
        self.prometheus = Prometheus(os.path.join(self.engine.dir, self._testMethodName[:20]), PORT)
        self.prometheus.__enter__()
        self.addCleanup(self.prometheus.__exit__)

    def value(self, expression):
        found = self.prometheus.query(expression)
        return found[0][1] if found else None

    def test_replicas_are_apart_and_what_dies_is_seen(self):
        self.apply("""
services:
  web:
    image: evenkeel/test:1
    command: [obey]
    scale: 2
""")
        mine = f'deployment="{self.project}"'
        self.eventually(lambda: self.value(f"evenkeel_service_up{{{mine}}}") == 1, "the service is up")
        per_container = f"evenkeel_container_cpu_seconds_total{{{mine}}}"
        self.eventually(lambda: len(self.prometheus.query(per_container)) == 2, "a series each")
        names = {labels["container"] for labels, _ in self.prometheus.query(per_container)}
        self.assertEqual(names, {f"{self.project}-web-1", f"{self.project}-web-2"})
        self.assertEqual(self.value("evenkeel_engine_up"), 1)
        self.assertTrue(all(target["health"] == "up" for target in self.prometheus.targets()),
                        self.prometheus.targets())

        self.docker.kill(self.docker.containers(self.project)[0]["Id"])
        self.eventually(lambda: self.value(f"evenkeel_service_restarts_total{{{mine}}}") == 1, "one restart")

    def test_the_rules_are_evaluated_and_nothing_fires_while_all_is_well(self):
        self.apply("services: {web: {image: 'evenkeel/test:1', command: [obey]}}")
        self.eventually(lambda: self.prometheus.rules()
                        and all(rule["health"] == "ok" for rule in self.prometheus.rules()),
                        "all rules were evaluated")
        firing = [rule["name"] for rule in self.prometheus.rules() if rule["state"] == "firing"]
        self.assertEqual(firing, [])


if __name__ == "__main__":
    unittest.main()
