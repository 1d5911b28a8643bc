"""Bad Compose files, bad requests, bad configuration: a clear error, and nothing changed."""

import socket
import unittest

from .harness.case import Case

GOOD = """
services:
  web: {image: "evenkeel/test:1", command: [obey]}
"""


class BadCase(Case):
    def assert_problem(self, reply, *statuses):
        """An application/problem+json answer with one of these statuses; its fields."""
        self.assertIn(reply.status, statuses, reply.text)
        self.assertTrue(reply.headers["content-type"].startswith("application/problem+json"), reply.headers)
        problem = reply.json()
        self.assertEqual(problem["status"], reply.status)
        for field in ("type", "title", "detail"):
            self.assertIsInstance(problem[field], str, problem)
        return problem

    def picture(self):
        """All that a bad request must not change."""
        return ([(d["name"], d["generation"]) for d in self.agent.items("/v1/deployments")],
                [c["Id"] for c in self.docker.containers(self.project)])


class BadCompose(BadCase):
    def assert_refused(self, text, *words):
        before = self.picture()
        problem = self.assert_problem(self.agent.put_compose(self.project, text), 400, 422)
        for word in words:
            self.assertIn(word, str(problem), problem)
        self.assertEqual(self.picture(), before)

    def test_a_bad_file_is_refused_for_a_new_and_for_an_existing_deployment(self):
        bad = "services:\n  web:\n    image: evenkeel/test:1\n    restrat: always\n"
        self.assert_refused(bad, "restrat", "4")
        self.apply(GOOD)
        self.assert_refused(bad, "restrat", "4")
        self.wait_converged()

    def test_what_is_not_yaml_and_what_is_not_compose(self):
        self.assert_refused("services: [\n", "standard input:")
        self.assert_refused("- a\n- b\n")
        self.assert_refused("services: {}\n", "services")
        self.assert_refused("services:\n  web: {image: [1, 2]}\n", "image")
        self.assert_refused("services:\n  a: {image: x, depends_on: [b]}\n", "b")
        circle = "services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, depends_on: [a]}\n"
        self.assert_refused(circle)

    def test_an_image_that_cannot_be_one_is_refused(self):
        for image in ("MyApp:1", "http://x/y", "x y", "x@sha256:1"):
            self.assert_refused(f"services:\n  web: {{image: '{image}'}}\n", "services.web.image", image)

    def test_variables_nested_without_end_are_refused(self):
        deep = "${A:-" * 20_000 + "x" + "}" * 20_000
        self.assert_refused(GOOD + f"x-deep: '{deep}'\n", "x-deep", "levels deep")

    def test_numbers_that_are_none_are_refused_by_agent_and_command_line(self):
        path = self.agent.dir / "compose.yaml"
        for number in (".inf", ".nan", "1e300"):
            text = f"services:\n  web:\n    image: evenkeel/test:1\n    cpus: {number}\n"
            self.assert_refused(text, "services.web.cpus", "4")
            path.write_text(text)
            for command in ("apply", "config"):
                done = self.agent.cli(command, "-f", str(path), "--name", self.project)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn("compose.yaml:4: services.web.cpus", done.stderr)
        path.write_text(GOOD.replace("command:", "environment: {L: .inf}, command:"))
        done = self.agent.cli("config", "-f", str(path))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('L: "+Inf"', done.stdout)

    def test_a_negative_grace_is_refused(self):
        self.assert_refused("services:\n  web:\n    image: evenkeel/test:1\n    stop_grace_period: -5s\n",
                            "services.web.stop_grace_period", "negative", "4")

    def test_what_may_do_without_a_service_that_is_off_is_applied_by_the_command_line(self):
        path = self.agent.dir / "compose.yaml"
        path.write_text(GOOD.replace("command: [obey]", "command: [obey], depends_on: "
                                     "{o: {condition: service_started, required: false}}")
                        + '  o: {image: "evenkeel/test:1", profiles: [more]}\n')
        done = self.agent.cli("apply", "-f", str(path), "--name", self.project, "--wait=30s")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_one_each("web")

    def test_an_image_that_is_built_is_refused_with_the_command_to_build_it(self):
        self.assert_refused("services:\n  web: {build: /srv/web, image: nobody/built}\n", "docker build")

    def test_the_command_line_names_file_and_line_in_one_line(self):
        path = self.agent.dir / "compose.yaml"
        path.write_text("services:\n  web:\n    image: evenkeel/test:1\n    restrat: always\n")
        before = self.picture()
        done = self.agent.cli("apply", "-f", str(path), "--name", self.project)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("compose.yaml:4", done.stderr)
        self.assertIn("restrat", done.stderr)
        self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)
        self.assertEqual(self.picture(), before)


