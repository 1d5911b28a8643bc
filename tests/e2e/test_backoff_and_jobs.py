"""Crash loops back off, jobs end once, and dependencies are waited for at recovery as at `up`."""

import time
import unittest

from .harness.case import Case
from .harness.docker import moment

ORDERED = """
services:
  db:
    image: evenkeel/test:1
    command: [slow, "3"]
    healthcheck: {test: [CMD, test, -e, /tmp/ready], interval: 1s, timeout: 2s, retries: 20}
  migrate:
    image: evenkeel/test:1
    command: [sh, -c, "sleep 1; exit 0"]
    depends_on: {db: {condition: service_healthy}}
  web:
    image: evenkeel/test:1
    command: [obey]
    depends_on:
      db: {condition: service_healthy}
      migrate: {condition: service_completed_successfully}
"""


class BackoffAndJobs(Case):
    CONFIG = {"reconcile": {"resync": "2s", "backoff": {"initial": "1s", "max": "4s"}}}

    def state(self, service):
        return self.container(service)["State"]

    def starts_since(self, since):
        label = f"com.docker.compose.project={self.project}"
        found = self.docker.events(since, type="container", event="start", label=label)
        return [event["timeNano"] / 1e9 for event in found]

    def test_a_crash_loop_is_tried_at_once_then_after_1_2_4_and_4_seconds(self):
        """Initial 1 s, doubling, at most 4 s; visible all the while, and never given up."""
        began = time.time()
        self.agent.put_compose(self.project, """
services:
  web: {image: "evenkeel/test:1", command: [crash]}
""")
        waiting = self.wait_service("web", "backoff")
        self.assertIsNotNone(waiting["next_attempt_at"])
        self.wait_event("service.crash_looping", 0, deployment=self.project, service="web")
        self.wait_service("web", "needs_operator")
        self.eventually(lambda: len(self.starts_since(began)) >= 6, "six starts", 40)
        starts = self.starts_since(began)[:6]
        gaps = [later - sooner for sooner, later in zip(starts, starts[1:])]
        for gap, wait in zip(gaps, (0, 1, 2, 4, 4)):
            self.assertGreater(gap, wait, f"too soon: {gaps}")
            self.assertLess(gap, 1.3 * wait + 2, f"too late: {gaps}")
        self.assert_one_each("web")

    def test_a_finished_job_is_left_alone_also_after_a_container_prune(self):
        self.apply("""
services:
  job: {image: "evenkeel/test:1", command: [finish], restart: "no"}
  web: {image: "evenkeel/test:1", command: [obey]}
""")
        self.wait_service("job", "completed")
        self.wait_event("service.completed", 0, deployment=self.project, service="job")
        ident = self.container("job")["Id"]
        self.stays(lambda: self.state("job")["Status"] == "exited", 4, "the job is not run again")
        self.assertIn(ident, self.docker.prune_containers())
        self.stays(lambda: self.docker.container(self.project, "job") is None, 6, "it stays pruned")
        self.assertEqual(self.agent.service(self.project, "job")["phase"], "completed")
        self.assertTrue(self.agent.deployment(self.project)["converged"])
        self.assert_one_each("web")

    def test_a_finished_job_runs_again_by_verb_and_only_then(self):
        self.apply("""
services:
  job: {image: "evenkeel/test:1", command: [finish], restart: "no"}
""")
        self.wait_service("job", "completed")
        first = self.state("job")["StartedAt"]
        self.agent.stop()
        self.agent.start()
        self.stays(lambda: self.state("job")["StartedAt"] == first, 3, "not run again")
        self.agent.post(f"/v1/deployments/{self.project}/services/job/restart")
        self.eventually(lambda: self.state("job")["StartedAt"] != first, "run again by verb")
        self.wait_service("job", "completed")

    def test_conditions_hold_at_up_and_at_recovery(self):
        """db is healthy 3 s after its start; nothing that waits for that may start sooner."""
        self.apply(ORDERED)
        self.assert_order()
        migrated = self.state("migrate")["StartedAt"]
        mark = self.agent.last_event_id()
        before = self.container("web")["State"]["Pid"]
        self.engine.stop()
        self.engine.start()
        self.wait_running("web", not_pid=before, timeout=40)
        self.wait_converged()
        self.assertEqual(self.state("migrate")["StartedAt"], migrated, "the job ran again")
        self.assertGreaterEqual(moment(self.state("web")["StartedAt"]),
                                moment(self.state("db")["StartedAt"]) + 3)
        self.assert_one_each("db", "migrate", "web")
        self.wait_event("recovery.completed", mark, timeout=60)

    def assert_order(self):
        db, migrate, web = (self.state(s) for s in ("db", "migrate", "web"))
        self.assertGreaterEqual(moment(migrate["StartedAt"]), moment(db["StartedAt"]) + 3)
        self.assertGreaterEqual(moment(web["StartedAt"]), moment(migrate["FinishedAt"]))

    def test_what_waits_says_for_whom(self):
        self.agent.put_compose(self.project, ORDERED)
        waiting = self.wait_service("web", "waiting")
        self.assertTrue(waiting["waiting_for"], waiting)
        self.wait_converged()

    def test_a_dependency_stopped_on_purpose_makes_its_dependents_wait_not_fail(self):
        self.apply(ORDERED)
        mark = self.agent.last_event_id()
        self.agent.post(f"/v1/deployments/{self.project}/services/db/stop", wait="20s")
        self.docker.kill(self.container("web")["Id"])
        waiting = self.wait_service("web", "waiting")
        self.assertIn("db", str(waiting["waiting_for"]))
        self.assertEqual(self.agent.events(mark, type="incident.opened"), [])
        self.agent.post(f"/v1/deployments/{self.project}/services/db/start")
        self.wait_converged()


if __name__ == "__main__":
    unittest.main()
