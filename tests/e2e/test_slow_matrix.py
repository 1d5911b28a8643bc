"""The matrix: every restart policy, every way to be up or down, every way to be disturbed.

One deployment for each situation, with one service for each policy: 30 rows that live side by side.
Each test disturbs them in one way and then looks at every row: what should run runs, what should
not does not, and `explain` says why. `expected` is DESIGN.md, "Intent", as a function.
"""

import concurrent.futures
import time
import unittest

from .harness.case import Case, service_of
from .harness.yaml_text import to_yaml

POLICIES = {"none": None, "no": "no", "on-failure": "on-failure",
            "unless-stopped": "unless-stopped", "always": "always"}
COMMANDS = {"obeys": "obey", "ignores": "stubborn", "docker-stop": "obey", "evenkeel-stop": "obey",
            "finished": "finish", "failed": "broken"}
RUNS, STOPPED, ENDED, LOOPS = "runs", "stopped", "ended", "loops"
REASON = "moving house"
WHY = {"docker-stop": r"(?is)(?=.*\d\d:\d\d).*(docker stop|engine client)", "evenkeel-stop": REASON,
       "finished": r"(?i)complet|exit|restart", "failed": r"(?i)fail|exit|restart"}

RUNNING = r"is to run"


def expected(policy, situation):
    """What a row has to be after any disturbance."""
    if situation in ("obeys", "ignores"):
        return RUNS  # a service is kept running whatever its restart policy
    if situation in ("docker-stop", "evenkeel-stop"):
        return STOPPED  # also under `always`, where the engine itself starts it at its boot
    if policy in ("unless-stopped", "always"):
        return LOOPS  # the engine restarts it whatever its exit code: it never ends
    if situation == "failed" and policy == "on-failure":
        return LOOPS  # a failed job is the engine's while its policy acts
    return ENDED  # completed, or failed and not run again: not at boot either


def service(policy, situation):
    """One row as a Compose service; the kind is written where the default would be another."""
    made = {"image": "evenkeel/test:1", "command": [COMMANDS[situation]], "network_mode": "none",
            "stop_grace_period": "1s"}
    if POLICIES[policy]:
        made["restart"] = POLICIES[policy]
    if situation == "failed":
        made["x-evenkeel"] = {"kind": "job"}
    elif policy == "no" and situation in ("ignores", "docker-stop", "evenkeel-stop"):
        made["x-evenkeel"] = {"kind": "service"}  # written `no` and no port would make it a job
    return made


