"""A pass over 20 converged deployments of 3 services, and two idle minutes: what evenkeel asks of the engine."""

import time
from collections import Counter

from tests.bench.bench_kit import figures
from tests.bench.bench_kit.stage import IMAGE, cpu_nanoseconds, say

from .calls import called
from .recording import Recorder, shape

DEPLOYMENTS, SERVICES = 20, 3
GOAL_MS = 50
IDLE_SECONDS = 120
QUIET = 1.5  # s after a reload; a pass is long over by then
SERVICE = {"image": IMAGE, "command": ["obey"], "network_mode": "none"}


class Pass:
    """The burst of requests that followed one moment."""

    def __init__(self, notes, cpu_ms, engine_ms):
        asked = [note for note in notes if note.kind == "Q"]
        answered = [note for note in notes if note.kind in "RD"]
        self.milliseconds = (max(n.at for n in answered) - asked[0].at) / 1e6
        self.shapes = Counter(shape(note.what) for note in asked)
        self.cpu_ms, self.engine_ms = cpu_ms, engine_ms


def measure(stage, rounds):
    with Recorder(stage, "passes") as ours, Recorder(stage, "looks") as theirs:
        agent = stage.agent("passes", engine_host=ours.host)
        agent.start()
        names = [f"d{n:02}" for n in range(DEPLOYMENTS)]
        for name in names:
            agent.put(name, {f"s{n}": SERVICE for n in range(SERVICES)})
        agent.wait_converged(names)
        lines = look_lines([ident for name in names for ident in stage.ids_of(name)])
        time.sleep(15)  # the settle time after the applies
        results = {"evenkeel": [], "one list and an inspect each": []}
        for _ in range(rounds):
            results["evenkeel"].append(one_pass(stage, ours, agent.pid, agent.hang_up))
            look = lambda: called(theirs.socket, 8, lines)
            results["one list and an inspect each"].append(one_pass(stage, theirs, None, look))
        say(f"passes: {rounds} done, now {IDLE_SECONDS} s idle")
        idle = idle_requests(ours)
        agent.stop()
    return results, idle, writes_of(results["evenkeel"], idle)


def look_lines(ids):
    return ["GET /v1.41/containers/json?all=1", *(f"GET /v1.41/containers/{ident}/json" for ident in ids)]


def one_pass(stage, recorder, pid, trigger):
    began, cpu, engine = time.monotonic_ns(), pid and cpu_nanoseconds(pid), cpu_nanoseconds(stage.engine.pid)
    trigger()
    time.sleep(QUIET)
    spent, engine = pid and cpu_nanoseconds(pid) - cpu, cpu_nanoseconds(stage.engine.pid) - engine
    notes = [note for note in recorder.notes() if note.at >= began]
    return Pass(notes, spent / 1e6 if pid else None, engine / 1e6)


def idle_requests(recorder):
    began = time.monotonic_ns()
    time.sleep(IDLE_SECONDS)
    return Counter(shape(note.what) for note in recorder.notes() if note.kind == "Q" and note.at >= began)


def writes_of(passes, idle):
    """Requests that are no GET or HEAD, in all passes and the idle time."""
    every = sum((one.shapes for one in passes), start=Counter(idle))
    return {what: count for what, count in every.items() if not what.startswith(("GET ", "HEAD "))}


def counted(shapes):
    return ", ".join(f"{what} × {count}" for what, count in shapes.most_common()) or "nothing"


def report(measured, random):
    results, idle, writes = measured
    rows = []
    for who, passes in results.items():
        cpu = [one.cpu_ms for one in passes if one.cpu_ms is not None]
        rows.append([who, len(passes), f"{figures.median([one.milliseconds for one in passes]):.1f}",
                     f"{figures.median(cpu):.1f}" if cpu else "", f"{figures.median([one.engine_ms for one in passes]):.0f}",
                     counted(passes[-1].shapes)])
    times = {who: [one.milliseconds for one in passes] for who, passes in results.items()}
    ours, theirs = times.values()
    took, ratio = figures.median(ours), figures.Ratio(ours, theirs, random)
    return (f"## A pass over {DEPLOYMENTS} converged deployments × {SERVICES} services\n\n"
            "Woken by SIGHUP, which looks at every deployment anew; seen by a recorder: first request read → last reply read.\n"
            "Beside it the least that sees every container: one list and an inspect each, 8 at a time, by `caller.c`.\n\n"
            + figures.table(["who", "n", "median ms", "own CPU ms", "dockerd CPU ms", "requests of one pass"], rows)
            + f"\nevenkeel / the least: {ratio}. Goal ≤ {GOAL_MS} ms: {took:.1f} ms, {'met' if took <= GOAL_MS else 'missed'}.\n"
            f"Goal without one write: {'met' if not writes else 'missed: ' + str(writes)}; in {IDLE_SECONDS} s idle the engine "
            f"was asked: {counted(idle)}.\n")
