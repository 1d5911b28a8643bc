"""What was acknowledged, and what the owner's hand has done, is known to the agent's next life."""

import signal
import unittest

from .harness.case import Case
from .harness.owner import EmulatedCompose, watchtower_update
from .harness.waiting import attempt

STACK = """
services:
  web: {image: "evenkeel/test:1", command: [obey]}
  job:
    image: evenkeel/test:1
    command: [sh, -c, "exit 0"]
    x-evenkeel: {kind: job}
"""
PAIR = """
services:
  db: {image: "evenkeel/test:1", command: [obey]}
  web: {image: "evenkeel/test:1", command: [obey]}
"""
SLOW_TO_GO = """
services:
  web: {image: "evenkeel/test:1", command: [stubborn], stop_grace_period: 3s}
"""


class NextLife(Case):
    def state(self, service):
        return self.container(service)["State"]

    def started(self, service):
        return self.state(service)["StartedAt"]

    def path(self, service, verb):
        return f"/v1/deployments/{self.project}/services/{service}/{verb}"

    def hold_for_the_next_life(self, service, verb):
        """The verb is acknowledged under a hold, which another agent sees end."""
        self.agent.post(f"/v1/deployments/{self.project}/hold", {"for": "5m"})
        self.assertEqual(self.agent.post(self.path(service, verb)).status, 202)
        self.agent.kill9()
        self.agent.start()
        self.agent.post(f"/v1/deployments/{self.project}/resume")

    def die_after_the_commit_of(self, service, verb):
        """It is durable, and its agent dies before it can answer or do anything."""
        self.agent.stop()
        self.agent.start(fail_point="verb.after_commit")
        self.assertIsNone(attempt(lambda: self.agent.post(self.path(service, verb)))[0])
        self.assertEqual(self.agent.wait_exit(5), -signal.SIGKILL)
        self.agent.start()

    def asked(self, how):
        """Each verb once, by that way; what it must have done in the next life."""
        self.apply(STACK)
        before = self.started("web")
        how("web", "restart")
        self.eventually(lambda: self.started("web") != before, "web is restarted")
        ident = self.container("web")["Id"]
        how("web", "recreate")
        self.eventually(lambda: self.container("web")["Id"] != ident, "web is made anew")
        self.wait_running("web")
        for verb in ("start", "restart"):
            before = self.started("job")
            how("job", verb)
            self.eventually(lambda b=before: self.started("job") != b, f"job runs again: {verb}")
        ident = self.container("job")["Id"]
        how("job", "recreate")
        self.eventually(lambda: (found := self.docker.container(self.project, "job"))
                        and found["Id"] != ident and found["State"]["Status"] == "exited",
                        "job runs again: recreate")
        self.wait_converged()
        once = self.started("web"), self.started("job")
        self.agent.kill9()
        self.agent.start()
        self.wait_converged()
        self.stays(lambda: (self.started("web"), self.started("job")) == once, 2, "that was all")
        self.assert_one_each("web", "job")

    def test_verbs_acknowledged_under_a_hold(self):
        self.asked(self.hold_for_the_next_life)

    def test_verbs_that_are_durable_when_the_agent_dies(self):
        self.asked(self.die_after_the_commit_of)

    def test_what_the_owner_made_is_not_replaced_because_of_another_service(self):
        self.apply(PAIR)
        web = EmulatedCompose(self.docker, self.project).up_with_image("web", "evenkeel/test:2")
        self.eventually(lambda: self.agent.deployment(self.project)["generation"] == 2, "it is known")
        self.agent.stop()
        self.agent.start()
        watchtower_update(self.docker, self.container("db"), "evenkeel/test:2")
        self.eventually(lambda: self.agent.deployment(self.project)["generation"] == 3, "so is this")
        self.wait_converged()
        self.stays(lambda: self.container("web")["Id"] == web, 3, "web is left alone")
        self.assert_one_each("db", "web")

    def test_a_finished_job_is_not_run_again_because_of_another_service(self):
        self.apply(STACK)
        before = self.started("job")
        watchtower_update(self.docker, self.container("web"), "evenkeel/test:2")
        self.eventually(lambda: self.agent.deployment(self.project)["generation"] == 2, "it is known")
        self.wait_converged()
        self.stays(lambda: self.started("job") == before, 3, "the job is left alone")

    def test_a_dry_run_says_what_the_apply_does(self):
        self.apply(STACK)
        same = self.agent.put_compose(self.project, STACK, dry_run="true")
        self.assertEqual(same.json()["plan"], ["nothing to do"], same.text)
        self.agent.post(self.path("web", "stop"))
        self.eventually(lambda: not self.state("web")["Running"], "web is stopped")
        left = self.agent.put_compose(self.project, STACK, dry_run="true")
        self.assertEqual(left.json()["plan"], ["nothing to do"], left.text)
        started = self.agent.put_compose(self.project, STACK, dry_run="true", start="true")
        self.assertEqual(len(started.json()["plan"]), 1, started.text)
        self.assertIn("start", started.text)
        self.assertFalse(self.state("web")["Running"])

    def test_a_release_in_the_middle_of_a_replacement_leaves_nothing_down(self):
        self.apply(SLOW_TO_GO)
        first = self.container("web")["Id"]
        self.agent.put_compose(self.project, SLOW_TO_GO.replace("3s", "4s"))
        self.eventually(lambda: [one for one in self.events_of(0, "action.started")
                                 if one["data"]["action"] == "stop"], "the old one is being stopped")
        reply = self.agent.delete(f"/v1/deployments/{self.project}")
        self.assertEqual(reply.status, 200, reply.text)
        self.assertIsNone(self.agent.deployment(self.project))
        fresh = self.container("web")
        self.assertNotEqual(fresh["Id"], first)
        self.stays(lambda: self.docker.inspect(fresh["Id"])["State"]["Running"], 2, "it runs")


if __name__ == "__main__":
    unittest.main()
