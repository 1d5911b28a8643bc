"""After every interruption one event tells what happened, and what became of each deployment."""

import os
import signal
import unittest

from .harness.case import Case
from .harness.docker import moment

ALWAYS = 'services: {web: {image: "evenkeel/test:1", command: [obey], restart: always}}\n'
UNLESS = ALWAYS.replace("always", "unless-stopped")
BARE = 'services: {web: {image: "evenkeel/test:1", command: [obey]}}\n'
FRAGILE = ('services: {{web: {{image: "evenkeel/test:1", command: [/opt/run], '
           'volumes: ["{dir}:/opt:ro"]}}}}\n')


class RecoveryReport(Case):
    def setUp(self):
        super().setUp()
        self.apply(ALWAYS, "kept")
        self.apply(UNLESS, "unless")
        self.apply(BARE, "bare")
        self.apply(BARE, "asleep")
        self.agent.post("/v1/deployments/asleep/stop", {"reason": "winter"})
        self.wait_phase("stopped", "asleep")
        self.mark = self.agent.last_event_id()

    def report(self, cause):
        """The one report since the mark: its event and the outcome of each deployment."""
        event = self.wait_event("recovery.completed", self.mark, timeout=60)
        data = event["data"]
        self.assertEqual(data["cause"], cause)
        self.assertIsInstance(data["planned"], bool)
        self.assertGreaterEqual(data["took_ms"], 0)
        self.assertLessEqual(moment(data["down_from"]), moment(data["up_at"]))
        self.assertEqual(len(self.agent.events(self.mark, type="recovery.completed")), 1)
        return event, {d["name"]: d for d in data["deployments"]}

    def assert_outcomes(self, found, **wanted):
        outcomes = {name: found[name]["outcome"] for name in wanted}
        self.assertEqual(outcomes, wanted, found)

    def test_an_engine_restart(self):
        self.engine.stop()
        self.engine.start()
        event, found = self.report("engine_restart")
        self.assertEqual(event["severity"], "warning")
        self.assert_outcomes(found, kept="already_running", unless="already_running",
                             bare="recovered", asleep="left_stopped")

    def test_an_engine_crash(self):
        """`unless-stopped` is what the engine leaves down after its own crash."""
        self.engine.kill()
        self.engine.start()
        event, found = self.report("engine_crash")
        self.assertEqual(event["severity"], "warning")
        self.assert_outcomes(found, unless="recovered", bare="recovered", asleep="left_stopped")
        self.assertIn(found["kept"]["outcome"], ("already_running", "recovered"))

    def test_an_agent_restart_with_nothing_to_do_is_only_for_the_record(self):
        self.agent.stop()
        self.agent.start()
        event, found = self.report("agent_restart")
        self.assertEqual(event["severity"], "info")
        self.assert_outcomes(found, kept="already_running", unless="already_running",
                             bare="already_running", asleep="left_stopped")

    def test_what_rests_until_its_owner_acts_is_no_news_after_an_agent_restart(self):
        """One stopped replica of two, and a job that failed for good."""
        self.apply('services: {web: {image: "evenkeel/test:1", command: [obey], deploy: {replicas: 2}}}\n', "parts")
        one = self.docker.containers("parts")[0]
        self.docker.stop(one["Id"])
        reply = self.agent.put_compose("spent", 'services: {job: {image: "evenkeel/test:1", command: [broken], restart: "no", '
                                                'x-evenkeel: {kind: job}}}\n')
        self.assertEqual(reply.status, 201, reply.text)
        self.wait_phase("failed", "spent")
        self.eventually(lambda: "docker start" in (self.agent.service("parts", "web")["why"] or ""), "the stop is known")
        self.mark = self.agent.last_event_id()
        self.agent.stop()
        self.agent.start()
        event, found = self.report("agent_restart")
        self.assertEqual(event["severity"], "info", event)
        self.assert_outcomes(found, parts="already_running", spent="left_stopped")
        self.assertFalse(self.docker.inspect(one["Id"])["State"]["Running"])

    def test_an_agent_that_was_killed_while_a_container_died(self):
        self.agent.kill9()
        os.kill(self.docker.container("bare", "web")["State"]["Pid"], signal.SIGKILL)
        self.agent.start()
        event, found = self.report("agent_restart")
        self.assertEqual(event["severity"], "warning")
        self.assert_outcomes(found, kept="already_running", bare="recovered", asleep="left_stopped")

    def test_what_cannot_be_started_is_reported_as_failed_with_the_problem(self):
        """Its program is gone from the bind mount: nothing that trying again would cure."""
        folder = self.agent.dir / "opt"
        folder.mkdir()
        program = folder / "run"
        program.write_text("#!/bin/sh\nexec obey\n")
        program.chmod(0o755)
        self.apply(FRAGILE.format(dir=folder), "fragile")
        self.mark = self.agent.last_event_id()
        program.unlink()
        self.engine.stop()
        self.engine.start()
        event, found = self.report("engine_restart")
        self.assertEqual(event["severity"], "critical")
        self.assert_outcomes(found, fragile="failed", bare="recovered", asleep="left_stopped")
        self.assertTrue(found["fragile"]["problem"])
        self.wait_phase("failed", "fragile")


if __name__ == "__main__":
    unittest.main()
