"""The base of the tests: one engine a module, one agent a class, one project a test."""

import re
import unittest

from .agent import Agent
from .docker import name_of, service_of
from .engine import Engine
from .image import make_images
from .waiting import attempt, eventually, limit, stays

_engines = {}


def module_engine(module):
    """The engine of a test module, started at first use and purged after its last test."""
    if module not in _engines:
        engine = _engines[module] = Engine()
        unittest.addModuleCleanup(lambda: _engines.pop(module).purge())
        engine.start()
        make_images(engine.docker)
    return _engines[module]


class Case(unittest.TestCase):
    """Starts the agent with CONFIG over the fast defaults; `self.project` is this test's own."""

    CONFIG = {}
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        limit.check()
        cls.engine = module_engine(cls.__module__)
        cls.docker = cls.engine.docker
        cls.agent = cls.make_agent()
        cls.addClassCleanup(cls.agent.kill9)
        cls.agent.start()

    @classmethod
    def make_agent(cls):
        return Agent(cls.engine, name=cls.__name__.lower()[:24], config=cls.CONFIG)

    def setUp(self):
        limit.check()
        words = re.sub(r"[^a-z0-9]+", "-", self._testMethodName.removeprefix("test_").lower())
        self.project = words[:30].strip("-")
        self.addCleanup(self.clean_up)

    def clean_up(self):
        """Everything runs again as at the start, and this test's deployments are gone."""
        self.engine.start()
        if not self.agent.alive:
            self.agent.start(ready="/healthz")
        attempt(self._delete_deployments)
        for item in self.docker.api("GET", "/containers/json", all=1):
            attempt(lambda ident=item["Id"]: self.docker.remove(ident))
        for kind in ("networks", "volumes"):
            attempt(lambda path=f"/{kind}/prune": self.docker.api("POST", path))

    def _delete_deployments(self):
        for shown in self.agent.items("/v1/deployments"):
            self.agent.delete(f"/v1/deployments/{shown['name']}", containers="true", volumes="true")
        eventually(lambda: not self.agent.items("/v1/deployments"), 20, "deployments are gone")

    # Doing

    def apply(self, text, project=None, **query):
        """PUTs the Compose file, waits until it has converged, and returns the deployment."""
        project = project or self.project
        reply = self.agent.put_compose(project, text, **query)
        self.assertIn(reply.status, (200, 201, 202), reply.text)
        return self.wait_converged(project)

    # Waiting

    def eventually(self, condition, what, timeout=20):
        return eventually(condition, timeout, what, self.describe, lambda: self.agent.alive)

    def stays(self, condition, seconds, what):
        stays(condition, seconds, what, self.describe)

    def wait_phase(self, phase, project=None, timeout=30):
        project = project or self.project
        return self.eventually(
            lambda: (shown := self.agent.deployment(project)) and shown["phase"] == phase and shown,
            f"{project} is {phase}", timeout)

    def wait_converged(self, project=None, timeout=30):
        return self.wait_phase("converged", project, timeout)

    def wait_service(self, service, phase, timeout=20):
        return self.eventually(
            lambda: (shown := self.agent.service(self.project, service))
            and shown["phase"] == phase and shown, f"{self.project}/{service} is {phase}", timeout)

    def wait_event(self, kind, after, timeout=20, **fields):
        """The first event of this type after the id `after` whose fields match."""
        def find():
            for event in self.agent.events(after, type=kind):
                if all(event[name] == value for name, value in fields.items()):
                    return event
            return None
        return self.eventually(find, f"an event {kind} {fields or ''}", timeout)

    def wait_running(self, service, not_pid=None, not_id=None, timeout=20):
        """The container of a service once it runs (with another pid or id than before)."""
        def runs():
            found = self.docker.container(self.project, service)
            fresh = found and found["State"]["Pid"] != not_pid and found["Id"] != not_id
            return found if fresh and found["State"]["Running"] else None
        return self.eventually(runs, f"{self.project}/{service} runs", timeout)

    # Looking

    def container(self, service):
        found = self.docker.container(self.project, service)
        self.assertIsNotNone(found, f"{self.project}/{service} has no container")
        return found

    def events_of(self, after, kind="*"):
        return self.agent.events(after, type=kind, deployment=self.project)

    def assert_one_each(self, *services, project=None):
        """One container for each of these services, and no other, none of them half renamed."""
        project = project or self.project
        found = self.docker.containers(project)
        self.assertEqual(sorted(service_of(c) for c in found), sorted(services), self.describe())
        for container in found:
            self.assertNotRegex(name_of(container), r"^[0-9a-f]{12}_")

    def assert_intent(self, service, state, set_by=None):
        intent = self.agent.service(self.project, service)["intent"]
        self.assertEqual(intent["state"], state, f"{service}: {intent}")
        if set_by:
            self.assertEqual(intent["set_by"], set_by, intent)

    def assert_no_conflict(self, after):
        """The agent never tried to make what was there already."""
        for event in self.agent.events(after, type="action.failed"):
            self.assertNotRegex(str(event), r"409|[Cc]onflict|already in use")

    def describe(self):
        """What a person would look at first when a test failed."""
        parts = [self.agent.log_tail()]
        if self.engine.running:
            parts.append(f"containers: {attempt(self._container_lines)[0]}")
        parts.append(f"deployment: {attempt(lambda: self.agent.deployment(self.project))}")
        events = attempt(self.agent.events)[0] or []
        parts += [f"  {e['id']} {e['at']} {e['type']} {e['deployment']}/{e['service']} {e['message']}"
                  for e in events[-25:]]
        return "\n".join(parts)

    def _container_lines(self):
        shown = self.docker.api("GET", "/containers/json", all=1)
        return [(c["Names"], c["State"], c["Status"]) for c in shown]
