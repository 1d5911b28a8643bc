"""What the agent says of itself in /openapi.json and --help, held against what it answers, and against CONTRACT.md."""

import json
import re
import unittest
from pathlib import Path

from .harness.case import Case

CONTRACT = Path(__file__).resolve().parents[3] / "shared" / "CONTRACT.md"
METHODS = {"GET", "PUT", "POST", "DELETE", "PATCH"}
TYPES = {"string": str, "boolean": bool, "array": list, "object": dict, "null": type(None),
         "integer": int, "number": (int, float)}
SHOP = """
services:
  web:
    image: evenkeel/test:1
    command: [obey]
    x-evenkeel: {checks: {ready: {type: exec, command: [/bin/true], interval: 1s}}}
  db: {image: "evenkeel/test:1", command: [obey]}
"""


class Schemas:
    """Checks values by the document: as JSON Schema does, and that nothing is there that it does not name."""

    def __init__(self, document):
        self.document = document

    def resolved(self, schema):
        if "$ref" not in schema:
            return schema
        return self.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]

    def mistakes(self, schema, value, at="$"):
        schema = self.resolved(schema)
        if "anyOf" in schema:
            found = [self.mistakes(each, value, at) for each in schema["anyOf"]]
            return [] if [] in found else found[0]
        types = schema.get("type", [])
        types = [types] if isinstance(types, str) else types
        if types and not any(self.is_a(name, value) for name in types):
            return [f"{at}: {value!r} is no {types}"]
        if "enum" in schema and value not in schema["enum"]:
            return [f"{at}: {value!r} is none of {schema['enum']}"]
        found = []
        if isinstance(value, dict) and "properties" in schema:
            found += [f"{at}.{name} is missing" for name in schema.get("required", []) if name not in value]
            for name, inner in value.items():
                known = schema["properties"].get(name)
                found += self.mistakes(known, inner, f"{at}.{name}") if known is not None else [
                    f"{at}.{name} is not in the document"]
        if isinstance(value, list) and "items" in schema:
            for i, inner in enumerate(value):
                found += self.mistakes(schema["items"], inner, f"{at}[{i}]")
        return found

    @staticmethod
    def is_a(name, value):
        return isinstance(value, TYPES[name]) and not (isinstance(value, bool) and name in ("integer", "number"))

    def of_event(self, event):
        schemas = self.document["components"]["schemas"]
        data = schemas.get("data." + event["type"])
        if data is None:
            return [f"{event['type']} is no type of the document"]
        return (self.mistakes(schemas["Event"], event) +
                self.mistakes(data, event["data"], f"{event['type']}.data"))


