"""Checks of the host and of services: they fail once, heal what is ill, and do no harm."""

import contextlib
import http.server
import os
import tempfile
import threading
import time

from .harness import small_disk
from .harness.case import Case

FAST = {"interval": "1s", "timeout": "1s", "fall": 2, "rise": 2}
# A web service whose page can be taken away; it runs on.
WEB = """
  web:
    image: evenkeel/test:1
    stop_signal: KILL
    command: [sh, -c, "mkdir -p /tmp/www && echo fine > /tmp/www/index.html && httpd -f -p 80 -h /tmp/www"]
    x-evenkeel:
      grace: 1s
      checks:
        page: {type: http, url: "http://{container}/index.html", contains: fine,
               interval: 1s, timeout: 1s, fall: 2, rise: 1}"""


class Checks(Case):
    def check(self, ident):
        return next((one for one in self.agent.items("/v1/checks") if one["id"] == ident), None)

    def wait_check(self, ident, state, timeout=20):
        self.eventually(lambda: (seen := self.check(ident)) and seen["state"] == state,
                        f"the check {ident} is {state}", timeout)
        return self.check(ident)

    def up(self, service):
        return self.container(service)["State"]["StartedAt"]


class OfServices(Checks):
    def test_a_failing_check_has_its_service_restarted(self):
        """The process lives, and what it serves is gone: no engine would notice."""
        self.apply(f"services:{WEB}")
        self.wait_converged()
        self.wait_check(f"{self.project}/web/page", "passing")
        mark, began = self.agent.last_event_id(), self.up("web")
        self.docker.run_in(self.container("web")["Id"], "rm", "/tmp/www/index.html")
        failed = self.wait_event("check.failed", mark, deployment=self.project)
        self.assertEqual((failed["severity"], failed["service"]), ("warning", "web"))
        self.assertEqual(failed["alert"], {"key": f"check/{self.project}/web/page", "state": "firing"})
        self.assertIn("404", failed["message"])
        self.eventually(lambda: self.up("web") != began, "web is restarted")
        recovered = self.wait_event("check.recovered", mark, deployment=self.project)
        self.assertEqual(recovered["alert"]["state"], "resolved")
        self.wait_converged()
        self.assertEqual(len(self.events_of(mark, "check.failed")), 1)

    def test_checks_are_listed_as_soon_as_their_service_is_applied_and_no_longer_than_it_is(self):
        ident = f"{self.project}/web/page"
        for checks, listed in ((WEB, True), (WEB.split("    x-evenkeel")[0], False), (WEB, True)):
            reply = self.agent.put_compose(self.project, f"services:{checks}")
            self.assertIn(reply.status, (200, 201, 202), reply.text)
            self.eventually(lambda: (self.check(ident) is not None) == listed, "the new list", timeout=1)

    def test_what_heal_off_leaves_alone_is_shown_with_its_cause(self):
        self.apply(f"services:{WEB}\n      heal: 'off'")
        self.wait_converged()
        self.wait_check(f"{self.project}/web/page", "passing")
        began = self.up("web")
        self.docker.run_in(self.container("web")["Id"], "rm", "/tmp/www/index.html")
        self.wait_service("web", "unhealthy")
        explained = self.agent.explain(f"{self.project}/web")
        self.assertIn("its check `page` fails", str(explained))
        self.assertIn("healing is off", str(explained))
        shown = self.agent.service(self.project, "web")["containers"][0]
        self.assertEqual(shown["health"], "unhealthy")
        self.assertEqual(self.up("web"), began)

    def test_what_is_stopped_on_purpose_is_not_checked(self):
        self.apply(f"services:{WEB}")
        self.wait_converged()
        self.wait_check(f"{self.project}/web/page", "passing")
        mark = self.agent.last_event_id()
        self.agent.post(f"/v1/deployments/{self.project}/stop", {}, wait="30s")
        self.wait_check(f"{self.project}/web/page", "paused")
        time.sleep(4)
        self.assertEqual(self.events_of(mark, "check.*"), [])

    def test_a_wrong_check_is_refused_and_changes_nothing(self):
        reply = self.agent.put_compose(self.project, f"services:{WEB}".replace("type: http", "type: htp"))
        self.assertIn(reply.status, (400, 422), reply.text)
        self.assertIn("did you mean", reply.text)
        self.assertIn("checks.page", reply.text)
        self.assertEqual(self.agent.get(f"/v1/deployments/{self.project}").status, 404)

    def test_the_log_of_a_container_is_watched(self):
        self.apply("""
services:
  web:
    image: evenkeel/test:1
    stop_signal: KILL
    command: [sh, -c, "while :; do [ -e /tmp/bad ] && echo ERROR no space; sleep 1; done"]
    x-evenkeel:
      heal: "off"
      checks: {errors: {type: log, pattern: "^ERROR", count: 2, per: 1m, interval: 1s, fall: 1}}
""")
        self.wait_converged()
        self.wait_check(f"{self.project}/web/errors", "passing")
        mark = self.agent.last_event_id()
        self.docker.run_in(self.container("web")["Id"], "touch", "/tmp/bad")
        failed = self.wait_event("check.failed", mark, deployment=self.project)
        self.assertIn("ERROR no space", failed["message"])


