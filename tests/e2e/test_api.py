"""The HTTP API answers as CONTRACT.md says: statuses, headers, shapes, waiting, paging, secrets."""

import subprocess
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from .harness.case import Case

WEB = """
services:
  web:
    image: evenkeel/test:1
    command: [obey]
    environment: {PASSWORD: hunter2}
"""
CHANGED = WEB.replace("evenkeel/test:1", "evenkeel/test:2")
NEVER_READY = """
services:
  web:
    image: evenkeel/test:1
    command: [obey]
    healthcheck: {test: [CMD, test, -e, /tmp/ready], interval: 1s, timeout: 1s, start_period: 5m}
"""


class Api(Case):
    def setUp(self):
        super().setUp()
        self.path = f"/v1/deployments/{self.project}"

    # Writing

    def test_put_of_a_new_an_equal_and_a_changed_file(self):
        new = self.agent.put_compose(self.project, WEB)
        self.assertEqual(new.status, 201, new.text)
        self.assertTrue(new.headers["location"].endswith(self.path))
        self.assertEqual(new.headers["etag"], '"1"')
        self.assertEqual(new.json()["name"], self.project)
        self.wait_converged()
        ident = self.container("web")["Id"]
        equal = self.agent.put_compose(self.project, WEB)
        self.assertEqual((equal.status, equal.headers["etag"]), (202, '"1"'))
        changed = self.agent.put_compose(self.project, CHANGED)
        self.assertEqual((changed.status, changed.headers["etag"]), (202, '"2"'))
        self.wait_running("web", not_id=ident)
        self.wait_converged()
        shown = self.agent.deployment(self.project)
        self.assertEqual((shown["generation"], shown["observed_generation"]), (2, 2))
        self.assert_one_each("web")

    def test_if_match_keeps_two_writers_apart(self):
        self.apply(WEB)
        first = self.agent.put_compose(self.project, CHANGED, {"If-Match": '"1"'})
        self.assertEqual(first.status, 202, first.text)
        second = self.agent.put_compose(self.project, WEB, {"If-Match": '"1"'})
        self.assertEqual(second.status, 412, second.text)
        self.wait_converged()
        self.assertEqual(self.container("web")["Config"]["Image"], "evenkeel/test:2")

    def test_if_none_match_lets_one_of_several_writers_make_it(self):
        answers = self.put_at_once(6, {"If-None-Match": "*"})
        self.assertEqual(sorted(answer.status for answer in answers), [201] + [412] * 5)
        again = self.agent.put_compose(self.project, WEB, {"If-None-Match": "*"})
        self.assertEqual(again.status, 412, again.text)

    def put_at_once(self, many, headers=None, word="word"):
        """The answers to PUTs that differ from each other, sent at the same time."""
        def put(nth):
            return self.agent.put_compose(self.project, WEB.replace("hunter2", f"{word}{nth}"), headers)
        with ThreadPoolExecutor(many) as writers:
            return list(writers.map(put, range(many)))

    def test_of_writers_at_the_same_time_if_match_lets_one_through(self):
        self.apply(WEB)
        for generation in (1, 2):
            answers = self.put_at_once(6, {"If-Match": f'"{generation}"'}, word=f"of{generation}n")
            self.assertEqual(sorted(a.status for a in answers), [202] + 5 * [412])
            self.assertEqual(self.agent.deployment(self.project)["generation"], generation + 1)
        self.wait_converged()
        self.assert_one_each("web")

    def test_each_of_several_writers_at_the_same_time_has_a_generation_of_its_own(self):
        self.apply(WEB)
        answers = self.put_at_once(6)
        self.assertEqual(sorted(a.headers["etag"] for a in answers), [f'"{n}"' for n in range(2, 8)])
        self.wait_converged()
        last = next(n for n, answer in enumerate(answers) if answer.headers["etag"] == '"7"')
        self.assertIn(f"PASSWORD=word{last}", self.container("web")["Config"]["Env"])

    def test_put_of_json_with_a_compose_text_and_with_files(self):
        body = {"compose": WEB, "directory": "/tmp", "env": {}}
        self.assertEqual(self.agent.call("PUT", self.path, body, wait="30s").status, 200)
        file = self.agent.dir / "compose.yaml"
        file.write_text(CHANGED.replace("hunter2", '"${WORD}"'))
        body = {"files": [str(file)], "directory": str(self.agent.dir), "env": {"WORD": "blue"}}
        reply = self.agent.call("PUT", self.path, body, wait="30s")
        self.assertEqual(reply.status, 200, reply.text)
        self.assertIn("PASSWORD=blue", self.container("web")["Config"]["Env"])
        self.assertEqual(reply.json()["source"]["files"], [str(file)])

    def test_dry_run_answers_the_plan_and_changes_nothing(self):
        reply = self.agent.put_compose(self.project, WEB, dry_run="true")
        self.assertEqual(reply.status, 200, reply.text)
        self.assertIn("web", reply.text)
        self.assertIsNone(self.agent.deployment(self.project))
        self.assertEqual(self.docker.containers(self.project), [])

    def test_wait_answers_200_when_converged_and_202_when_not_in_time(self):
        done = self.agent.put_compose(self.project, WEB, wait="30s")
        self.assertIn(done.status, (200, 201), done.text)
        self.assertTrue(done.json()["converged"])
        began = time.monotonic()
        late = self.agent.put_compose(self.project, NEVER_READY, wait="3s")
        self.assertEqual((late.status, late.json()["converged"]), (202, False))
        self.assertGreaterEqual(time.monotonic() - began, 2.9)

    def test_wait_answers_early_when_only_a_person_can_help(self):
        began = time.monotonic()
        text = WEB.replace("[obey]", "[no-such-program]")
        reply = self.agent.put_compose(self.project, text, wait="60s")
        self.assertIn(reply.status, (201, 202), reply.text)
        self.assertFalse(reply.json()["converged"])
        self.assertLess(time.monotonic() - began, 30)
        self.assertEqual(self.agent.deployment(self.project)["phase"], "failed")

    def test_an_idempotency_key_makes_a_retry_harmless(self):
        self.apply(WEB)
        key = {"Idempotency-Key": f"{self.project}-1"}
        before = self.container("web")["State"]["Pid"]
        first = self.agent.post(self.path + "/restart", headers=key, wait="30s")
        self.assertEqual(first.status, 200, first.text)
        pid = self.wait_running("web", not_pid=before)["State"]["Pid"]
        again = self.agent.post(self.path + "/restart", headers=key, wait="30s")
        self.assertLess(again.status, 300, again.text)
        self.stays(lambda: self.container("web")["State"]["Pid"] == pid, 3, "restarted once")

    def test_verbs_and_their_record(self):
        self.apply(WEB)
        pid = self.container("web")["State"]["Pid"]
        stop = self.agent.post(self.path + "/stop", {"reason": "holidays"})
        self.assertEqual(stop.status, 202, stop.text)
        self.assertEqual(stop.json()["intent"]["state"], "stopped")
        shown = self.wait_phase("stopped")
        intent = shown["services"][0]["intent"]
        found = (intent["state"], intent["set_by"], intent["reason"])
        self.assertEqual(found, ("stopped", "api", "holidays"))
        self.assertIn("uid 0", intent["by"])
        self.assertFalse(self.container("web")["State"]["Running"])
        started = self.agent.post(self.path + "/services/web/start", wait="20s")
        self.assertEqual(started.status, 200, started.text)
        self.assertNotEqual(self.container("web")["State"]["Pid"], pid)
        history = self.agent.items(self.path + "/intents")
        self.assertIn("holidays", str(history))
        self.assertGreaterEqual(len(history), 3)

    def test_apply_keeps_what_was_stopped_on_purpose_unless_told_to_start(self):
        self.apply(WEB)
        self.agent.post(self.path + "/stop", wait="20s")
        self.assertIn("web", self.agent.put_compose(self.project, CHANGED).text)
        self.stays(lambda: self.agent.deployment(self.project)["intent"]["state"] == "stopped"
                   and not any(c["State"]["Running"] for c in self.docker.containers(self.project)),
                   3, "stays stopped")
        self.agent.put_compose(self.project, CHANGED, start="true")
        self.wait_converged()
        self.assertEqual(self.container("web")["Config"]["Image"], "evenkeel/test:2")

    def test_release_forgets_and_delete_removes(self):
        self.apply(WEB)
        pid = self.container("web")["State"]["Pid"]
        self.assertLess(self.agent.delete(self.path).status, 300)
        self.eventually(lambda: self.agent.deployment(self.project) is None, "released")
        self.assertEqual(self.container("web")["State"]["Pid"], pid)
        self.apply(WEB)
        self.assertEqual(self.container("web")["State"]["Pid"], pid, "an apply takes it back as it is")
        self.assertLess(self.agent.delete(self.path, containers="true").status, 300)
        self.eventually(lambda: self.docker.containers(self.project) == [], "removed")
        self.eventually(lambda: self.docker.networks(self.project) == [], "network removed")
        self.eventually(lambda: self.agent.get(self.path).status == 404, "forgotten")

    def test_an_apply_right_after_a_delete_is_the_newest_word(self):
        self.apply(WEB)
        self.assertLess(self.agent.delete(self.path, containers="true").status, 300)
        self.assertLess(self.agent.put_compose(self.project, WEB).status, 300)
        self.wait_running("web")
        self.wait_converged()
        self.stays(lambda: self.agent.deployment(self.project), 3, "it is looked after")
        self.assert_one_each("web")

    # Reading

    def test_health_readiness_and_the_host(self):
        self.assertEqual(self.agent.get("/healthz").status, 200)
        self.assertEqual(self.agent.get("/readyz").status, 200)
        host = self.agent.get("/v1/host").json()
        self.assertTrue(host["name"])
        self.assertIn("engine", host)

    def test_a_deployment_has_the_shape_of_the_contract(self):
        self.apply(WEB)
        shown = self.agent.deployment(self.project)
        for field in ("name kind generation observed_generation phase converged observed_at intent hold"
                      " criticality heal source services").split():
            self.assertIn(field, shown)
        service = shown["services"][0]
        for field in ("name phase intent image replicas restarts waiting_for next_attempt_at incident"
                      " containers").split():
            self.assertIn(field, service)
        self.assertEqual((shown["kind"], service["phase"]), ("compose", "running"))
        self.assertEqual(service["replicas"]["running"], 1)
        container, real = service["containers"][0], self.container("web")
        self.assertEqual((container["id"], "/" + container["name"]), (real["Id"], real["Name"]))
        self.assertRegex(shown["observed_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")

    def test_lists_are_ordered_and_paged(self):
        for name in ("page-c", "page-a", "page-b"):
            self.agent.put_compose(name, WEB, wait="30s")
        first = self.agent.get("/v1/deployments", limit=2).json()
        self.assertEqual([d["name"] for d in first["items"]], ["page-a", "page-b"])
        rest = self.agent.get("/v1/deployments", limit=2, after=first["next"]).json()
        self.assertEqual(([d["name"] for d in rest["items"]], rest["next"]), (["page-c"], None))
        ids = [e["id"] for e in self.agent.events()]
        paged = [e["id"] for e in self.agent.items("/v1/events", limit=2)]
        self.assertEqual(paged, sorted(set(paged)))  # each once, in order, over every seam
        self.assertEqual([i for i in paged if i <= ids[-1]], ids)  # later ones may have come since

    def test_plan_explain_and_logs(self):
        self.apply(WEB.replace("[obey]", "[chatter]"))
        self.assertEqual(self.agent.get(self.path + "/plan").status, 200)
        self.assertIn("web", self.agent.get(self.path + "/explain").text)
        logs = self.agent.get(self.path + "/logs").text
        self.assertIn("line 20", logs)
        self.assertIn("trouble", logs)

    def test_secrets_are_masked(self):
        dry = self.agent.put_compose(self.project, WEB, dry_run="true")
        self.apply(WEB)
        answers = [dry] + [self.agent.get(self.path + part)
                           for part in ("", "/plan", "/explain", "/intents", "/generations/1", "/export")]
        for answer in answers + [self.agent.get("/v1/events")]:
            self.assertNotIn("hunter2", answer.text)
        self.assertNotIn("hunter2", self.agent.log_tail(10_000))

    def test_the_unix_socket_is_closed_to_other_users(self):
        command = ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--unix-socket",
                   self.agent.socket, "http://agent/v1/deployments"]
        done = subprocess.run(command, user=65534, group=65534, extra_groups=[], cwd="/",
                              capture_output=True, text=True, timeout=30)
        self.assertIn(done.stdout, ("000", "401", "403"), done.stderr)  # 000: not even connected


if __name__ == "__main__":
    unittest.main()