class Contract(Case):
    CONFIG = {"monitor": {"interval": "1s", "checks": {"home": {"type": "file", "path": "/etc/passwd"}}},
              "notify": {"channels": {"hook": {"type": "webhook", "url": "http://127.0.0.1:9/"}}}}

    def setUp(self):
        super().setUp()
        self.document = self.agent.get("/openapi.json").json()
        self.schemas = Schemas(self.document)

    def live(self):
        """Everything happens once: an apply, a crash, a stop by hand, verbs, a hold, a silence, a delete."""
        self.apply(SHOP)
        ident = self.container("web")["Id"]
        self.docker.api("POST", f"/containers/{ident}/kill")
        self.docker.stop(self.container("db")["Id"])
        self.eventually(lambda: self.agent.service(self.project, "db")["intent"]["state"] == "stopped",
                        "the stop by hand is an intent")
        self.docker.start(self.container("db")["Id"])
        for verb in ("stop", "start", "restart", "recreate"):
            reply = self.agent.post(f"/v1/deployments/{self.project}/services/db/{verb}", {"reason": "a trial"})
            self.assertEqual(reply.status, 202, reply.text)
        self.agent.post(f"/v1/deployments/{self.project}/hold", {"for": "1m", "reason": "a look"})
        self.agent.post("/v1/silences", {"match": {"deployment": self.project}, "for": "1m"})
        self.agent.post("/v1/channels/hook/test")

    def test_what_is_answered_and_what_happens_is_as_the_document_says(self):
        self.live()
        fill = {"{d}": self.project, "{s}": "web", "{g}": "1"}
        looked = 0
        for path, operations in self.document["paths"].items():
            content = operations.get("get", {}).get("responses", {}).get("2XX", {}).get("content", {})
            schema = content.get("application/json", {}).get("schema")
            if schema is None or "{id}" in path or path == "/v1/samples":
                continue
            for hole, value in fill.items():
                path = path.replace(hole, value)
            reply = self.agent.get(path)
            self.assertEqual(reply.status, 200, f"{path} {reply.text}")
            self.assertEqual(self.schemas.mistakes(schema, reply.json()), [], path)
            looked += 1
        self.assertGreater(looked, 15)
        samples = self.eventually(lambda: (r := self.agent.get(
            "/v1/samples", subject="host", metric="cpu_percent")).status == 200 and r, "samples are kept")
        self.assertEqual(self.schemas.mistakes({"$ref": "/Samples"}, samples.json()), [])
        mark = self.agent.last_event_id()
        self.assertEqual(self.agent.post(f"/v1/deployments/{self.project}/resume").status, 202)
        self.wait_event("hold.ended", mark, deployment=self.project)
        self.wait_converged()
        self.agent.over_tcp("GET", "/v1/host", token="wrong")
        seen = {}
        for event in self.agent.events():
            self.assertEqual(self.schemas.of_event(event), [], event)
            seen[event["type"]] = event
        for kind in ("deployment.applied", "deployment.converged", "intent.changed", "intent.tentative",
                     "service.exited", "service.started", "action.succeeded", "hold.started", "hold.ended",
                     "engine.connected", "access.write", "agent.started"):
            self.assertIn(kind, seen)

    def test_containers_that_nobody_looks_after_are_counted_as_they_come_and_go(self):
        def unmanaged():
            return self.agent.get("/v1/host").json()["unmanaged_containers"]
        self.apply(SHOP)
        self.assertEqual(unmanaged(), 0)
        self.docker.create("lonely", {"Image": "evenkeel/test:1", "Cmd": ["obey"]})
        self.eventually(lambda: unmanaged() == 1, "a container of nobody is counted")
        self.docker.remove("lonely")
        self.eventually(lambda: unmanaged() == 0, "it is gone")
        self.assertEqual(self.agent.delete(f"/v1/deployments/{self.project}").status, 200)
        self.assertEqual(unmanaged(), 2)

    def test_a_body_that_nobody_wants_changes_nothing(self):
        self.apply(SHOP)
        mark = self.agent.last_event_id()
        as_json = {"Content-Type": "application/json"}
        paths = [path.format(d=self.project, s="web", c="hook" if "channels" in path else "home", id=1)
                 for path, operations in self.document["paths"].items() if "post" in operations]
        for path in paths:
            for body in ("{", "[]", '{"reason": 7}', '{"nonsense": true}', "null"):
                reply = self.agent.call("POST", path, body, as_json)
                self.assertEqual(reply.status, 400, f"{path} {body} {reply.text}")
                self.assertTrue(reply.headers["content-type"].startswith("application/problem+json"))
            self.assertEqual(self.agent.call("POST", path, "a=b", {"Content-Type": "text/plain"}).status, 415, path)
        self.assertEqual([e for e in self.agent.events(mark) if e["type"] in ("access.write", "intent.changed")], [])
        reply = self.agent.post("/v1/checks/home/run", {"reason": "after the move"})
        self.assertEqual(reply.status, 200, reply.text)
        self.assertEqual(self.wait_event("access.write", mark)["data"]["reason"], "after the move")

    def test_the_document_is_openapi_3_1(self):
        self.assertEqual(self.document["openapi"], "3.1.0")
        self.assertEqual(set(self.document["info"]), {"title", "version"})
        names = set(self.document["components"]["schemas"])
        for name in names:
            self.assertRegex(name, r"^[a-zA-Z0-9._-]+$")
        refs = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(self.document)))
        self.assertEqual(refs - names, set())
        for path, operations in self.document["paths"].items():
            self.assertTrue(path.startswith("/"), path)
            for method, operation in operations.items():
                self.assertIn(method.upper(), METHODS, path)
                self.assertTrue(operation["responses"], path)
                holes = [p["name"] for p in operation["parameters"] if p["in"] == "path"]
                self.assertEqual(holes, re.findall(r"\{(\w+)\}", path))
                shown = [(p["in"], p["name"]) for p in operation["parameters"]]
                self.assertEqual(len(shown), len(set(shown)), path)
                for each in operation["security"]:
                    self.assertLessEqual(set(each), set(self.document["components"]["securitySchemes"]))

    @unittest.skipUnless(CONTRACT.is_file(), "CONTRACT.md is not beside the repository")
    def test_routes_and_commands_are_those_of_the_contract(self):
        text = CONTRACT.read_text()
        routes = contract_routes(text)
        ours = {(method.upper(), re.sub(r"\{\w+\}", "{}", path))
                for path, operations in self.document["paths"].items() for method in operations}
        for route in ours - routes:
            self.assertIn(route, {("DELETE", "/v1/holds/{}"), ("DELETE", "/v1/silences/{}")}, "not in the contract")
        self.assertEqual({r for r in routes - ours if not comes_later(r[1])}, set())
        commands = contract_commands(text)
        self.assertGreater(len(commands), 35)
        for command in commands - {"agent"}:
            shown = self.agent.cli(command, "--help")
            if shown.returncode == 0:
                self.assertIn("Example: evenkeel", shown.stdout)
                continue
            self.assertEqual(shown.returncode, 2, command)
            self.assertIn(f"{command} is not in this version", shown.stderr)
        listed = set(re.findall(r"^  ([a-z]+)  ", self.agent.cli("--help").stdout, re.M))
        self.assertGreater(len(listed), 20)
        self.assertLessEqual(listed, commands | {"help"})


