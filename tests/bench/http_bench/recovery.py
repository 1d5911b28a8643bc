"""A death while wrk asks the agent for all it can give: evenkeel and the minimal client in turns."""

import subprocess
import time

from tests.bench.bench_kit import figures, programs
from tests.bench.bench_kit.stage import WHO
from tests.bench.recovery_bench import deaths
from tests.bench.recovery_bench.watch import EventWatch

from . import wrk

GOAL = 1.1
UP_BEFORE = 6.0  # longer than evenkeel's reset_after; no engine policy is in this part
LONG = 3600  # s; it is ended when the kills are done


def measure(world, rounds, random):
    """The Rounds of each contender, and how many of wrk's requests a second were answered meanwhile."""
    stage, agent = world.stage, world.agent
    client = programs.spawned("restarter", stage.engine.socket, f"{WHO}=minimal", "start")
    with EventWatch(stage.engine.socket) as watch:
        ids = deaths.contenders(stage, agent)
        for ident in ids.pop("restart: always"):
            stage.docker.remove(ident)
        time.sleep(UP_BEFORE)
        load = subprocess.Popen(wrk.command(world.urls()["evenkeel"][0], LONG, world.headers), stdout=subprocess.DEVNULL)
        try:
            cpu, began = agent.cpu_nanoseconds(), time.monotonic_ns()
            found = deaths.take_turns(stage, watch, ids, rounds, random, UP_BEFORE)
            busy = 100 * (agent.cpu_nanoseconds() - cpu) / (time.monotonic_ns() - began)
        finally:
            programs.ended(load)
    programs.ended(client)
    deaths.clear(stage, {"minimal client": ids["minimal client"]})
    return found, busy


def report(measured, random):
    found, busy = measured
    runs = {who: [one.runs for one in rounds] for who, rounds in found.items()}
    ratio = figures.Ratio(runs["evenkeel"], runs["minimal client"], random)
    rows = [[who, len(times), f"{figures.median(times):.1f}", f"{figures.percentile(times, 0.9):.1f}"] for who, times in runs.items()]
    return ("## A death under that load\n\n"
            f"As in part `deaths` of `recovery`, while wrk asks the agent for all that it can give ({busy:.0f} % of a core were the\n"
            "agent's). Both contenders share the machine with wrk and the agent.\n\n"
            + figures.table(["who", "n", "median ms", "p90 ms"], rows) + "\n"
            + figures.table(["ratio of medians", "value (95 % interval)", "goal", ""],
                            [["evenkeel / minimal client", ratio, f"≤ {GOAL}", ratio.against(GOAL)]]))
