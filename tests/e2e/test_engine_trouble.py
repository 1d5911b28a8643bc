"""The engine away, hanging or talking nonsense: the agent stays up, says so, and recovers."""

import os
import signal
import subprocess
import time
import unittest

from .harness.agent import Agent, binary
from .harness.case import Case
from .harness.faulty_proxy import FAULTS, FaultyProxy

WEB = """
services:
  web: {image: "evenkeel/test:1", command: [obey]}
"""


class TroubleCase(Case):
    CONFIG = {"engine": {"timeout": "3s"}}

    def setUp(self):
        super().setUp()
        self.apply(WEB)
        self.mark = self.agent.last_event_id()

    def assert_says_that_the_engine_is_ill(self, timeout=20):
        """503 with the reason on /readyz; alive and quick everywhere else."""
        self.eventually(lambda: self.agent.get("/readyz").status == 503, "/readyz is 503", timeout)
        self.assertIn("engine", self.agent.get("/readyz").text.lower())
        began = time.monotonic()
        self.assertEqual(self.agent.get("/healthz").status, 200)
        self.assertIsNotNone(self.agent.deployment(self.project))
        self.assertLess(time.monotonic() - began, 1.0, "the API waits for the engine")
        self.wait_phase("unknown")
        self.wait_event("engine.lost", self.mark)

    def assert_no_logs(self):
        self.assertEqual(self.agent.get(f"/v1/deployments/{self.project}/logs").status, 503)
        done = self.agent.cli("logs", self.project)
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        self.assertIn("engine", done.stderr)

    def assert_recovers(self, not_pid=None, timeout=40):
        self.eventually(lambda: self.agent.get("/readyz").status == 200, "/readyz is 200", timeout)
        self.wait_event("engine.connected", self.mark)
        self.wait_running("web", not_pid=not_pid, timeout=timeout)
        self.wait_converged(timeout=timeout)
        self.assert_one_each("web")
        self.assert_intent("web", "running")
        self.assertEqual(self.events_of(self.mark, "intent.*"), [])


class EngineTrouble(TroubleCase):
    """The engine itself is away or stopped in its tracks."""

    def test_an_engine_away_for_a_while(self):
        before = self.container("web")["State"]["Pid"]
        follower = subprocess.Popen([binary(), "logs", self.project, "-f"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                    env={"EVENKEEL_HOST": f"unix://{self.agent.socket}"}, text=True)
        self.stays(lambda: follower.poll() is None, 1, "the log is followed")
        self.engine.kill()
        said = follower.communicate(timeout=30)[1]
        self.assertEqual(follower.returncode, 1, said)
        self.assertIn(f"the log of {self.project} broke off here", said)
        self.assert_says_that_the_engine_is_ill()
        self.assert_no_logs()
        self.stays(lambda: self.agent.get("/healthz").status == 200, 6, "healthy without an engine")
        self.engine.start()
        self.assert_recovers(not_pid=before)

    def test_an_agent_that_starts_without_an_engine_waits_for_it(self):
        self.agent.stop()
        self.engine.stop()
        self.agent.start(ready="/healthz")
        self.eventually(lambda: self.agent.get("/readyz").status == 503, "/readyz is 503")
        self.assertEqual(self.agent.deployment(self.project)["phase"], "unknown")
        self.assertEqual(self.agent.cli("status", "--check").returncode, 1)
        self.assert_no_logs()
        self.engine.start()
        self.assert_recovers()

    def test_an_engine_that_hangs(self):
        """SIGSTOP: connects succeed, answers never come. What died meanwhile comes back after it."""
        self.addCleanup(self.engine.cont)
        before = self.container("web")["State"]["Pid"]
        self.engine.pause()
        os.kill(before, signal.SIGKILL)
        self.assert_says_that_the_engine_is_ill(timeout=30)
        self.engine.cont()
        self.assert_recovers(not_pid=before)

    def test_a_write_while_the_engine_hangs_is_durable_and_done_later(self):
        self.addCleanup(self.engine.cont)
        self.engine.pause()
        self.assert_says_that_the_engine_is_ill(timeout=30)
        reply = self.agent.post(f"/v1/deployments/{self.project}/stop")
        self.assertEqual(reply.status, 202, reply.text)
        self.engine.cont()
        self.wait_phase("stopped", timeout=40)
        self.assertFalse(self.container("web")["State"]["Running"])


class NonsenseFromTheEngine(TroubleCase):
    """The agent's engine is a proxy that can be made to answer with faults."""

    @classmethod
    def make_agent(cls):
        cls.proxy = FaultyProxy(f"{cls.engine.dir}/proxy.sock", cls.engine.socket)
        cls.addClassCleanup(cls.proxy.close)
        return Agent(cls.engine, "proxied", cls.CONFIG, engine_host=cls.proxy.host)

    def test_faults_are_survived(self):
        """Garbage, half an answer, 500s, closed connections; a container dies meanwhile."""
        for fault in FAULTS:
            with self.subTest(fault=fault):
                self.addCleanup(self.proxy.become, "pass")
                self.mark = self.agent.last_event_id()
                before = self.container("web")["State"]["Pid"]
                self.proxy.become(fault)
                os.kill(before, signal.SIGKILL)
                self.assert_says_that_the_engine_is_ill(timeout=30)
                self.stays(lambda: self.agent.get("/healthz").status == 200, 2, "the agent lives")
                self.proxy.become("pass")
                self.assert_recovers(not_pid=before)


if __name__ == "__main__":
    unittest.main()