class Page(http.server.BaseHTTPRequestHandler):
    status = 200

    def do_GET(self):  # noqa: N802
        self.send_response(type(self).status)
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *_):
        pass


class OfTheHost(Checks):
    @classmethod
    def make_agent(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
        cls.addClassCleanup(cls.server.server_close)
        cls.addClassCleanup(cls.server.shutdown)
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.file = os.path.join(cls.folder.name, "backup")
        with open(cls.file, "w", encoding="utf-8") as file:
            file.write("x" * 100)
        cls.CONFIG = {"monitor": {"checks": {
            "page": {"type": "http", "url": f"http://127.0.0.1:{cls.server.server_port}/",
                     "criticality": "critical", **FAST},
            "port": {"type": "tcp", "address": f"127.0.0.1:{cls.server.server_port}", **FAST},
            "backup": {"type": "file", "path": cls.file, "fresh": "1h", "min_size": 10, "criticality": "optional", **FAST},
            "disk": {"type": "disk", "path": "/", "used": 100, **FAST},
            "init": {"type": "process", "matches": "unittest.*test_checks", **FAST},
            "engine": {"type": "engine", **FAST},
            "unit": {"type": "systemd", "unit": "nothing-of-this-name", **FAST},
            "floods": {"type": "exec", "command": ["sh", "-c", "yes"], **FAST},
            "hangs": {"type": "exec", "command": ["sh", "-c", "trap '' TERM INT; sleep 100 & sleep 100"], **FAST},
            "forks": {"type": "exec", "command": ["sh", "-c", "setsid sleep 47.11 & exit 0"], **FAST},
            "binary": {"type": "exec", "command": ["sh", "-c", "head -c 100000 /dev/urandom; exit 3"], **FAST},
            "scolds": {"type": "exec", "command": "echo too bad >&2; exit 2", "shell": True, **FAST},
        }}}
        return super().make_agent()

    def test_each_kind_says_how_it_is(self):
        for ident in ("page", "port", "backup", "disk", "init", "engine"):
            self.wait_check(ident, "passing")
        for ident in ("floods", "hangs", "binary", "scolds"):
            self.wait_check(ident, "failing", timeout=40)
        self.assertIn("too bad", self.check("scolds")["last"]["text"])
        text = self.agent.get("/metrics").text
        self.assertIn('evenkeel_check_up{check="page"} 1', text)
        self.assertIn('evenkeel_check_up{check="scolds"} 0', text)

    def test_a_page_that_fails_is_told_once_and_once_when_it_is_back(self):
        self.wait_check("page", "passing")
        mark = self.agent.last_event_id()
        Page.status = 503
        self.addCleanup(setattr, Page, "status", 200)
        failed = self.wait_event("check.failed", mark, alert={"key": "check/page", "state": "firing"})
        self.assertEqual((failed["severity"], failed["deployment"]), ("critical", None))
        self.assertIn("503", failed["message"])
        time.sleep(4)
        Page.status = 200
        recovered = self.wait_event("check.recovered", mark, alert={"key": "check/page", "state": "resolved"})
        self.assertEqual(recovered["severity"], "critical")
        told = [event for event in self.agent.events(mark, type="check.*") if (event["alert"] or {}).get("key") == "check/page"]
        self.assertEqual(len(told), 2)

    def test_an_optional_check_never_alerts(self):
        self.wait_check("backup", "passing")
        mark = self.agent.last_event_id()
        os.truncate(self.file, 3)
        self.addCleanup(os.truncate, self.file, 100)
        failed = self.wait_event("check.failed", mark, severity="info")
        self.assertEqual((failed["data"]["check"], failed["alert"]), ("backup", None))

    def test_a_check_can_be_run_by_hand(self):
        self.wait_check("page", "passing")
        done = self.agent.cli("checks", "run", "page")
        self.assertEqual(done.returncode, 0, done.stderr)
        failed = self.agent.cli("checks", "run", "scolds")
        self.assertEqual(failed.returncode, 1)
        self.assertIn("too bad", failed.stdout + failed.stderr)
        unknown = self.agent.cli("checks", "run", "pgae")
        self.assertNotEqual(unknown.returncode, 0)
        self.assertIn("page", unknown.stderr)

    def test_what_nobody_configured_is_listed_and_can_be_run_too(self):
        for ident in ("disks", "host:looks"):
            self.wait_check(ident, "passing")
        done = self.agent.cli("checks", "run", "disks")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('evenkeel_check_up{check="disks"} 1', self.agent.get("/metrics").text)
        refused = self.agent.cli("checks", "run", "host:looks")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("it is part of each look", refused.stderr)

    def test_a_disk_that_is_filled_is_told_once_and_listed_as_failing_until_it_is_emptied(self):
        folder = self.small_disk()
        ident, mark = f"disk:{folder}", self.agent.last_event_id()

        def run():
            return self.agent.cli("checks", "run", ident)

        self.assertEqual(self.agent.cli("checks", "run", "disks").returncode, 0)
        self.wait_check(ident, "passing")
        with contextlib.suppress(OSError), open(f"{folder}/filler", "wb", buffering=0) as file:
            while True:
                file.write(b"x" * (1 << 20))
        for _ in range(2):
            self.assertEqual(run().returncode, 1)
        self.assertEqual(self.check(ident)["state"], "failing")
        self.assertIn(f'evenkeel_check_up{{check="{ident}"}} 0', self.agent.get("/metrics").text)
        self.assertRegex(self.agent.cli("status").stdout, r"\d+ checks? fails?: `evenkeel checks`")
        self.agent.kill9()
        self.agent.start()
        self.wait_check(ident, "failing")
        os.remove(f"{folder}/filler")
        self.assertEqual(run().returncode, 0)
        self.assertEqual(self.check(ident)["state"], "passing")
        told = [event["type"] for event in self.agent.events(mark, type="check.*") if event["data"]["check"] == ident]
        self.assertEqual(told, ["check.failed", "check.recovered"])

    def small_disk(self):
        """The folder where a file system of its own is mounted, of 64 MiB."""
        image, folder = f"{self.folder.name}/image", f"{self.folder.name}/disk"
        small_disk.mount(image, folder, 64)
        self.addCleanup(small_disk.unmount, folder)
        return folder

    def test_what_misbehaves_does_no_harm(self):
        """Floods, hangs, forks: the agent answers, holds no descriptor more, and what hangs is ended."""
        self.wait_check("hangs", "failing", timeout=40)
        self.eventually(lambda: len(self.children()) <= 6, "the programs of checks end with them")
        before = len(os.listdir(f"/proc/{self.agent.pid}/fd"))
        time.sleep(8)
        after = len(os.listdir(f"/proc/{self.agent.pid}/fd"))
        self.assertLessEqual(after, before + 24)
        began = time.monotonic()
        self.assertEqual(self.agent.get("/healthz").status, 200)
        self.assertLess(time.monotonic() - began, 2)

    def children(self):
        """Of all its threads: those of a pool start programs."""
        found = []
        for thread in os.listdir(f"/proc/{self.agent.pid}/task"):
            try:
                with open(f"/proc/{self.agent.pid}/task/{thread}/children", encoding="utf-8") as file:
                    found += file.read().split()
            except OSError:  # it ended
                continue
        return found

    def tearDown(self):
        for pid in _sleepers("47.11"):
            os.kill(pid, 9)
        super().tearDown()


def _sleepers(marked):
    """Ours alone: what `forks` left behind on purpose."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                words = file.read().split(b"\0")
        except OSError:
            continue
        if words[:2] == [b"sleep", marked.encode()]:
            found.append(int(pid))
    return found
