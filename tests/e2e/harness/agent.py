"""The agent under test: its configuration, its process, its API and its command line."""

import os
import signal
import socket
import subprocess
from pathlib import Path
from urllib.parse import urlencode

from . import http
from .engine import ROOT
from .waiting import PATIENCE, eventually
from .yaml_text import merged, to_yaml

# Fast enough for tests; what a test measures it sets itself.
FAST = {
    "log": {"level": "debug"},
    "engine": {"timeout": "10s"},
    "reconcile": {"resync": "5s", "settle": "2s", "settle_max": "30s", "report_after": "60s",
                  "backoff": {"initial": "1s", "max": "4s", "reset_after": "10s"}},
    "heal": {"grace": {"after_start": "3s", "after_boot": "1s"}},
}


def binary():
    path = os.environ.get("EVENKEEL_BINARY") or str(ROOT / "build/release/evenkeel")
    if not os.access(path, os.X_OK):
        raise AssertionError(f"no binary at {path}: build it, or set EVENKEEL_BINARY")
    return path


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Agent:
    """One agent with a directory of its own inside the engine's directory."""

    def __init__(self, engine, name="a", config=None, engine_host=None):
        self.dir = Path(engine.dir, name)
        self.dir.mkdir()
        self.state_dir = self.dir / "state"
        self.socket = str(self.dir / "ek.sock")
        self.tcp = ("127.0.0.1", free_port())
        self.token_file = self.dir / "token"
        self.config_file = self.dir / "evenkeel.yaml"
        self._places = {
            "state_dir": str(self.state_dir), "engine": {"host": engine_host or engine.host},
            "api": {"listen": [f"unix://{self.socket}", f"127.0.0.1:{self.tcp[1]}"],
                    "token_file": str(self.token_file)}}
        self.configure(config or {})
        self.wrapper = []  # a program that runs it, with its arguments
        self.environment = {}  # of its process, besides this one's
        self._process = None

    # The process

    def configure(self, changes):
        """Writes the configuration: fast defaults, this agent's places, and the changes."""
        self.config = merged(merged(FAST, self._places), changes)
        self.config_file.write_text(to_yaml(self.config))

    def start(self, ready="/readyz", fail_point=None, args=(), timeout=30):
        """Starts it and waits until `ready` answers 200; None: does not wait. It dies with the test."""
        environment = dict(os.environ, NO_COLOR="1", **self.environment)
        environment.pop("EVENKEEL_FAIL_POINT", None)
        if fail_point:
            environment["EVENKEEL_FAIL_POINT"] = fail_point
        with open(self.dir / "agent.log", "ab") as log:
            self._process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *self.wrapper, binary(), "agent", "--config",
                 str(self.config_file), *args], env=environment,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        if ready:
            eventually(lambda: self.get(ready).status == 200, timeout, f"{ready} is 200",
                       lambda: self.log_tail(), alive=lambda: self.alive)

    @property
    def alive(self):
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self):
        return self._process.pid

    def kill9(self):
        if self._process is None:
            return
        self._process.kill()
        self._process.wait(10)

    def wait_exit(self, timeout):
        """The exit code (negative: the signal), or None while it lives on."""
        try:
            return self._process.wait(timeout * PATIENCE)
        except subprocess.TimeoutExpired:
            return None

    def stop(self):
        """SIGTERM; the exit code. It must be gone within 10 s."""
        if not self.alive:
            return self._process and self._process.returncode
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(10 * PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill9()
            raise AssertionError("the agent did not stop within 10 s\n" + self.log_tail()) from None

    def hang_up(self):
        self._process.send_signal(signal.SIGHUP)

    def log_tail(self, lines=40):
        path = self.dir / "agent.log"
        text = path.read_text(errors="replace") if path.exists() else "(no log)"
        return "agent log:\n  " + "\n  ".join(text.splitlines()[-lines:])

    # The API, over the Unix socket

    def call(self, method, path, body=None, headers=None, timeout=30, **query):
        target = path + ("?" + urlencode(query) if query else "")
        return http.call(self.socket, method, target, body, headers, timeout * PATIENCE)

    def get(self, path, **query):
        return self.call("GET", path, **query)

    def post(self, path, body=None, headers=None, **query):
        return self.call("POST", path, {} if body is None else body, headers, **query)

    def delete(self, path, **query):
        return self.call("DELETE", path, **query)

    def put_compose(self, deployment, text, headers=None, **query):
        """PUT of one Compose file."""
        headers = {"Content-Type": "application/yaml", **(headers or {})}
        return self.call("PUT", f"/v1/deployments/{deployment}", text, headers, timeout=90, **query)

    def over_tcp(self, method, path, body=None, headers=None, token=None):
        headers = dict(headers or {})
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        return http.call(self.tcp, method, path, body, headers)

    @property
    def token(self):
        return self.token_file.read_text().strip()

    def cli(self, *args, stdin=None, timeout=90, **environment):
        """Runs a client command; the CompletedProcess with its text."""
        env = {"PATH": os.environ["PATH"], "EVENKEEL_HOST": f"unix://{self.socket}", **environment}
        return subprocess.run([binary(), *args], env=env, input=stdin, text=True,
                              capture_output=True, timeout=timeout * PATIENCE)

    # What it says

    def items(self, path, **query):
        """All items of a list, page by page."""
        found = []
        while True:
            page = self.get(path, **query).json()
            found += page["items"]
            if page["next"] is None:
                return found
            query["after"] = page["next"]

    def events(self, after=0, **filters):
        """Events with a greater id than `after`, oldest first; filters type, deployment, severity."""
        return self.items("/v1/events", after=after, **filters)

    def last_event_id(self):
        found = self.events()
        return found[-1]["id"] if found else 0

    def deployment(self, name):
        """The deployment as the API shows it; None when it is not known."""
        reply = self.get(f"/v1/deployments/{name}")
        return None if reply.status == 404 else reply.json()

    def service(self, deployment, service):
        shown = self.deployment(deployment) or {"services": []}
        return next((s for s in shown["services"] if s["name"] == service), None)

    def explain(self, subject):
        """What `evenkeel explain` tells a person."""
        done = self.cli("explain", subject)
        if done.returncode != 0:
            raise AssertionError(f"explain {subject}: {done.returncode} {done.stderr}")
        return done.stdout
