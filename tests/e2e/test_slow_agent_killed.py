"""The agent is killed in the middle of its work, at every point where that could hurt.

`EVENKEEL_FAIL_POINT=name` makes the agent send itself SIGKILL at that point; each scenario goes on
until that happens, starts the agent again without it, and expects what the owner asked for, once.
"""

import os
import signal
import subprocess
import time
import unittest

from .harness.agent import binary
from .harness.case import Case
from .harness.docker import name_of
from .harness.waiting import attempt, eventually


def stack(n):
    """From one n to the next: web has another image and network, x<n> replaces the one before."""
    return f"""
services:
  db: {{image: "evenkeel/test:1", command: [obey]}}
  web:
    image: evenkeel/test:{1 + n % 2}
    command: [obey]
    depends_on: [db]
    networks: [default, side{n}]
  x{n}: {{image: "evenkeel/test:1", command: [obey], volumes: ["data{n}:/data"]}}
networks: {{side{n}: {{}}}}
volumes: {{data{n}: {{}}}}
"""


def fail_points():
    done = subprocess.run([binary(), "agent", "--list-fail-points"], capture_output=True, text=True,
                          check=True, timeout=30)
    return done.stdout.split()


class AgentKilled(Case):
    """Every fail point in an apply, in a recovery, and those left over in verbs."""

    reached = set()  # by any scenario so far

    # The death and the life after it

    def died(self, seconds=0.0):
        code = self.agent.wait_exit(seconds)
        self.assertIn(code, (None, -signal.SIGKILL), self.agent.log_tail())
        return code is not None

    def start_with(self, point):
        """Starts the agent with the point armed. Says whether it died already in its start."""
        self.agent.stop()
        self.agent.start(ready=None, fail_point=point)
        return self.carry_through(lambda: self.agent.get("/readyz").status == 200)

    def carry_through(self, done):
        """Until `done` and quiet; an agent that dies on the way is started again, without the point.

        Says whether it died.
        """
        deaths = 0

        def over():
            nonlocal deaths
            if self.died():
                deaths += 1
                self.agent.start(ready="/healthz")
            return done()

        eventually(over, 60, "the work is done, deaths or not", self.describe)
        if self.died(seconds=0.3):
            return self.carry_through(done) or True
        return deaths > 0

    def ask(self, request):
        """Sends it; where the agent dies before it answers, once more, as a client would do.

        Says whether it died.
        """
        reply = attempt(request)[0]
        died = reply is None
        if died:
            self.assertTrue(self.died(seconds=5), "no answer from a living agent")
            self.agent.start(ready="/healthz")
            reply = request()
        self.assertIn(reply.status, (200, 201, 202), reply.text)
        return died

    def every_point(self, points, scenario):
        """Runs the scenario for each fail point on one deployment; returns those that it passes."""
        passed = set()
        self.n = 0
        self.apply(stack(0))
        for point in points:
            with self.subTest(fail_point=point):
                try:
                    if scenario(point):
                        passed.add(point)
                    self.assert_no_conflict(0)
                except AssertionError:
                    self.clean_up()  # the next point begins afresh
                    self.apply(stack(self.n))
                    raise
        self.reached.update(passed)
        return passed

    def assert_stack(self):
        """One container for each service of stack(n) and no other, each as that file says."""
        self.assert_one_each("db", "web", f"x{self.n}")
        web = self.container("web")
        self.assertEqual(web["Config"]["Image"], f"evenkeel/test:{1 + self.n % 2}")
        self.assertEqual(name_of(web), f"{self.project}-web-1")
        wanted = [f"{self.project}_default", f"{self.project}_side{self.n}"]
        self.assertEqual(sorted(web["NetworkSettings"]["Networks"]), wanted)
        names = [network["Name"] for network in self.docker.networks(self.project)]
        self.assertEqual(len(names), len(set(names)), names)
        self.assertTrue(set(wanted) <= set(names), names)

    # The scenarios

    def killed_in_apply(self, point):
        died = self.start_with(point)
        self.n += 1
        before = self.agent.deployment(self.project)["generation"]
        died |= self.ask(lambda: self.agent.put_compose(self.project, stack(self.n)))
        died |= self.carry_through(lambda: (shown := self.agent.deployment(self.project))["converged"]
                                   and shown["observed_generation"] == before + 1)
        self.assert_stack()
        return died

    def killed_in_recovery(self, point):
        """Two dead, one removed, and their networks gone: recovery has everything to do."""
        mark = self.agent.last_event_id()
        self.agent.kill9()
        dead = ("db", f"x{self.n}")
        for service in dead:
            os.kill(self.container(service)["State"]["Pid"], signal.SIGKILL)
        self.docker.remove(self.container("web")["Id"])
        eventually(lambda: all(self.container(s)["State"]["Status"] == "exited" for s in dead), 10, "dead")
        for network in self.docker.networks(self.project):
            self.docker.remove_network(network["Id"])
        self.agent.start(ready=None, fail_point=point)
        died = self.carry_through(
            lambda: self.agent.events(mark, type="recovery.completed")
            and self.agent.deployment(self.project)["converged"])
        self.assert_stack()
        return died

    def killed_in_a_verb(self, point):
        died = self.start_with(point)
        path = f"/v1/deployments/{self.project}"
        for verb, phase in (("restart", "converged"), ("stop", "stopped"), ("start", "converged")):
            died |= self.ask(lambda v=verb: self.agent.post(f"{path}/{v}"))
            died |= self.carry_through(
                lambda p=phase: self.agent.deployment(self.project)["phase"] == p)
            running = {c["State"]["Running"] for c in self.docker.containers(self.project)}
            self.assertEqual(running, {verb != "stop"})
        self.assert_stack()
        return died

    # The tests

    def test_at_every_point_of_an_apply_it_converges_and_duplicates_nothing(self):
        passed = self.every_point(fail_points(), self.killed_in_apply)
        self.assertGreaterEqual(len(passed), 4, f"an apply passes only {sorted(passed)}")

    def test_at_every_point_of_a_recovery_it_converges_and_duplicates_nothing(self):
        passed = self.every_point(fail_points(), self.killed_in_recovery)
        self.assertGreaterEqual(len(passed), 3, f"a recovery passes only {sorted(passed)}")

    def test_then_the_points_left_over_in_verbs(self):
        left = [point for point in fail_points() if point not in self.reached]
        self.every_point(left, self.killed_in_a_verb)

    def test_killed_again_and_again_it_still_converges(self):
        """Ten deaths at ten moments of one apply: every restart picks up where the last one died."""
        self.n = 0
        self.ask(lambda: self.agent.put_compose(self.project, stack(0)))
        for nth in range(10):
            time.sleep(0.1 + 0.07 * nth)
            self.agent.kill9()
            self.agent.start(ready="/healthz")
        self.wait_converged(timeout=40)
        self.assert_stack()


if __name__ == "__main__":
    unittest.main()
