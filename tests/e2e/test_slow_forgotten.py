"""What an engine client paused is mentioned once its time has come, once, whatever becomes of the
agent meanwhile; and it is over when it goes on."""

import time
import unittest

from .harness.case import Case

WEB = """
services:
  web: {image: "evenkeel/test:1", command: [obey]}
"""


class Forgotten(Case):
    CONFIG = {"reconcile": {"stopped_notice": "1m"}}

    def mentioned(self):
        return [event["alert"] for event in self.agent.events(self.mark, type="intent.stopped_long")]

    def test_a_pause_is_mentioned_once_and_over_when_it_is(self):
        self.apply(WEB)
        self.mark = self.agent.last_event_id()
        ident = self.container("web")["Id"]
        self.docker.api("POST", f"/containers/{ident}/pause")
        paused_at = time.monotonic()
        self.wait_service("web", "paused")
        time.sleep(20)
        self.agent.stop()
        self.agent.start()
        self.wait_service("web", "paused")
        event = self.wait_event("intent.stopped_long", self.mark, timeout=80, service="web")
        self.assertGreaterEqual(time.monotonic() - paused_at, 58)
        self.assertIn(f"`docker unpause {ident[:12]}`", event["message"])
        firing = {"key": f"paused/{self.project}/web", "state": "firing"}
        self.assertEqual(self.mentioned(), [firing])
        self.agent.stop()
        self.agent.start()
        self.stays(lambda: self.mentioned() == [firing], 12, "it is mentioned once")
        self.docker.api("POST", f"/containers/{ident}/unpause")
        self.eventually(lambda: self.mentioned() == [firing, dict(firing, state="resolved")],
                        "it is over")
        self.wait_converged()
        self.stays(lambda: len(self.mentioned()) == 2, 8, "it is over once")


if __name__ == "__main__":
    unittest.main()
