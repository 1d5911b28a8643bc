"""What is seen and done inside the machine: the engine with `docker`, the agent over its Unix socket, units with systemctl."""

import datetime
import json
import re
import time
from dataclasses import dataclass

from machine import Failure, Machine

SOCKET = "/run/evenkeel/evenkeel.sock"
PROJECT = "shop"


@dataclass(frozen=True)
class Seen:
    """A container."""
    id: str
    name: str
    service: str
    status: str
    exit_code: int
    health: str
    started_at: str
    finished_at: str
    healthy_since: str


def moment(text: str) -> datetime.datetime:
    """Of an engine's or the agent's time: nanoseconds are cut to microseconds."""
    whole = re.sub(r"(\.\d{6})\d*", r"\1", text.replace("Z", "+00:00"))
    return datetime.datetime.fromisoformat(whole)


class Host:
    def __init__(self, machine: Machine):
        self.machine = machine

    # --- engine ---

    def containers(self) -> list[Seen]:
        """Wakes an engine whose socket is systemd's: never ask while it has to stay down."""
        listed = self.engine("json?all=1")
        mine = [item["Id"] for item in (listed[0] if listed else []) if (item["Labels"] or {}).get("com.docker.compose.project") == PROJECT]
        return [self.seen(item) for item in self.engine(*(f"{number}/json" for number in mine))]

    def engine(self, *paths: str) -> list:
        """The answers to all, or nothing where one fails. One process for all: programs start slowly under emulation."""
        if not paths:
            return []
        urls = " ".join(f"'http://engine/containers/{path}'" for path in paths)
        answer = self.machine.run(f"curl -s --fail --max-time 100 --unix-socket /run/docker.sock {urls}", 120)
        return [json.loads(line) for line in answer.text.splitlines()] if answer.code == 0 else []

    @staticmethod
    def seen(item: dict) -> Seen:
        state = item["State"]
        health = state.get("Health") or {}
        good = [probe["End"] for probe in health.get("Log") or [] if probe["ExitCode"] == 0]
        return Seen(item["Id"], item["Name"].lstrip("/"), item["Config"]["Labels"]["com.docker.compose.service"], state["Status"],
                    state["ExitCode"], health.get("Status", ""), state["StartedAt"], state["FinishedAt"],
                    good[0] if good else "")

    # --- agent ---

    def get(self, path: str) -> tuple[int, str]:
        """Status (0: no answer) and body."""
        answer = self.machine.run(f"curl -s --max-time 20 -w '\\n%{{http_code}}' --unix-socket {SOCKET} 'http://evenkeel{path}'", 40)
        body, _, status = answer.text.rpartition("\n")
        return int(status) if status.isdigit() else 0, body

    def get_json(self, path: str) -> dict | None:
        status, body = self.get(path)
        return json.loads(body) if status == 200 else None

    def deployment(self) -> dict | None:
        return self.get_json(f"/v1/deployments/{PROJECT}")

    def services(self) -> dict[str, dict]:
        return {service["name"]: service for service in (self.deployment() or {"services": []})["services"]}

    def checks(self) -> dict[str, dict]:
        return {check["id"]: check for check in (self.get_json("/v1/checks") or {"items": []})["items"]}

    def intents(self) -> list[dict]:
        """The history, newest last."""
        answer = self.get_json(f"/v1/deployments/{PROJECT}/intents?limit=500&newest=true")
        return [] if answer is None else answer["items"]

    def events(self, after: int, kind: str = "*") -> list[dict]:
        found = self.get_json(f"/v1/events?after={after}&type={kind}&limit=500")
        return [] if found is None else found["items"]

    def newest_events(self, count: int) -> list[dict]:
        found = self.get_json(f"/v1/events?newest=true&limit={count}")
        return [] if found is None else found["items"]

    def last_event(self) -> int:
        return next((event["id"] for event in self.newest_events(1)), 0)

    # --- the kernel ---

    def kernel_counters(self, container: str) -> dict[str, int]:
        """memory.current, and the pairs of memory.stat and cpu.stat: cgroup v2."""
        text = self.machine.out(
            f"pid=$(docker inspect -f '{{{{.State.Pid}}}}' {container}); cd /sys/fs/cgroup$(cut -d: -f3 /proc/$pid/cgroup) && "
            "echo memory.current $(cat memory.current) && cat memory.stat cpu.stat", 60)
        return {key: int(value) for key, value in (line.split() for line in text.splitlines())}

    # --- systemd ---

    def unit(self, name: str, *properties: str) -> dict[str, str]:
        text = self.machine.out(f"systemctl show {name} --property={','.join(properties)}")
        return dict(line.split("=", 1) for line in text.splitlines())

    def active_state(self, name: str) -> str:
        return self.unit(name, "ActiveState")["ActiveState"]

    def policies(self, unit: str) -> list[str]:
        """Of the threads of its main process, as the kernel numbers them: 0 the usual one, 2 SCHED_RR."""
        stats = f"/proc/{self.unit(unit, 'MainPID')['MainPID']}/task/*/stat"
        return self.machine.out(f"sed 's/.*) //' {stats} | cut -d' ' -f39").split()

    def journal(self, unit: str, lines: int = 60) -> str:
        return self.machine.run(f"journalctl --no-pager -o short-monotonic -b -u {unit} -n {lines}").text


def wait_for(condition, limit: float, pause: float = 4):
    """The first true answer of `condition`; the last one, whatever it is, when `limit` seconds are over."""
    end = time.monotonic() + limit
    while True:
        found = condition()
        if found or time.monotonic() > end:
            return found
        time.sleep(pause)


def must(what: str, condition, limit: float):
    found = wait_for(condition, limit)
    if not found:
        raise Failure(f"not within {limit} s: {what}")
    return found
