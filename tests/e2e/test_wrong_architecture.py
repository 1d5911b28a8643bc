"""An image whose program cannot run on this host: a person is told at once, instead of a crash loop;
and what runs under an emulator is left alone."""

import unittest

from .harness.case import Case
from .harness.foreign import make_emulated_image, make_foreign_image


def web(image="evenkeel/foreign:1", more="command: [app]"):
    return f"""
services:
  web:
    image: "{image}"
    {more}
"""


class WrongArchitecture(Case):
    CONFIG = {"heal": {"stability": "1s"},
              "reconcile": {"backoff": {"initial": "1s", "max": "15s", "reset_after": "30s"}}}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        version = cls.docker.api("GET", "/version")
        cls.own = version["Arch"]
        cls.other = "amd64" if cls.own == "arm64" else "arm64"
        make_foreign_image(cls.docker, "evenkeel/foreign:1", cls.other, cls.other)
        make_foreign_image(cls.docker, "evenkeel/mixed:1", cls.own, cls.other)
        make_emulated_image(cls.docker, "evenkeel/emulated:1", cls.other)

    def put(self, text):
        after = self.agent.last_event_id()
        self.assertIn(self.agent.put_compose(self.project, text).status, (201, 202))
        return after

    def starts(self, after):
        return len(self.events_of(after, "service.started"))

    def incident(self):
        found = [one for one in self.agent.items("/v1/incidents")
                 if self.project in [subject["deployment"] for subject in one["subjects"]]]
        self.assertLessEqual(len(found), 1, found)
        return found[0] if found else None

    def wait_incident(self, state):
        return self.eventually(lambda: (one := self.incident()) and one["state"] == state and one,
                               f"the incident is {state}")

    def stays_with_its_operator(self, seconds):
        self.stays(lambda: self.agent.service(self.project, "web")["phase"] == "needs_operator",
                   seconds, "a person is needed all along")

    def test_a_person_is_told_at_once_with_what_to_do(self):
        after = self.put(web())
        shown = self.wait_service("web", "needs_operator")
        self.assertEqual(self.starts(after), 1)
        self.assertIsNotNone(shown["next_attempt_at"])
        self.assertIn(f"is for linux/{self.other}, this host is linux/{self.own}", shown["why"])
        explained = self.agent.explain(f"{self.project}/web")
        self.assertIn(f"platform: linux/{self.own}", explained)
        incident = self.wait_incident("needs_operator")
        self.assertEqual(incident["fingerprint"], "wrong_architecture", incident)
        self.assertIn(f"linux/{self.other}", incident["problem"])
        self.stays_with_its_operator(18)  # over its next attempt
        self.assertEqual(self.starts(after), 2)
        self.assertEqual(self.events_of(after, "service.crash_looping"), [])
        # As the owner would: the right image under the same name, and the platform written down.
        self.docker.tag("evenkeel/test:1", "evenkeel/foreign", "1")
        self.put(web(more=f"platform: linux/{self.own}\n    command: [obey]"))
        self.wait_converged()
        self.wait_incident("resolved")
        make_foreign_image(self.docker, "evenkeel/foreign:1", self.other, self.other)

    def test_the_engines_own_restarts_do_not_hide_it(self):
        self.put(web(more="restart: always\n    command: [app]"))
        self.wait_service("web", "needs_operator")
        self.stays_with_its_operator(8)
        self.assertEqual(self.wait_incident("needs_operator")["fingerprint"], "wrong_architecture")

    def test_a_program_for_another_architecture_in_an_image_for_this_one(self):
        self.put(web("evenkeel/mixed:1"))
        shown = self.wait_service("web", "needs_operator")
        self.assertIn("exec format error", shown["why"])
        self.assertIn("as this host is", shown["why"])

    def test_a_platform_that_the_image_does_not_have(self):
        self.put(web("evenkeel/foreign:1", f"platform: linux/{self.own}\n    command: [app]"))
        shown = self.wait_service("web", "needs_operator")
        self.assertIn(f"linux/{self.other}", shown["why"])

    def test_what_runs_under_an_emulator_is_left_alone(self):
        self.put(web("evenkeel/emulated:1", "command: [obey]"))
        self.wait_converged()
        before = self.container("web")["State"]["Pid"]
        self.docker.kill(self.container("web")["Id"])
        self.wait_running("web", not_pid=before)
        self.wait_converged()
        self.assertIsNone(self.incident())

    def test_what_crashes_under_an_emulator_is_a_crash_like_any_other(self):
        after = self.put(web("evenkeel/emulated:1", "command: [crash]"))
        self.eventually(lambda: self.starts(after) >= 2, "it is started again")
        self.assertNotIn("architecture", str(self.incident()))


if __name__ == "__main__":
    unittest.main()
