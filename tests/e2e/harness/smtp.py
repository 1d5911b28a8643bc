"""A real SMTP server on loopback that keeps what it is sent: tests/support/smtp_server.py in a process of its own."""

import email
import email.policy
import json
import subprocess
from functools import cache
from pathlib import Path

from .engine import ROOT
from .waiting import eventually

PROGRAM = ROOT / "tests/support/smtp_server.py"


@cache
def python():
    """One that has aiosmtpd, None where none has: the distribution's may not be the first."""
    for candidate in ("python3", "/usr/bin/python3"):
        if subprocess.run([candidate, "-c", "import aiosmtpd.smtp"], capture_output=True).returncode == 0:
            return candidate
    return None


class Mail:
    """One message as received, as a mail program reads it."""

    def __init__(self, received):
        self.recipients = received["to"]
        self.parsed = email.message_from_string(received["raw"], policy=email.policy.default)
        self.subject = str(self.parsed["Subject"])
        self.id = str(self.parsed["Message-ID"])
        self.text = self.parsed.get_body(("plain",)).get_content()

    def __repr__(self):
        return f"{self.subject!r}\n{self.text}"


class SmtpServer:
    """Use as a context manager; `port` once it is entered."""

    def __init__(self, directory):
        self.dir = Path(directory)
        self.dir.mkdir()
        (self.dir / "settings.json").write_text('{"tls": "none"}')

    def __enter__(self):
        with open(self.dir / "log", "ab") as log:
            self._process = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", python(), str(PROGRAM), str(self.dir)],
                                             stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        eventually((self.dir / "port").exists, 30, "the SMTP server listens", lambda: (self.dir / "log").read_text())
        self.port = int((self.dir / "port").read_text())
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait(10)

    @property
    def mails(self):
        """Those received, in their order."""
        files = sorted(self.dir.glob("[0-9]*.json"), key=lambda path: int(path.stem))
        return [Mail(json.loads(path.read_text())) for path in files]
