"""After everything was down, everything runs again without a hand, and one mail says so."""

import tempfile
import unittest

from .harness.case import Case
from .harness.smtp import SmtpServer, python
from .harness.waiting import PATIENCE

PLAIN = 'services: {web: {image: "evenkeel/test:1", command: [obey], stop_signal: KILL}}\n'
KEPT = PLAIN.replace("[obey]", "[obey], restart: always")
FRAGILE = ('services: {{web: {{image: "evenkeel/test:1", command: [/opt/run], stop_signal: KILL, '
           'volumes: ["{program}:/opt/run:ro"]}}}}\n')
# Its check passes only once it has run for a while: longer than the report waits.
LATE = """services:
  web:
    image: evenkeel/test:1
    command: [slow, "{seconds}"]
    stop_signal: KILL
    healthcheck: {{test: [CMD, test, -f, /tmp/ready], interval: 1s, start_period: 120s, retries: 200}}
"""


@unittest.skipUnless(python(), "no Python here has aiosmtpd: apt-get install python3-aiosmtpd")
class RecoveryMail(Case):
    @classmethod
    def setUpClass(cls):
        place = tempfile.TemporaryDirectory(prefix="ek-mail-")
        cls.addClassCleanup(place.cleanup)
        cls.server = SmtpServer(place.name + "/server")
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__)
        cls.CONFIG = {"reconcile": {"report_after": "12s"}, "host": {"name": "nas"},
                      "notify": {"channels": {"ops": {
                          "type": "email", "smtp": f"127.0.0.1:{cls.server.port}", "tls": "none",
                          "from": "evenkeel@example.org", "to": ["anna@example.org"]}},
                          "group": {"wait": "2s", "interval": "5s"}}}
        super().setUpClass()

    def setUp(self):
        super().setUp()
        self.received_before = len(self.server.mails)

    @property
    def mails(self):
        return self.server.mails[self.received_before:]

    def fall_and_come_back(self):
        """As a reboot does it: nothing is told to anybody."""
        self.agent.kill9()
        self.engine.kill()
        self.engine.start()
        self.agent.start()

    def test_ten_deployments_and_one_mail(self):
        names = [f"app{number}" for number in range(8)]
        for name in names:
            self.apply(KEPT if name == "app0" else PLAIN, name)
        self.apply(PLAIN, "asleep")
        self.agent.post("/v1/deployments/asleep/stop", {"reason": "winter"})
        self.wait_phase("stopped", "asleep")
        program = self.agent.dir / "run"
        program.write_text("#!/bin/sh\nexec obey\n")
        program.chmod(0o755)
        self.apply(FRAGILE.format(program=program), "broken")
        mark = self.agent.last_event_id()
        program.write_text("\x7fELF no program\n")
        self.fall_and_come_back()
        self.wait_event("recovery.completed", mark, timeout=60)
        self.eventually(lambda: len(self.mails) == 1, "one mail", 30)
        mail = self.mails[0]
        self.assertIn("nas", mail.subject)
        for name in names:
            self.assertIn(name, mail.text)
        self.assertIn("asleep", mail.text)
        self.assertIn("broken", mail.text)
        self.assertRegex(mail.subject, "(?i)critical")
        self.assertRegex(mail.subject, "1 failed|1 did not")
        self.assertEqual(mail.recipients, ["anna@example.org"])
        self.stays(lambda: len(self.mails) == 1, 12 * PATIENCE, "one mail alone")
        for name in names:
            self.assertEqual(self.agent.deployment(name)["phase"], "converged")

    def test_one_that_takes_long_is_pending_and_gets_one_update(self):
        self.apply(PLAIN, "quick")
        self.apply(LATE.format(seconds=1), "late")
        self.agent.put_compose("later", LATE.format(seconds=30 * PATIENCE))
        self.eventually(lambda: (found := self.docker.container("later", "web")) and found["State"]["Running"],
                        "its container runs")
        mark = self.agent.last_event_id()
        self.fall_and_come_back()
        first = self.wait_event("recovery.completed", mark, timeout=60)
        outcomes = {each["name"]: each["outcome"] for each in first["data"]["deployments"]}
        self.assertEqual(outcomes["later"], "pending", outcomes)
        self.eventually(lambda: len(self.mails) == 1, "one mail", 30)
        self.assertIn("later", self.mails[0].text)
        self.wait_event("recovery.updated", mark, timeout=90)
        self.eventually(lambda: len(self.mails) == 2, "its update", 30)
        update = self.mails[1]
        self.assertIn(self.mails[0].id, str(update.parsed["References"]))
        self.assertIn("later", update.text)
        self.stays(lambda: len(self.mails) == 2, 10 * PATIENCE, "no third mail")

    def test_an_upgrade_of_the_agent_on_a_quiet_host_is_nobodys_business(self):
        self.apply(PLAIN, "quiet")
        mark = self.agent.last_event_id()
        self.agent.stop()
        self.agent.start()
        self.wait_event("recovery.completed", mark, timeout=60)
        self.stays(lambda: not self.mails, 8 * PATIENCE, "no mail")


if __name__ == "__main__":
    unittest.main()