def comes_later(path):
    """What the later parts bring."""
    later = ("/pull", "/rebuild", "/rollback", "/diagnose", "/diff", "/export", "/policy", "/v1/adopt",
             "/v1/graph", "/v1/tokens", "/v1/learn", "/v1/backup")
    return any(part in path for part in later)


def contract_routes(text):
    """{(method, path)} of the table of the HTTP API, what differs by name alone written as {}."""
    found = set()
    for row in re.findall(r"^\| (.*?) \|(.*)\|$", text[text.index("## HTTP API"):], re.M):
        methods, last = [], ""
        before_was_path = False
        for token in re.findall(r"`[^`]+`|[A-Z]+", row[0]):
            if not token.startswith("`"):
                methods = [token] if before_was_path or not methods else [*methods, token]
                before_was_path = False
                continue
            before_was_path = True
            if token.startswith("`/"):
                last = token.strip("`")
                paths = [last] if not last.endswith("/") else []
            elif token.startswith("`..."):
                base = last if "{id}" in token else last.removesuffix("/")
                paths = [base.removesuffix("/{id}") + "/{id}" + token.strip("`")[3:].removeprefix("/{id}")]
            else:
                paths = [last + verb for verb in token.strip("`").split()]
            for path in (p for each in paths for p in spread(each)):
                for method in methods:
                    found.add((method, path))
                    if "the same under" in row[1]:
                        found.add((method, path.replace("{}/", "{}/services/{}/", 1)))
    return found


def spread(path):
    """`a[/{g}]` is two paths, `{x,y}` is one each."""
    path = path.split("?")[0]
    if "[" in path:
        begin, rest = path.split("[")
        return spread(begin) + spread(begin + rest.replace("]", ""))
    several = re.search(r"\{(\w+(?:,\w+)+)\}", path)
    if several:
        return [p for name in several[1].split(",") for p in spread(path.replace(several[0], name))]
    return [re.sub(r"\{\w+\}", "{}", path)]


def contract_commands(text):
    block = text[text.index("## Command line"):].split("```")[1]
    found = set()
    for line in block.strip().splitlines():
        for part in re.split(r"\s{4,}", line):
            word = re.match(r"(?:evenkeel )?([a-z]+(?:\|[a-z]+)*)", part)
            if word:
                found |= set(word[1].split("|"))
    return found


if __name__ == "__main__":
    unittest.main()
