"""evenkeel top: real numbers of real containers, on a real terminal that it gives back."""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
import unittest

from .harness.agent import binary
from .harness.case import Case
from .harness.waiting import PATIENCE

# Half a core, and nothing.
PAIR = """
services:
  burner: {image: "evenkeel/test:1", command: [sh, -c, "while :; do :; done"], cpus: 0.5, stop_grace_period: 1s}
  idle: {image: "evenkeel/test:1", command: [obey], mem_limit: 64m}
"""
LEAVES = b"\x1b[?1049l"


class Terminal:
    """A pseudo-terminal with `evenkeel top` in its foreground."""

    def __init__(self, agent, *args, columns=100, lines=24):
        self.controller, self.terminal = pty.openpty()
        self.resize(columns, lines)
        self.before = termios.tcgetattr(self.terminal)
        environment = {"PATH": os.environ["PATH"], "EVENKEEL_HOST": f"unix://{agent.socket}", "TERM": "xterm",
                       "LC_ALL": "C.UTF-8"}
        self.process = subprocess.Popen(
            [binary(), "top", *args], env=environment, stdin=self.terminal, stdout=self.terminal, stderr=self.terminal,
            start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        self.written = b""

    def resize(self, columns, lines):
        fcntl.ioctl(self.controller, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def type(self, text):
        os.write(self.controller, text.encode())

    def _read(self):
        if select.select([self.controller], [], [], 0.1)[0]:
            self.written += os.read(self.controller, 65536)

    def screen(self):
        """The last whole picture, without colors."""
        pictures = self.written.decode(errors="replace").split("\x1b[H")
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", pictures[-2] if len(pictures) > 1 else "")

    def shows(self, pattern, timeout=30):
        deadline = time.monotonic() + timeout * PATIENCE
        while time.monotonic() < deadline:
            self._read()
            if re.search(pattern, self.screen()):
                return True
        return False

    def ended(self, timeout=10):
        deadline = time.monotonic() + timeout * PATIENCE
        while self.process.poll() is None and time.monotonic() < deadline:
            self._read()
        self._read()
        return self.process.poll()

    def is_given_back(self):
        return termios.tcgetattr(self.terminal) == self.before and self.written.rstrip().endswith(LEAVES)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.controller)
        os.close(self.terminal)


class Top(Case):
    def top(self, *args, **size):
        terminal = Terminal(self.agent, *args, **size)
        self.addCleanup(terminal.close)
        return terminal

    def usage(self):
        shown = json.loads(self.agent.cli("top", self.project, "-o", "json").stdout)
        return {each["name"]: each["usage"] for each in shown["deployments"][0]["services"]}

    def wait_usage(self):
        def known():
            usage = self.usage()
            return usage if all(each and each["cpu_percent"] is not None for each in usage.values()) else None
        return self.eventually(known, "what each service uses is known", 40)

    def test_the_table_tells_who_burns(self):
        self.apply(PAIR)
        self.wait_usage()
        usage = self.eventually(lambda: (u := self.usage())["burner"]["cpu_percent"] > 25 and u, "it burns", 40)
        self.assertLess(usage["burner"]["cpu_percent"], 75)
        self.assertLess(usage["idle"]["cpu_percent"], 5)
        self.assertEqual(usage["idle"]["memory_limit_bytes"], 64 << 20)
        table = self.agent.cli("top", self.project).stdout.splitlines()
        self.assertRegex(table[0], r"SERVICE +PHASE +CPU +MEM +LIMIT +RESTARTS")
        self.assertRegex(table[1], rf"{self.project}/burner +running +\d+\.\d%")
        self.assertRegex(table[2], rf"{self.project}/idle +running +\d+\.\d%.*64MiB")
        self.assertNotIn("\x1b", "".join(table))
        shown = self.agent.cli("status", self.project).stdout
        self.assertRegex(shown, r"CPU +MEM")
        self.assertRegex(shown, r"idle.* of 64MiB")

    def test_live_on_a_terminal(self):
        self.apply(PAIR)
        self.wait_usage()
        top = self.top("--interval", "500ms", "--sort", "name")
        self.assertTrue(top.shows(r"CPU  \[(.|\n)*MEM  \[(.|\n)*burner +running +\d"), top.screen())
        self.assertTrue(top.shows(r"[▁▂▃▄▅▆▇█]"), top.screen())
        top.type("n")
        top.resize(24, 6)
        self.assertTrue(top.shows(r"NAME +CPU% +MEM\b"), top.screen())
        self.assertNotIn("RESTARTS", top.screen())
        top.type("q")
        self.assertEqual(top.ended(), 0)
        self.assertTrue(top.is_given_back(), top.written[-200:])

    def test_every_way_to_end_gives_the_terminal_back(self):
        for end, code in ((lambda top: top.type("\x03"), -signal.SIGINT),
                          (lambda top: top.process.terminate(), -signal.SIGTERM),
                          (lambda top: top.type("q"), 0)):
            top = self.top()
            self.assertTrue(top.shows("services?"), top.screen())
            end(top)
            self.assertEqual(top.ended(), code)
            self.assertTrue(top.is_given_back(), top.written[-200:])

    def test_an_agent_that_goes_away_comes_back(self):
        self.apply(PAIR)
        top = self.top("--interval", "500ms")
        self.assertTrue(top.shows("2 services"), top.screen())
        self.agent.stop()
        self.assertTrue(top.shows("No answer, last seen"), top.screen())
        self.assertIn(self.project[:20], top.screen())
        self.agent.start()
        self.assertTrue(top.shows(r"2 services"), top.screen())
        top.type("q")
        self.assertEqual(top.ended(), 0)

    def test_nobody_there_at_the_start_is_exit_code_3(self):
        done = self.agent.cli("--host", "unix:///nonexistent/ek.sock", "top")
        self.assertEqual(done.returncode, 3)
        self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)


if __name__ == "__main__":
    unittest.main()
