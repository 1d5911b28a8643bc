"""The engine is away for a full minute, in order and by itself: the agent stays up, says so once, and
looks after everything again as soon as the engine is back."""

import time
import unittest

from .harness.case import Case

STACK = """
services:
  db: {image: "evenkeel/test:1", command: [obey]}
  web: {image: "evenkeel/test:1", command: [obey], restart: unless-stopped, depends_on: [db]}
  idle: {image: "evenkeel/test:1", command: [obey]}
"""
AWAY_SECONDS = 60


class EngineAway(Case):
    def test_a_minute_without_an_engine(self):
        self.apply(STACK)
        self.agent.post(f"/v1/deployments/{self.project}/services/idle/stop")
        self.wait_service("idle", "stopped")
        self.wait_converged()
        pid, mark = self.agent.pid, self.agent.last_event_id()
        self.engine.stop()
        left_at = time.monotonic()
        self.wait_event("engine.lost", mark)
        self.wait_phase("unknown")

        def well():
            began = time.monotonic()
            up = self.agent.get("/healthz").status == 200 and self.agent.get("/readyz").status == 503
            return up and time.monotonic() - began < 1.0
        self.stays(well, AWAY_SECONDS - (time.monotonic() - left_at), "it lives, and is not ready")
        self.assertEqual(len(self.agent.events(mark, type="engine.lost")), 1)
        self.assertEqual(self.agent.events(mark, type="engine.connected"), [])
        self.assertEqual(self.agent.events(mark, type="action.*"), [])
        self.assertGreaterEqual(time.monotonic() - left_at, AWAY_SECONDS)

        self.engine.start()
        for service in ("db", "web"):
            self.wait_running(service)
        self.wait_converged()
        back = self.wait_event("engine.connected", mark)
        self.assertEqual(back["alert"]["state"], "resolved")
        report = self.wait_event("recovery.completed", mark)
        self.assertEqual(report["data"]["cause"], "engine_restart", report)
        self.assert_one_each("db", "web", "idle")
        self.assertFalse(self.container("idle")["State"]["Running"])
        for service, state in (("db", "running"), ("web", "running"), ("idle", "stopped")):
            self.assert_intent(service, state)
        self.assertEqual(self.events_of(mark, "intent.*"), [])
        self.assertEqual(self.events_of(mark, "incident.*"), [])
        for kind in ("engine.lost", "engine.connected", "recovery.completed"):
            self.assertEqual(len(self.agent.events(mark, type=kind)), 1, kind)
        self.assertEqual(self.agent.pid, pid)
        self.assertTrue(self.agent.alive)


if __name__ == "__main__":
    unittest.main()
