"""What is done to the machine, and what must be so afterwards."""

import json
import random
import time
from dataclasses import dataclass

import one_message
import unit_checks
from host import PROJECT, Host, Seen, must, wait_for
from machine import progress
from results import Results

# The services of compose.yaml.
KEPT = ("bare", "on-failure", "unless-stopped", "always", "stubborn", "db", "app")
LATE = ("late", "late-unless", "late-always")
STOPPED = {"asked": "api", "by-hand": "engine", "by-hand-always": "engine"}  # who set the intent
JOB = "once"

# Seconds. The machine is emulated, and the one below it may be busy.
SETTLED = 420       # the report comes after five minutes at the latest
QUIET = 20          # nothing may change any more for so long: longer than `reconcile.settle`
STAYS_DOWN = 60


@dataclass(frozen=True)
class Mark:
    """How things are before they are interrupted."""
    event: int
    intents: list[dict]
    containers: dict[str, Seen]


def listed(names) -> str:
    return ", ".join(names) or "none"


class Scenario:
    def __init__(self, host: Host, results: Results, chance: random.Random):
        self.host, self.machine, self.results, self.chance = host, host.machine, results, chance
        self.stopped = dict(STOPPED)
        self.running = list(KEPT + LATE)

    STEPS = ("notify", "usage", "checks", "one_message", "clean_reboot", "power_cut", "engine_stopped", "engine_stopped_busy", "engine_restarted", "engine_killed",
             "engine_killed_unwatched", "agent_restarted", "agent_hangs", "stop_then_power_off")

    def run(self, steps) -> None:
        self.set_up()
        for step in steps:
            getattr(self, step)()

    # --- steps ---

    def set_up(self) -> None:
        took = self.machine.first_boot()
        must("the agent is ready", lambda: self.host.get("/readyz")[0] == 200, 300)
        self.note_facts(took)
        self.machine.out("/opt/campaign/hello-image", 200)
        applied = self.machine.run("evenkeel apply -f /opt/campaign/compose.yaml --wait=8m", 540)
        self.results.check("Applied", "`evenkeel apply --wait` ends with 0", applied.code == 0, applied.text[-400:])
        self.machine.out(f"evenkeel stop {PROJECT} asked --reason 'not needed in winter'")
        self.machine.out("docker stop shop-by-hand-1 shop-by-hand-always-1", 120)
        must("both stops are confirmed", lambda: sum(item["proof"] == "confirmed" for item in self.host.intents()) >= 2, 120)
        wait_for(self.is_well, SETTLED)
        self.check_states("Applied")

    def note_facts(self, took: float) -> None:
        facts = {"Docker": "docker version --format '{{.Server.Version}}'",
                 "driver": "docker info --format '{{.Driver}}, cgroup v{{.CgroupVersion}} by {{.CgroupDriver}}'",
                 "kernel": "uname -rm", "init": "systemctl --version | head -n 1",
                 "evenkeel": "evenkeel version | head -n 1"}
        known = {name: self.machine.run(command).text.strip() for name, command in facts.items()}
        self.results.facts.append("the machine: " + "; ".join(f"{name} {text}" for name, text in known.items()))
        self.results.facts.append(f"software emulation with 2 processors and 2 GiB; its first boot took {took:.0f} s")

    def notify(self) -> None:
        chapter = "systemd"
        unit = self.host.unit("evenkeel.service", "Type", "ActiveState", "SubState", "StatusText", "WatchdogUSec", "NRestarts")
        self.results.check(chapter, "`Type=notify` became ready", unit["Type"] == "notify" and unit["SubState"] == "running",
                           str(unit))
        version = self.machine.out("docker version --format '{{.Server.Version}}'")
        self.results.check(chapter, "`STATUS=` names the engine", version in unit["StatusText"], unit["StatusText"])
        self.results.check(chapter, "the watchdog is armed", unit["WatchdogUSec"] not in ("0", "infinity", ""), unit["WatchdogUSec"])
        first = wait_for(lambda: "2" in self.host.policies("evenkeel.service"), 30)
        self.results.check(chapter, "one thread goes first (SCHED_RR)", bool(first), str(self.host.policies("evenkeel.service")))

    def usage(self) -> None:
        """By cgroup v2 and the systemd driver, held against the kernel's own figures."""
        chapter = "What a container uses"
        self.results.check(chapter, "its memory is the kernel's, within 2 %", bool(wait_for(self.memory_is_right, 90)), self.memory_seen)
        seen, least, most = self.cpu_seconds()
        self.results.check(chapter, "its CPU is the kernel's", least <= seen <= most, f"{least} <= {seen} <= {most} seconds")

    def checks(self) -> None:
        unit_checks.run(self.host, self.results)

    def one_message(self) -> None:
        one_message.run(self)

    def memory_is_right(self) -> bool:
        used = (self.host.services().get("always", {}).get("usage") or {}).get("memory_bytes")
        kernel = self.host.kernel_counters("shop-always-1")
        true = kernel["memory.current"] - kernel["inactive_file"]
        self.memory_seen = f"the agent says {used}, the kernel {true} bytes"
        return used is not None and abs(used - true) <= 0.02 * true

    def cpu_seconds(self) -> tuple[float, float, float]:
        """What /metrics shows, between what the kernel said a look before and what it says afterwards."""
        least = self.host.kernel_counters("shop-db-1")["usage_usec"] / 1e6
        time.sleep(15)  # three looks
        name = 'evenkeel_container_cpu_seconds_total{deployment="shop",service="db",container="shop-db-1"}'
        lines = self.host.get("/metrics")[1].splitlines()
        seen = next((float(line.rpartition(" ")[2]) for line in lines if line.startswith(name)), -1.0)
        return seen, least, self.host.kernel_counters("shop-db-1")["usage_usec"] / 1e6

    def clean_reboot(self) -> None:
        mark = self.mark()
        self.machine.send("systemctl reboot")
        self.machine.wait_down()
        self.machine.boot()
        self.after("A clean reboot", mark, "host_reboot", True)

    def power_cut(self) -> None:
        mark = self.mark()
        pause = self.chance.uniform(0, 8)
        time.sleep(pause)
        self.machine.cut_power()
        self.machine.boot()
        self.after("A power cut", mark, "host_reboot", False)

    def engine_stopped(self) -> None:
        self.stop_engine("`systemctl stop docker`, `docker.socket` stays active", "systemctl stop docker.service")

    def engine_stopped_busy(self) -> None:
        """While the agent is at work, and has to wait for the processor."""
        burn = "systemd-run --quiet timeout 120 sh -c 'while :; do :; done'; "
        die = "kill -KILL $(docker inspect --format '{{.State.Pid}}' shop-bare-1 shop-always-1); "
        self.stop_engine("The same beside four burners, right after two containers died", burn * 4 + die + "systemctl stop docker.service")

    def stop_engine(self, chapter: str, command: str) -> None:
        mark = self.mark()
        self.machine.out(command, 300)
        self.stays_down(chapter)
        status, body = wait_for(lambda: (found := self.host.get("/readyz"))[0] == 503 and found, 30) or self.host.get("/readyz")
        self.results.check(chapter, "`/readyz` is 503 and says why", status == 503 and "docker.service" in body, f"{status} {body}")
        text = self.host.unit("evenkeel.service", "StatusText")["StatusText"]
        self.results.check(chapter, "`STATUS=` says so too", "engine away" in text, text)
        self.check_intents(chapter, mark, "while the engine is down")
        # dockerd cuts its own shutdown off where it takes too long: what it leaves behind is that of a crash.
        cut_off = "Force shutdown" in self.host.journal("docker.service", 30)
        self.machine.out("systemctl start docker.service", 200)
        self.after(chapter, mark, "engine_crash" if cut_off else "engine_restart", not cut_off)

    def stays_down(self, chapter: str) -> None:
        begin, seen = time.monotonic(), set()
        while time.monotonic() - begin < STAYS_DOWN:
            seen.add((self.host.active_state("docker.service"), self.host.active_state("docker.socket")))
            time.sleep(3)
        slept = self.results.check(chapter, f"the agent does not wake it for {STAYS_DOWN} s", seen == {("inactive", "active")},
                                   f"docker.service, docker.socket: {sorted(seen)}")
        if not slept:
            self.results.notes["Who woke the engine"] = self.machine.run(
                "journalctl --no-pager -o short-precise -b -u docker.service -u docker.socket -u evenkeel.service -n 200").text

    def engine_restarted(self) -> None:
        mark = self.mark()
        self.machine.out("systemctl restart docker.service", 200)
        self.after("`systemctl restart docker`", mark, "engine_restart", True)

    def engine_killed(self) -> None:
        mark = self.mark()
        self.machine.out("kill -KILL $(systemctl show docker.service --property=MainPID --value)")
        self.after("dockerd killed (`kill -9`); systemd starts it again", mark, "engine_crash", False)

    def engine_killed_unwatched(self) -> None:
        """Its next start ends what survived, as its owner's stops would, and nobody looks."""
        mark = self.mark()
        self.machine.out("systemctl stop evenkeel.service", 120)
        before = self.host.unit("docker.service", "MainPID")
        self.machine.out(f"kill -KILL {before['MainPID']}")
        wait_for(lambda: self.host.active_state("docker.service") == "active"
                 and self.host.unit("docker.service", "MainPID") != before, 240)
        must("the engine lists its containers again", self.host.containers, 240)
        self.machine.out("systemctl start evenkeel.service", 200)
        self.after("dockerd killed while evenkeel is stopped, started again before it", mark, "engine_crash", False)

    def agent_restarted(self) -> None:
        chapter, mark = "`systemctl restart evenkeel`", self.mark()
        self.machine.out("systemctl restart evenkeel.service", 200)
        self.after(chapter, mark, "agent_restart", True)
        self.check_untouched(chapter, mark)

    def agent_hangs(self) -> None:
        chapter, mark = "The agent hangs (`kill -STOP`)", self.mark()
        before = self.host.unit("evenkeel.service", "MainPID", "NRestarts")
        self.machine.out(f"kill -STOP {before['MainPID']}")
        wait_for(lambda: self.host.unit("evenkeel.service", "NRestarts") != {"NRestarts": before["NRestarts"]}, 240)
        wait_for(lambda: self.host.get("/healthz")[0] == 200, 120)
        now = self.host.unit("evenkeel.service", "MainPID", "NRestarts", "ActiveState")
        log = self.machine.run("journalctl --no-pager -o cat -b -u evenkeel.service -g 'atchdog timeout' -n 1").text
        self.results.check(chapter, "systemd's watchdog starts it again", now["MainPID"] != before["MainPID"] and "atchdog" in log,
                           f"process {before['MainPID']}, then {now['MainPID']}; {log}")
        self.after(chapter, mark, "agent_restart", False)
        self.check_untouched(chapter, mark)

    def stop_then_power_off(self) -> None:
        chapter, mark = "`docker stop`, within a second `systemctl poweroff`", self.mark()
        gap = self.chance.uniform(0.1, 0.4)   # `date` and `sleep` take their time under emulation
        names = " ".join(f"shop-{name}-1" for name in LATE)
        self.machine.send(f"docker stop {names}; date +%s.%N > /var/tmp/gap; sleep {gap:.2f}; date +%s.%N >> /var/tmp/gap; "
                          "systemctl poweroff", 120)
        self.machine.wait_down()
        self.machine.boot()
        self.stopped.update({name: "engine" for name in LATE})
        self.running = list(KEPT)
        stopped_at, off_at = (float(line) for line in self.machine.out("cat /var/tmp/gap").split())
        self.results.check(chapter, "it was within a second", off_at - stopped_at < 1, f"{off_at - stopped_at:.2f} s between them")
        self.after(chapter, mark, "host_reboot", True, changed=LATE)

    # --- what must be so ---

    def mark(self) -> Mark:
        containers = must("the engine lists its containers", self.host.containers, 120)
        return Mark(self.host.last_event(), self.host.intents(), {seen.service: seen for seen in containers})

    def after(self, chapter: str, mark: Mark, cause: str, planned: bool, changed: tuple[str, ...] = ()) -> None:
        """Waits until all has come back and is quiet, and checks everything."""
        progress(f"waiting for the report: {chapter}")
        wait_for(lambda: self.host.events(mark.event, "recovery.completed"), SETTLED)
        progress("waiting until all is well")
        wait_for(self.is_well, SETTLED)
        time.sleep(QUIET)
        self.check_states(chapter)
        self.check_job(chapter, mark)
        self.check_order(chapter, mark)
        self.check_report(chapter, mark, cause, planned)
        self.check_intents(chapter, mark, "to the end", changed)

    def is_well(self) -> bool:
        return not self.wrong() and not self.strange()

    def wrong(self) -> list[str]:
        """What is not as it should be, in words."""
        found: dict[str, list[Seen]] = {}
        for seen in self.host.containers():
            found.setdefault(seen.service, []).append(seen)
        return [problem for service in (*self.running, *self.stopped, JOB) for problem in self.wrong_in(service, found.get(service, []))]

    def wrong_in(self, service: str, containers: list[Seen]) -> list[str]:
        if len(containers) != 1:
            return [f"{service} has {len(containers)} containers"]
        seen = containers[0]
        wanted = "running" if service in self.running else "exited"
        if seen.status != wanted:
            return [f"{service} is {seen.status}, not {wanted}"]
        if wanted == "running" and seen.health not in ("", "healthy"):
            return [f"{service} is {seen.health}"]
        return []

    def check_states(self, chapter: str) -> None:
        wrong = self.wrong()
        running = [text for text in wrong if text.split(" ")[0] in self.running]
        others = [text for text in wrong if text not in running]
        self.results.check(chapter, "what should run runs, once each", not running, listed(running) if running else
                           listed(self.running) + " run")
        self.results.check(chapter, "what was stopped on purpose stays stopped; the job is over", not others,
                           listed(others) if others else listed(self.stopped) + " are exited")
        strange = self.strange()
        self.results.check(chapter, "the agent sees it the same way", not strange,
                           listed(strange) if strange else f"phases running, stopped, completed; phase of the deployment: "
                                                           f"{(self.host.deployment() or {}).get('phase')}")

    def strange(self) -> list[str]:
        """What the agent sees in another way."""
        known = {name: (service["phase"], service["intent"]["state"], service["intent"]["set_by"])
                 for name, service in self.host.services().items()}
        missing = ("missing", "", "")
        found = [f"{name}: {known.get(name)}" for name, by in self.stopped.items() if known.get(name) != ("stopped", "stopped", by)]
        found += [f"{name}: {known.get(name)}" for name in self.running if known.get(name, missing)[0] != "running"]
        return found + ([f"{JOB}: {known.get(JOB)}"] if known.get(JOB, missing)[0] != "completed" else [])

    def check_job(self, chapter: str, mark: Mark) -> None:
        before = mark.containers[JOB]
        now = next((seen for seen in self.host.containers() if seen.service == JOB), None)
        self.results.check(chapter, "the finished job was not run again", now is not None and now.started_at == before.started_at,
                           f"started at {before.started_at}, now {now and now.started_at}")

    def check_order(self, chapter: str, mark: Mark) -> None:
        """`app` waits for `db` to be healthy wherever both had to be started."""
        events = self.host.events(mark.event, "service.*")
        def first(service: str, kind: str) -> dict | None:
            return next((event for event in events if event["service"] == service and event["type"] == kind), None)
        started, healthy = first("app", "service.started"), first("db", "service.healthy")
        if started is None:
            return
        self.results.check(chapter, "`app` was started once `db` was healthy", healthy is not None and healthy["id"] < started["id"],
                           f"db healthy {healthy and healthy['at']}, app started {started['at']}")

    def check_report(self, chapter: str, mark: Mark, cause: str, planned: bool) -> None:
        reports = self.host.events(mark.event, "recovery.completed")
        self.results.check(chapter, "one `recovery.completed`", len(reports) == 1,
                           "; ".join(f"{event['severity']}: {event['message']}" for event in reports) or "none")
        if not reports:
            return
        data = reports[-1]["data"]
        self.results.check(chapter, f"its cause is `{cause}`, planned {planned}".lower(),
                           (data["cause"], data["planned"]) == (cause, planned),
                           f"{data['cause']}, planned {data['planned']}, down from {data['down_from']} to {data['up_at']}, "
                           f"took {data['took_ms']} ms")
        outcomes = {service["name"]: service["outcome"] for item in data["deployments"] for service in item["services"]}
        wanted = {name: ("already_running", "recovered") for name in self.running}
        wanted |= {name: ("left_stopped",) for name in self.stopped} | {JOB: ("completed",)}
        strange = {name: outcomes.get(name) for name, allowed in wanted.items() if outcomes.get(name) not in allowed}
        self.results.check(chapter, "it tells the outcome of each", not strange, json.dumps(strange or outcomes))

    def check_intents(self, chapter: str, mark: Mark, when: str, changed: tuple[str, ...] = ()) -> None:
        new = [item for item in self.host.intents() if item not in mark.intents]
        strange = [item for item in new if item["service"] not in changed or item["state"] != "stopped"]
        missing = set(changed) - {item["service"] for item in new}
        self.results.check(chapter, f"no stop of the engine's own became an intent, {when}" if not changed
                           else f"the stops of {listed(changed)} became intents, and nothing else", not strange and not missing,
                           json.dumps(strange) if strange else
                           f"missing: {listed(missing)}" if missing else f"{len(new)} new intents")

    def check_untouched(self, chapter: str, mark: Mark) -> None:
        now = {seen.service: seen for seen in self.host.containers()}
        touched = [name for name, seen in mark.containers.items()
                   if name not in now or (now[name].id, now[name].started_at) != (seen.id, seen.started_at)]
        self.results.check(chapter, "no container was touched", not touched, listed(touched) if touched else
                           f"{len(now)} containers with the same ids and start times")

    def explain_failure(self) -> None:
        """What whoever mends it needs."""
        if self.machine.process is None:
            return
        events = [f"{event['id']} {event['at']} {event['type']} {event['service'] or ''} {event['message']}"
                  for event in self.host.newest_events(200)]
        self.results.notes["The last events"] = "\n".join(events)
        for unit in ("evenkeel.service", "docker.service"):
            self.results.notes[f"The end of the log of {unit}"] = self.host.journal(unit, 200)
