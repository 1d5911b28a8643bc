"""What goes wrong with real containers becomes an incident, and one message; what ends, another."""

import re
import unittest

from .harness.case import Case
from .harness.receiver import Receiver
from .harness.waiting import PATIENCE

WELL = 'services: {web: {image: "evenkeel/test:1", command: [obey], stop_signal: KILL}}\n'
LOOP = 'services: {web: {image: "evenkeel/test:1", command: [crash]}}\n'
FRAGILE = ('services: {{web: {{image: "evenkeel/test:1", command: [/opt/run], stop_signal: KILL, '
           'volumes: ["{dir}:/opt:ro"]}}}}\n')
CHECKED = """services:
  web:
    image: evenkeel/test:1
    command: [CURE]
    stop_signal: KILL
    healthcheck: {test: [CMD-SHELL, "test ! -f /tmp/ill"], interval: 1s, retries: 1}
"""


class Notifications(Case):
    CONFIG = {"host": {"name": "nas"}, "heal": {"attempts": 2, "stability": "4s", "recurrence": "1h"}}

    @classmethod
    def setUpClass(cls):
        cls.hook = Receiver()
        cls.hook.__enter__()
        cls.addClassCleanup(cls.hook.__exit__)
        cls.CONFIG = {**cls.CONFIG, "notify": {
            "channels": {"hook": cls.hook.channel()}, "group": {"wait": "1s", "interval": "2s"}}}
        super().setUpClass()

    def told(self, severity=None, kind=None):
        """The messages about this test's deployment."""
        return [message for message in self.hook.messages
                if any(item["deployment"] == self.project for item in message["items"])
                and (severity is None or message["severity"] == severity)
                and (kind is None or message["kind"] == kind)]

    def wait_told(self, what, timeout=40, **wanted):
        return self.eventually(lambda: (found := self.told(**wanted)) and found[0], what, timeout)

    def incident(self, state="all"):
        found = [each for each in self.agent.items("/v1/incidents", state=state)
                 if any(subject["deployment"] == self.project for subject in each["subjects"])]
        self.assertLessEqual(len(found), 1, found)
        return found[0] if found else None

    def test_what_only_a_person_can_mend_is_told_once_and_once_when_it_is_mended(self):
        """Its program is gone from the bind mount."""
        folder = self.agent.dir / self.project[:12]
        folder.mkdir()
        program = folder / "run"
        program.write_text("#!/bin/sh\nexec obey\n")
        program.chmod(0o755)
        self.apply(FRAGILE.format(dir=folder))
        program.unlink()
        self.docker.kill(self.container("web")["Id"])
        incident = self.eventually(lambda: self.incident("open"), "an incident")
        self.assertEqual(incident["fingerprint"], "exec_not_found", incident)
        self.eventually(lambda: self.incident()["state"] == "needs_operator", "it needs a person", 60)
        message = self.wait_told("a message", timeout=60, severity="critical")
        self.assertIn("nas", message["host"])
        self.stays(lambda: len(self.told()) <= 2, 5 * PATIENCE, "not more than that it opened, and that it needs a person")
        program.write_text("#!/bin/sh\nexec obey\n")
        program.chmod(0o755)
        self.wait_converged(timeout=60)
        self.wait_told("that it is over", kind="resolved", timeout=60)
        self.assertEqual(self.incident()["state"], "resolved")

    def test_a_crash_loop_is_one_incident_and_one_message(self):
        self.agent.put_compose(self.project, LOOP)
        message = self.wait_told("a message", timeout=60)
        self.assertIn(self.project, message["title"])
        incident = self.incident("open")
        self.assertEqual(incident["fingerprint"], "crash_loop")
        item = message["items"][0]
        self.assertTrue(item["why"], item)
        self.assertIn("evenkeel ", item["command"])
        shown = self.agent.service(self.project, "web")
        self.assertEqual(shown["incident"], incident["id"])
        self.agent.post(f"/v1/incidents/{incident['id']}/ack", {"reason": "looking"})
        self.assertEqual(self.incident("open")["acknowledged"]["reason"], "looking")
        self.eventually(lambda: [event for event in self.events_of(0, "service.exited") if event["incident"] == incident["id"]],
                        "its next death is its evidence", 30)
        self.apply(WELL)
        self.wait_told("that it is over", kind="resolved", timeout=60)
        self.assertLessEqual(len(self.told(kind="problem")), 2, self.told())  # it opened; it needs a person

    def test_what_is_healed_at_once_is_only_for_the_digest(self):
        self.apply(CHECKED.replace("CURE", "patient"))
        self.docker.run_in(self.container("web")["Id"], "touch", "/tmp/ill")
        self.eventually(lambda: self.incident(), "an incident")
        self.assertEqual(self.incident()["fingerprint"], "unhealthy")
        self.eventually(lambda: self.incident()["state"] == "resolved", "it is over", 60)
        self.stays(lambda: not self.told(), 5 * PATIENCE, "nothing is told")

    def test_a_silence_holds_back_and_its_end_tells(self):
        made = self.agent.post("/v1/silences", {"match": {"deployment": self.project}, "for": "1h", "comment": "night"})
        self.assertEqual(made.status, 201, made.text)
        self.agent.put_compose(self.project, LOOP)
        self.eventually(lambda: self.incident("open"), "an incident", 40)
        self.stays(lambda: not self.told(), 6 * PATIENCE, "nothing is told")
        gone = self.agent.delete(f"/v1/silences/{made.json()['id']}")
        self.assertIn(gone.status, (200, 204), gone.text)
        self.wait_told("a message after all", timeout=30)

    def test_a_stop_on_purpose_and_a_deploy_are_nobodys_business(self):
        self.apply(WELL)
        self.agent.cli("stop", self.project)
        self.wait_phase("stopped")
        self.agent.cli("start", self.project)
        self.wait_converged()
        self.apply(WELL.replace("test:1", "test:2"))
        self.stays(lambda: not self.told() and not self.incident(), 5 * PATIENCE, "nothing is told")

    def test_a_killed_agent_tells_once(self):
        self.agent.put_compose(self.project, LOOP)
        self.eventually(lambda: self.incident("open"), "an incident", 40)
        number = self.incident("open")["id"]
        self.agent.kill9()
        self.agent.start()
        self.wait_told("a message", timeout=60)
        self.assertEqual(self.incident("open")["id"], number)
        ids = [message["id"] for message in self.told(kind="problem")]
        self.assertEqual(len(ids), len(set(ids)))

    def test_a_channel_is_tested_by_the_command_line(self):
        out = self.agent.cli("channels", "test", "hook")
        self.assertEqual(out.returncode, 0, out)
        self.assertRegex(out.stdout, r"HTTP 200|200")
        self.assertTrue([message for message in self.hook.messages if message["kind"] == "test"])
        listed = self.agent.cli("channels")
        self.assertTrue(re.search(r"hook\s+webhook", listed.stdout), listed.stdout)
        sample = self.agent.cli("channels", "sample", "email")
        self.assertIn("smtp", sample.stdout)


if __name__ == "__main__":
    unittest.main()
