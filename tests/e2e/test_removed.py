"""What its owner stopped and removed stays removed, whatever goes down right after, under every restart policy."""

from .harness.case import Case
from .harness.yaml_text import to_yaml

POLICIES = {"none": None, "no": "no", "on-failure": "on-failure",
            "unless-stopped": "unless-stopped", "always": "always"}
SETTLE = 2  # seconds; long enough for all of a disturbance's beginning


def service(policy):
    made = {"image": "evenkeel/test:1", "command": ["obey"], "network_mode": "none", "stop_grace_period": "1s"}
    if POLICIES[policy]:
        made["restart"] = POLICIES[policy]
    return made


class Removed(Case):
    CONFIG = {"reconcile": {"settle": f"{SETTLE}s"}}

    def setUp(self):
        super().setUp()
        self.apply(to_yaml({"services": {**{p: service(p) for p in POLICIES}, "neighbor": service("none")}}))
        self.mark = self.agent.last_event_id()
        for policy in POLICIES:
            self.take(policy)

    def take(self, name):
        ident = self.container(name)["Id"]
        self.docker.stop(ident)
        self.docker.remove(ident, force=False)

    def assert_stay_removed(self):
        for policy in POLICIES:
            self.wait_service(policy, "stopped", timeout=30)
            self.assertEqual(self.agent.service(self.project, policy)["intent"]["reason"], "removed")
        self.stays(lambda: not any(self.docker.container(self.project, p) for p in POLICIES), 4, "all are gone")
        made = [e for e in self.agent.events(self.mark, type="action.started") if e["data"].get("action") == "create"]
        self.assertEqual(made, [])
        self.wait_running("neighbor")
        self.assertRegex(self.agent.explain(f"{self.project}/always"), r"(?i)removed")

    def test_by_an_agent_that_dies_and_comes_back(self):
        self.agent.kill9()
        self.agent.start()
        self.assert_stay_removed()

    def test_by_an_agent_that_is_restarted_in_order(self):
        self.agent.stop()
        self.agent.start()
        self.assert_stay_removed()

    def test_by_an_engine_that_is_restarted(self):
        self.engine.stop()
        self.engine.start()
        self.assert_stay_removed()

    def test_by_an_engine_that_crashes(self):
        self.engine.kill()
        self.engine.start()
        self.assert_stay_removed()

    def test_by_a_host_that_goes_down_and_what_is_started_after_that_is_kept(self):
        self.agent.stop()
        self.engine.stop()
        self.engine.start()
        self.agent.start()
        self.assert_stay_removed()
        self.agent.post(f"/v1/deployments/{self.project}/start")
        self.wait_converged()
        for policy in POLICIES:
            self.wait_running(policy)