class Matrix(Case):
    """30 rows on one engine; each round first puts every row into its situation again."""

    CONFIG = {"reconcile": {"backoff": {"initial": "500ms", "max": "2s"}}}

    def clean_up(self):
        """The rows stay for the next round."""
        self.engine.start()
        if not self.agent.alive:
            self.agent.start()

    def setUp(self):
        super().setUp()
        for situation in COMMANDS:
            text = to_yaml({"services": {p: service(p, situation) for p in POLICIES}})
            reply = self.agent.put_compose(situation, text)
            self.assertIn(reply.status, (200, 201, 202), reply.text)
        for situation in ("obeys", "ignores"):
            self.wait_converged(situation, timeout=60)
        self.eventually(self.jobs_are_over, "finished and failed jobs are over", 40)

    # The rows

    def rows(self):
        """(situation, policy) -> inspected container; each is there exactly once."""
        found = {}
        for situation in COMMANDS:
            containers = self.docker.containers(situation)
            self.assertEqual(sorted(map(service_of, containers)), sorted(POLICIES), situation)
            found.update({(situation, service_of(c)): c for c in containers})
        return found

    def jobs_are_over(self):
        finished = {self.agent.service("finished", p)["phase"] for p in ("none", "no", "on-failure")}
        self.assertEqual(finished, {"completed"})
        self.assertEqual(self.agent.service("failed", "none")["phase"], "needs_operator")
        self.assertIn(self.agent.service("failed", "no")["phase"], ("exited", "needs_operator"))
        return True

    def put_down(self):
        """`docker stop` for one deployment, `evenkeel stop` for another; both known as intents."""
        if self.agent.deployment("docker-stop")["phase"] != "stopped":
            self.bring_up()
            self.stop_by_docker()
        done = self.agent.cli("stop", "evenkeel-stop", "--reason", REASON, "--wait=30s")
        self.assertEqual(done.returncode, 0, done.stderr)
        for situation in ("docker-stop", "evenkeel-stop"):
            self.wait_phase("stopped", situation)

    def stop_by_docker(self):
        idents = [c["Id"] for c in self.docker.containers("docker-stop") if c["State"]["Running"]]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(self.docker.stop, idents))

    def bring_up(self):
        """Both stopped deployments run again: one by `docker start`, one by `evenkeel start`."""
        for container in self.docker.containers("docker-stop"):
            self.docker.start(container["Id"])
        self.agent.post("/v1/deployments/evenkeel-stop/start")
        for situation in ("docker-stop", "evenkeel-stop"):
            self.wait_converged(situation)

    # The verdict

    def assert_as_expected(self, before):
        self.eventually(lambda: not self.wrong_rows(before), "every row is as it should be", 60)
        self.stays(lambda: not self.wrong_rows(before), 4, "every row as it should be")
        for situation, policy in before:
            text = self.agent.explain(f"{situation}/{policy}")
            self.assertIn(policy, text)
            self.assertRegex(text, WHY.get(situation, RUNNING), f"{situation}/{policy}")

    def wrong_rows(self, before):
        wrong = {}
        for (situation, policy), container in self.rows().items():
            verdict = self.verdict(situation, policy, container, before[situation, policy])
            if verdict:
                wrong[f"{situation}/{policy}"] = verdict
        self.assertEqual(wrong, {})
        return wrong

    def verdict(self, situation, policy, container, before):
        """What is wrong with this row; empty when nothing is."""
        want, state = expected(policy, situation), container["State"]
        intent = self.agent.service(situation, policy)["intent"]["state"]
        if intent != ("stopped" if want == STOPPED else "running"):
            return f"intent {intent}"
        up = state["Status"] in ("running", "restarting")
        if up != (want in (RUNS, LOOPS)):
            return f"should be: {want}; is {state['Status']}"
        started_again = state["StartedAt"] != before["State"]["StartedAt"]
        if started_again and (want == ENDED or want == STOPPED and policy != "always"):
            return f"was started again at {state['StartedAt']}"
        return ""

    def round(self, disturb):
        """Rows in place, the disturbance, the verdict; and no intent was changed by it."""
        self.put_down()
        before, mark = self.rows(), self.agent.last_event_id()
        disturb()
        self.assert_as_expected(before)
        self.assertEqual(self.agent.events(mark, type="intent.changed"), [])
        return mark

    # The rounds

    def test_after_an_engine_restart(self):
        def disturb():
            self.engine.stop()
            self.engine.start()
        mark = self.round(disturb)
        self.wait_event("intent.enforced", mark, deployment="docker-stop", service="always")

    def test_after_an_engine_crash(self):
        def disturb():
            self.engine.kill()
            self.engine.start()
        mark = self.round(disturb)
        self.wait_event("intent.enforced", mark, deployment="evenkeel-stop", service="always")

    def test_after_an_agent_restart(self):
        def disturb():
            self.agent.stop()
            self.agent.start()
        self.round(disturb)

    def test_after_an_engine_restart_while_the_agent_was_dead(self):
        def disturb():
            self.agent.kill9()
            self.engine.stop()
            self.engine.start()
            self.agent.start()
        self.round(disturb)

    def test_after_an_engine_crash_while_the_agent_was_dead(self):
        """What the engine's next start ends of the survivors looks like its owner's stops."""
        def disturb():
            self.agent.kill9()
            self.engine.kill()
            self.engine.start()
            self.agent.start()
        self.round(disturb)

    def test_what_its_owner_starts_again_runs_and_is_kept(self):
        self.put_down()
        self.bring_up()
        self.engine.stop()
        self.engine.start()
        for situation in ("docker-stop", "evenkeel-stop"):
            self.wait_converged(situation, timeout=60)
            self.stays(lambda: all(c["State"]["Running"] for c in self.docker.containers(situation)), 4,
                       f"{situation} runs")

    def stops_followed_by(self, shutdown):
        """The owner stops a stack and shuts the host down: the stops count, the shutdown does not."""
        self.bring_up()
        mark = self.agent.last_event_id()
        self.agent.post("/v1/deployments/evenkeel-stop/stop", {"reason": REASON})
        self.stop_by_docker()
        before = self.rows()
        time.sleep(0.6)  # the agent's first look at the engine, 0.3 s after a stop, is answered
        shutdown()
        self.assert_as_expected(before)
        changed = {e["deployment"] for e in self.agent.events(mark, type="intent.changed")}
        self.assertEqual(changed, {"docker-stop", "evenkeel-stop"})

    def test_after_stops_followed_within_a_second_by_an_engine_shutdown(self):
        def shutdown():
            self.engine.stop()
            self.engine.start()
        self.stops_followed_by(shutdown)

    def test_after_stops_followed_within_a_second_by_a_host_shutdown(self):
        """Which ends the agent first: it takes up at its next start what it could not decide."""
        def shutdown():
            self.agent.stop()
            self.engine.stop()
            self.engine.start()
            self.agent.start()
        self.stops_followed_by(shutdown)


if __name__ == "__main__":
    unittest.main()
