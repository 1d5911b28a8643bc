"""The configuration is strict: every mistake named with its place, and nothing half done."""

import os
import subprocess
import unittest

from .harness.agent import Agent, binary
from .harness.case import Case
from .harness.yaml_text import to_yaml

BAD = """reconcile:
  settel: 10s
  resync: often
heal:
  attempts: many
nonsense: true
"""


class BadConfig(Case):
    def check(self, text):
        path = self.agent.dir / "checked.yaml"
        path.write_text(text)
        return subprocess.run([binary(), "agent", "--config", str(path), "--check-config"],
                              capture_output=True, text=True, timeout=30)

    def test_a_good_file_and_an_empty_one_are_accepted(self):
        for text in (to_yaml(self.agent.config), "", "log: {level: warn}\n"):
            done = self.check(text)
            self.assertEqual(done.returncode, 0, done.stderr + done.stdout)

    def test_all_mistakes_are_named_at_once_with_line_and_nearest_name(self):
        done = self.check(BAD)
        said = done.stdout + done.stderr
        self.assertEqual(done.returncode, 2, said)
        for line, word in ((2, "settel"), (3, "resync"), (5, "attempts"), (6, "nonsense")):
            self.assertRegex(said, rf"checked\.yaml:{line}\b[^\n]*{word}")
        self.assertRegex(said, r"settel[^\n]*settle")

    def test_bad_yaml_a_missing_file_and_a_duplicate_key(self):
        self.assertEqual(self.check("reconcile: [\n").returncode, 2)
        double = self.check("log: {level: info}\nlog: {level: warn}\n")
        self.assertEqual(double.returncode, 2, double.stderr)
        done = subprocess.run([binary(), "agent", "--config", "/nonexistent.yaml", "--check-config"],
                              capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 2, "a file that was named must exist")

    def test_the_environment_is_expanded(self):
        os.environ["EK_TEST_SETTLE"] = "3s"
        self.addCleanup(os.environ.pop, "EK_TEST_SETTLE")
        self.assertEqual(self.check("reconcile: {settle: \"${EK_TEST_SETTLE}\"}\n").returncode, 0)
        os.environ["EK_TEST_SETTLE"] = "soon"
        self.assertEqual(self.check("reconcile: {settle: \"${EK_TEST_SETTLE}\"}\n").returncode, 2)

    def test_an_agent_with_a_bad_file_does_not_start(self):
        agent = Agent(self.engine, "never")
        agent.config_file.write_text(BAD)
        agent.start(ready=None)
        self.addCleanup(agent.kill9)
        self.assertEqual(agent.wait_exit(10), 2, agent.log_tail())
        self.assertIn("settel", agent.log_tail())
        self.assertFalse(agent.state_dir.exists(), "nothing was made")

    def test_reload_refuses_a_bad_file_and_takes_a_good_one(self):
        """Both by SIGHUP and by `evenkeel reload`; the running configuration stays where it was."""
        good = self.agent.config_file.read_text()
        self.addCleanup(self.agent.config_file.write_text, good)
        mark = self.agent.last_event_id()
        self.agent.config_file.write_text(good + "nonsense: true\n")
        self.agent.hang_up()
        refused = self.wait_event("config.refused", mark)
        self.assertIn("nonsense", str(refused))
        done = self.agent.cli("reload")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("nonsense", done.stderr)
        self.assertEqual(self.agent.get("/readyz").status, 200)
        self.agent.config_file.write_text(good)
        self.assertEqual(self.agent.cli("reload").returncode, 0)
        self.wait_event("config.reloaded", mark)

    def test_a_second_agent_on_the_same_state_is_kept_out(self):
        second = Agent(self.engine, "second", {"state_dir": str(self.agent.state_dir)})
        second.start(ready=None)
        self.addCleanup(second.kill9)
        self.assertNotIn(second.wait_exit(10), (None, 0), second.log_tail())
        self.assertIn(str(self.agent.state_dir), second.log_tail())
        self.assertEqual(self.agent.get("/readyz").status, 200)


if __name__ == "__main__":
    unittest.main()
