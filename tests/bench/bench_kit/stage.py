"""What the parts play on: a private engine, containers of each contender, an agent with the defaults of its users."""

import contextlib
import os
import sys
import threading
import time
from pathlib import Path

from tests.e2e.harness import http
from tests.e2e.harness.agent import Agent
from tests.e2e.harness.engine import Engine
from tests.e2e.harness.image import make_images
from tests.e2e.harness.waiting import eventually
from tests.e2e.harness.yaml_text import merged, to_yaml

IMAGE = "evenkeel/test:1"
WHO = "bench.who"


def say(text):
    """Progress, for the person who waits; the report is standard output."""
    print(f"   {time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def load():
    return "load " + " ".join(f"{one:.1f}" for one in os.getloadavg())


class PlainAgent(Agent):
    """The agent with the built-in defaults, but for what `configure` is given."""

    def configure(self, changes):
        self.config = merged(self._places, changes)
        self.config_file.write_text(to_yaml(self.config))

    def put(self, deployment, services):
        text = to_yaml({"services": services})
        reply = self.put_compose(deployment, text, wait="90s")
        if reply.status not in (200, 201):
            raise AssertionError(f"PUT {deployment}: {reply.status} {reply.text}\n{self.log_tail()}")

    def wait_converged(self, deployments, timeout=120):
        def all_converged():
            return all((self.deployment(name) or {}).get("converged") for name in deployments)
        eventually(all_converged, timeout, f"{len(deployments)} deployments are converged",
                   self.log_tail, alive=lambda: self.alive)

    def cpu_nanoseconds(self):
        return cpu_nanoseconds(self.pid)


def cpu_nanoseconds(pid):
    """Of all threads that live now, as the scheduler counts."""
    total = 0
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it ended just now
            total += int((thread / "schedstat").read_text().split()[0])
    return total


class Stage:
    """An engine of its own with the test image. Use as a context manager."""

    def __init__(self):
        self.engine = Engine()
        self.docker = self.engine.docker

    def __enter__(self):
        self.engine.start()
        make_images(self.docker)
        return self

    def __exit__(self, *_):
        self.engine.purge()

    def agent(self, name, config=None, engine_host=None):
        return PlainAgent(self.engine, name, config, engine_host)

    def path(self, name):
        return os.path.join(self.engine.dir, name)

    def run(self, name, who, command, policy="no", health=None):
        """Creates and starts a container that belongs to one contender. Returns its id."""
        body = {"Image": IMAGE, "Cmd": command, "Labels": {WHO: who},
                "HostConfig": {"NetworkMode": "none", "RestartPolicy": {"Name": policy}}}
        if health:
            body["Healthcheck"] = health
        ident = self.docker.create(name, body)
        self.docker.start(ident)
        return ident

    def ids_of(self, project):
        return [c["Id"] for c in self.docker.containers(project)]

    def restart_engine(self):
        """SIGTERM, wait, start. Returns the moment (unix seconds) of its first answer."""
        self.engine.stop()
        starter = threading.Thread(target=self.engine.start)
        starter.start()
        while not answers(self.engine.socket):
            time.sleep(0.002)
        answered = time.time()
        return answered, starter


def answers(socket):
    try:
        return http.call(socket, "GET", "/_ping", timeout=5).status == 200
    except OSError:
        return False
