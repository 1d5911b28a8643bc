"""Start to first reply with an existing database; memory and idle CPU with 50 containers."""

import os
import shutil
import subprocess
import time
from pathlib import Path

from tests.bench.bench_kit import figures, programs
from tests.bench.bench_kit.stage import say
from tests.e2e.harness.agent import binary

FIRST_REPLY_GOAL_MS = 20
IDLE_SECONDS, IDLE_GOAL_PERCENT = 60, 0.2


def measure(stage, agent, containers, rounds):
    """`agent`: running, with its deployments converged. Ends it."""
    say(f"footprint: {IDLE_SECONDS} s idle at {containers} containers")
    time.sleep(20)  # what follows a boot or an apply is over
    idle = idle_percent(agent)
    memory = memory_of(agent.pid)
    agent.stop()
    database = stage.path("floor.db")
    shutil.copy(agent.state_dir / "state.db", database)
    os.makedirs(stage.path("first"), exist_ok=True)
    replies = {"evenkeel": [], "libcurl + SQLite alone": []}
    for _ in range(rounds):
        replies["evenkeel"].append(first_reply(agent.socket, binary(), "agent", "--config", agent.config_file))
        socket = stage.path("floor.sock")
        replies["libcurl + SQLite alone"].append(first_reply(socket, programs.compiled("floor"), socket, database))
    return containers, idle, memory, replies


def idle_percent(agent):
    """Of one core."""
    began, cpu = time.monotonic_ns(), agent.cpu_nanoseconds()
    time.sleep(IDLE_SECONDS)
    return 100 * (agent.cpu_nanoseconds() - cpu) / (time.monotonic_ns() - began)


def memory_of(pid):
    """MiB by the names of /proc/PID/status."""
    wanted, found = ("VmRSS", "RssAnon", "RssFile", "VmHWM"), {}
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        name, _, value = line.partition(":")
        if name in wanted:
            found[name] = int(value.split()[0]) / 1024
    return found


def first_reply(socket, *command):
    """Milliseconds."""
    done = subprocess.run([programs.compiled("first_reply"), socket, "/healthz", *map(str, command)],
                          capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise AssertionError(f"no reply from {command[0]}: {done.stderr[-2000:]}")
    nanoseconds, status = done.stdout.split()
    if status != "200":
        raise AssertionError(f"{command[0]} answered {status}")
    return int(nanoseconds) / 1e6


def report(measured, random):
    containers, idle, memory, replies = measured
    ours, floor = replies.values()
    ratio, took = figures.Ratio(ours, floor, random), figures.median(ours)
    rows = [[who, len(times), f"{figures.median(times):.1f}", f"{figures.percentile(times, 0.9):.1f}"] for who, times in replies.items()]
    sizes = ", ".join(f"{name} {memory[name]:.1f} MiB" for name in ("VmRSS", "RssAnon", "RssFile", "VmHWM"))
    return ("## Footprint\n\n"
            "From just before fork to the first byte of `GET /healthz` over the Unix socket, with an existing database;\n"
            "asked every 50 µs. Beside it a program that links libcurl and SQLite, opens a copy of the database and answers.\n\n"
            + figures.table(["who", "n", "median ms", "p90 ms"], rows)
            + f"\nevenkeel / that: {ratio}. Goal ≤ {FIRST_REPLY_GOAL_MS} ms: {took:.1f} ms, "
            f"{'met' if took <= FIRST_REPLY_GOAL_MS else 'missed'}.\n\n"
            f"At {containers} containers, all converged: {sizes}; idle over {IDLE_SECONDS} s {idle:.3f} % of a core. "
            f"Goal < {IDLE_GOAL_PERCENT} % (with 5 s sampling, which is not in this figure): "
            f"{'met' if idle < IDLE_GOAL_PERCENT else 'missed'}.\n")