class BadRequests(BadCase):
    def setUp(self):
        super().setUp()
        self.apply(GOOD)
        self.before = self.picture()
        self.path = f"/v1/deployments/{self.project}"
        self.json = {"Content-Type": "application/json"}

    def tearDown(self):
        self.assertEqual(self.picture(), self.before)
        self.assert_intent("web", "running")
        self.assertTrue(self.container("web")["State"]["Running"])

    def test_bad_json(self):
        for body in ('{"files": [', "[]", '"text"', '{"files": 7}', '{"nonsense": true}'):
            self.assert_problem(self.agent.call("PUT", self.path, body, self.json), 400, 422)
        for body in ("{", "[]", '{"reason": 7}'):
            self.assert_problem(self.agent.call("POST", self.path + "/stop", body, self.json), 400, 422)

    def test_a_bad_field_is_named(self):
        reply = self.agent.call("POST", self.path + "/hold", '{"for": "soon"}', self.json)
        problem = self.assert_problem(reply, 400, 422)
        self.assertTrue(any("for" in e["path"] and e["message"] for e in problem["errors"]), problem)

    def test_a_body_over_8_mib_is_413(self):
        large = GOOD + "#" * (8 * 1024 * 1024)
        self.assert_problem(self.agent.put_compose(self.project, large), 413)
        allowed = GOOD + "#" * (7 * 1024 * 1024)
        self.assertIn(self.agent.put_compose(self.project, allowed).status, (200, 202))

    def test_an_unknown_route_a_wrong_method_and_a_wrong_type(self):
        self.assert_problem(self.agent.get("/v1/nonsense"), 404)
        self.assert_problem(self.agent.get("/v1/deployments/nobody"), 404)
        self.assert_problem(self.agent.post("/v1/deployments/nobody/stop"), 404)
        self.assert_problem(self.agent.post(self.path + "/services/nobody/stop"), 404)
        self.assert_problem(self.agent.post(self.path + "/explode"), 404)
        wrong = self.agent.call("POST", "/v1/deployments")
        self.assert_problem(wrong, 405)
        self.assertIn("GET", wrong.headers["allow"])
        odd = self.agent.call("PUT", self.path, "x", {"Content-Type": "image/png"})
        self.assert_problem(odd, 415, 400)

    def test_bad_names_and_bad_queries(self):
        for name in ("Shop", "..", "a%2fb", "-a", "a" * 300):
            self.assertIn(self.agent.put_compose(name, GOOD).status, (400, 404, 405, 422), name)
        self.assert_problem(self.agent.get("/v1/events", after="yesterday"), 400, 422)
        self.assert_problem(self.agent.get("/v1/events", limit="many"), 400, 422)
        self.assert_problem(self.agent.post(self.path + "/start", wait="soon"), 400, 422)

    def test_a_missing_or_wrong_token_is_401(self):
        mark = self.agent.last_event_id()
        for token in (None, "", "wrong", self.agent.token[:-1], self.agent.token + "x"):
            self.assert_problem(self.agent.over_tcp("GET", "/v1/deployments", token=token), 401)
            self.assert_problem(self.agent.over_tcp("DELETE", self.path, token=token), 401)
        self.wait_event("access.denied", mark)
        self.assertEqual(self.agent.over_tcp("GET", "/healthz").status, 200)
        self.assertEqual(self.agent.over_tcp("GET", "/readyz").status, 200)
        shown = self.agent.over_tcp("GET", self.path, token=self.agent.token)
        self.assertEqual(shown.json()["name"], self.project)

    def test_the_agent_outlives_requests_that_are_not_http(self):
        for nonsense in (b"\x00" * 4096, b"GET / HTTP/9.9\r\n\r\n", b"GET /" + b"a" * 100_000):
            with socket.create_connection(self.agent.tcp, timeout=10) as sock:
                try:
                    sock.sendall(nonsense)
                    sock.recv(4096)
                except OSError:
                    pass
        self.assertEqual(self.agent.get("/healthz").status, 200)


if __name__ == "__main__":
    unittest.main()
