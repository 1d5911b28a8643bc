"""The few Engine API calls that the tests make, as the owner's own tools would."""

import json
import time
from datetime import datetime
from urllib.parse import quote, urlencode

from . import http

PROJECT, SERVICE = "com.docker.compose.project", "com.docker.compose.service"


class DockerError(AssertionError):
    """The engine refused a request of the test itself."""


class Docker:
    def __init__(self, socket):
        self.socket = socket

    def api(self, method, path, body=None, timeout=90, **query):
        """One request; the decoded answer. Dictionaries in the query are sent as JSON."""
        query = {k: json.dumps(v) if isinstance(v, (dict, list)) else v for k, v in query.items()}
        target = path + ("?" + urlencode(query) if query else "")
        headers = {"Content-Type": "application/json"} if method == "POST" else {}
        reply = http.call(self.socket, method, target, body, headers, timeout)
        if reply.status >= 400:
            raise DockerError(f"{method} {target}: {reply.status} {reply.text.strip()}")
        return json.loads(reply.body) if reply.body[:1] in (b"{", b"[") else reply.body

    # Looking

    def inspect(self, container):
        return self.api("GET", f"/containers/{quote(container)}/json")

    def exists(self, container):
        return http.call(self.socket, "GET", f"/containers/{container}/json").status == 200

    def containers(self, project):
        """Every container of a project, stopped ones too, inspected; ordered by name."""
        labels = {"label": [f"{PROJECT}={project}"]}
        found = []
        for item in self.api("GET", "/containers/json", all=1, filters=labels):
            reply = http.call(self.socket, "GET", f"/containers/{item['Id']}/json")
            if reply.status == 200:
                found.append(reply.json())
        return sorted(found, key=lambda c: c["Name"])

    def container(self, project, service):
        """The one container of a service; None when there is none; several are a failure."""
        found = [c for c in self.containers(project) if service_of(c) == service]
        if len(found) > 1:
            raise AssertionError(f"{project}/{service} is duplicated: {[c['Name'] for c in found]}")
        return found[0] if found else None

    def pid_of(self, container):
        return self.inspect(container)["State"]["Pid"]

    def networks(self, project):
        return self.api("GET", "/networks", filters={"label": [f"{PROJECT}={project}"]})

    def events(self, since, **filters):
        """The engine's own record from `since` (unix seconds) until now; its ring holds 256."""
        filters = {name: value if isinstance(value, list) else [value]
                   for name, value in filters.items()}
        now = f"{time.time():.9f}"
        raw = self.api_lines("/events", since=f"{since:.9f}", until=now, filters=filters)
        return [json.loads(line) for line in raw if line.strip()]

    def api_lines(self, path, **query):
        query = {k: json.dumps(v) if isinstance(v, dict) else v for k, v in query.items()}
        return http.call(self.socket, "GET", f"{path}?{urlencode(query)}").body.splitlines()

    # The owner's commands

    def stop(self, container, seconds=None):
        self.api("POST", f"/containers/{container}/stop", **({} if seconds is None else {"t": seconds}))

    def start(self, container):
        self.api("POST", f"/containers/{container}/start")

    def restart(self, container):
        self.api("POST", f"/containers/{container}/restart")

    def kill(self, container, signal="KILL"):
        self.api("POST", f"/containers/{container}/kill", signal=signal)

    def remove(self, container, force=True):
        self.api("DELETE", f"/containers/{container}", force=int(force), v=0)

    def rename(self, container, name):
        self.api("POST", f"/containers/{container}/rename", name=name)

    def create(self, name, body):
        return self.api("POST", "/containers/create", body, name=name)["Id"]

    def prune_containers(self):
        return self.api("POST", "/containers/prune").get("ContainersDeleted") or []

    def remove_network(self, name):
        self.api("DELETE", f"/networks/{name}")

    def tag(self, image, repository, tag):
        self.api("POST", f"/images/{image}/tag", repo=repository, tag=tag)

    def image_id(self, image):
        return self.api("GET", f"/images/{image}/json")["Id"]

    def run_in(self, container, *argv):
        """`docker exec`; returns when the command has ended."""
        body = {"Cmd": list(argv), "AttachStdout": True, "AttachStderr": True}
        ident = self.api("POST", f"/containers/{container}/exec", body)["Id"]
        self.api("POST", f"/exec/{ident}/start", {"Detach": False, "Tty": False})
        code = self.api("GET", f"/exec/{ident}/json")["ExitCode"]
        if code != 0:
            raise AssertionError(f"{argv} in {container} ended with {code}")


def service_of(container):
    return container["Config"]["Labels"].get(SERVICE)


def name_of(container):
    return container["Name"].lstrip("/")


def moment(text):
    """Unix seconds of an engine's or the agent's time, such as 2026-01-31T09:30:00.123456789Z."""
    whole = datetime.fromisoformat(text[:19] + "+00:00").timestamp()
    return whole + float("0" + text[19:].rstrip("Z"))
