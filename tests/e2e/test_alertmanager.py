"""A real Alertmanager is told what fires, and that it is over."""

import os
import unittest

from .harness.alertmanager import PROGRAM, Alertmanager
from .harness.case import Case


@unittest.skipUnless(PROGRAM, "no Alertmanager here: apt-get install prometheus-alertmanager")
class Told(Case):
    CONFIG = {"heal": {"stability": "3s"}, "host": {"name": "nas"}}

    def setUp(self):
        super().setUp()
        self.manager = Alertmanager(os.path.join(self.engine.dir, self._testMethodName[:20]))
        self.manager.__enter__()
        self.addCleanup(self.manager.__exit__)
        self.flag = self.agent.dir / "fine"
        self.flag.write_text("")
        self.agent.configure({**self.CONFIG, "notify": {"channels": {"am": {
            "type": "alertmanager", "urls": [self.manager.url], "allow_private": True, "labels": {"site": "home"}}}},
            "monitor": {"checks": {"fine": {"type": "file", "path": str(self.flag), "interval": "1s", "fall": 1, "rise": 1,
                                            "criticality": "standard"}}}})
        self.agent.hang_up()
        self.eventually(lambda: any(check["id"] == "fine" for check in self.agent.items("/v1/checks")), "the check is there")

    def test_a_check_that_fails_fires_and_is_resolved(self):
        self.flag.unlink()
        self.eventually(self.manager.alerts, "an alert", 100)
        labels = self.manager.alerts()[0]["labels"]
        self.assertEqual(labels["site"], "home")
        self.assertIn("nas", labels.values())
        self.flag.write_text("")
        self.eventually(lambda: not self.manager.alerts(), "it is resolved", 100)


if __name__ == "__main__":
    unittest.main()
