"""The owner renames a container of ours and gives its old name to something else: both are the
owner's word. What runs goes on, and nobody is renamed, replaced or removed for a name."""

import os
import signal
import unittest

from .harness.case import Case
from .harness.docker import name_of

WEB = """
services:
  web: {image: "evenkeel/test:1", command: [obey]}
"""


class Renamed(Case):
    def setUp(self):
        super().setUp()
        self.apply(WEB)
        self.before = self.container("web")
        self.old_name = name_of(self.before)
        self.new_name = f"{self.project}-mine"
        self.mark = self.agent.last_event_id()
        self.docker.rename(self.before["Id"], self.new_name)

    def give_the_old_name_away(self):
        ident = self.docker.create(self.old_name, {"Image": "evenkeel/test:1", "Cmd": ["obey"]})
        self.docker.start(ident)
        return self.docker.inspect(ident)

    def picture(self):
        shown = self.docker.api("GET", "/containers/json", all=1)
        return sorted((c["Id"], c["Names"], c["State"]) for c in shown)

    def assert_nothing_is_done(self, seconds=12):
        """For longer than settle and two resyncs."""
        before = self.picture()
        self.stays(lambda: self.picture() == before, seconds, "nothing changes")
        self.assertEqual(self.events_of(self.mark, "action.started"), [])

    def explained(self):
        return self.agent.explain(f"{self.project}/web")

    def assert_stranger_untouched(self, stranger):
        now = self.docker.inspect(stranger["Id"])
        self.assertEqual((now["Name"], now["State"]["StartedAt"], now["State"]["Running"]),
                         (stranger["Name"], stranger["State"]["StartedAt"], True))

    def test_both_are_left_as_the_owner_has_them(self):
        self.give_the_old_name_away()
        self.assert_nothing_is_done()
        self.wait_converged()
        shown = self.agent.service(self.project, "web")
        self.assertEqual((shown["phase"], [c["name"] for c in shown["containers"]]),
                         ("running", [self.new_name]))
        self.assertEqual(self.events_of(self.mark, "deployment.changed_elsewhere"), [])
        self.assert_no_conflict(self.mark)
        self.assertIn(f"{self.new_name} was renamed: it would be {self.old_name}", self.explained())

    def test_it_is_kept_running_under_its_new_name(self):
        stranger = self.give_the_old_name_away()
        pid = self.before["State"]["Pid"]
        for _ in range(2):
            os.kill(pid, signal.SIGKILL)
            found = self.wait_running("web", not_pid=pid)
            pid = found["State"]["Pid"]
            self.assertEqual((found["Id"], name_of(found)), (self.before["Id"], self.new_name))
        self.wait_converged()
        self.engine.stop()
        self.engine.start()
        self.wait_running("web", not_pid=pid)
        self.wait_converged()
        self.assertEqual(self.container("web")["Id"], self.before["Id"])
        self.assertEqual(self.docker.inspect(stranger["Id"])["Name"], "/" + self.old_name)
        self.assert_no_conflict(self.mark)

    def test_a_new_one_waits_for_its_name_and_says_for_whom(self):
        """Ours is removed: what is made in its place would bear the name that another has now."""
        stranger = self.give_the_old_name_away()
        self.docker.kill(self.before["Id"])
        self.docker.remove(self.before["Id"])
        self.wait_service("web", "needs_operator", 40)
        explained = self.explained()
        self.assertIn(self.old_name, explained)
        self.assertRegex(explained, "(?i)name")
        self.stays(lambda: self.docker.container(self.project, "web") is None, 6, "none is made")
        self.assert_stranger_untouched(stranger)
        self.assert_no_conflict(self.mark)
        self.docker.remove(stranger["Id"])
        self.assertEqual(name_of(self.wait_running("web", timeout=40)), self.old_name)
        self.wait_converged()

    def test_an_apply_leaves_what_runs_until_the_name_is_free(self):
        stranger = self.give_the_old_name_away()
        reply = self.agent.put_compose(self.project, WEB.replace("test:1", "test:2"))
        self.assertEqual(reply.status, 202, reply.text)
        self.wait_service("web", "needs_operator", 40)
        self.assertIn(self.old_name, self.explained())
        self.stays(lambda: self.docker.inspect(self.before["Id"])["State"]["Running"], 6, "web runs")
        self.assert_stranger_untouched(stranger)
        self.assert_no_conflict(self.mark)
        self.docker.remove(stranger["Id"])
        found = self.wait_running("web", not_id=self.before["Id"], timeout=40)
        self.wait_converged()
        self.assert_one_each("web")
        self.assertEqual(found["Config"]["Image"], "evenkeel/test:2")
        self.assertEqual(name_of(self.container("web")), self.old_name)


if __name__ == "__main__":
    unittest.main()
