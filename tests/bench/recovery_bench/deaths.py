"""kill -9 of a container's init on the host -> its replacement runs: evenkeel, the minimal client, the engine itself."""

import os
import signal
import time

from tests.bench.bench_kit import figures, programs
from tests.bench.bench_kit.stage import IMAGE, WHO, say

from .watch import EventWatch

LANES = 4  # containers of each contender: each is up for more than 10 s before its turn
UP_BEFORE = 10.5  # s; below 10 s the engine's own policy backs off
PAUSE = 0.3  # s between a replacement and the next kill, in which the contender finishes its work
# Each container dies once in 10 s for an hour: with the default of 10 m evenkeel would call that a
# crash loop, rightly.
CONFIG = {"reconcile": {"backoff": {"reset_after": "5s"}}}
COMMAND = ["sleep", "1000000"]
PROJECT = "deaths"


class Round:
    """One kill. All times are the wall clock, which is also that of the engine's events."""

    def __init__(self, docker, watch, ident):
        pid = docker.pid_of(ident)
        killed = time.time_ns()
        os.kill(pid, signal.SIGKILL)
        self.died = (watch.after(killed, "die", ident) - killed) / 1e6
        self.runs = (watch.after(killed, "start", ident) - killed) / 1e6


def wait_until_up(watch, ident, seconds):
    """Until it has been running for so long."""
    left = watch.last_start(ident) / 1e9 + seconds - time.time()
    if left > 0:
        time.sleep(left)


def services(count, **extra):
    return {f"s{n:02}": {"image": IMAGE, "command": COMMAND, "network_mode": "none", **extra}
            for n in range(count)}


def contenders(stage, agent):
    """The ids of each contender's containers."""
    agent.put(PROJECT, services(LANES))
    return {
        "evenkeel": stage.ids_of(PROJECT),
        "minimal client": [stage.run(f"minimal{n}", "minimal", COMMAND) for n in range(LANES)],
        "restart: always": [stage.run(f"always{n}", "engine", COMMAND, "always") for n in range(LANES)],
    }


def take_turns(stage, watch, ids, rounds, random, up_before):
    """Kills in turns, in an order drawn anew each round. Returns the Rounds of each contender."""
    results = {who: [] for who in ids}
    for number in range(rounds):
        order = list(ids)
        random.shuffle(order)
        for who in order:
            ident = ids[who][number % LANES]
            wait_until_up(watch, ident, up_before)
            results[who].append(Round(stage.docker, watch, ident))
            time.sleep(PAUSE)
        if number % 20 == 19:
            say(f"deaths: {number + 1} of {rounds} rounds")
    return results


def measure(stage, rounds, random):
    agent = stage.agent("deaths", CONFIG)
    agent.start()
    client = programs.spawned("restarter", stage.engine.socket, f"{WHO}=minimal", "start")
    with EventWatch(stage.engine.socket) as watch:
        ids = contenders(stage, agent)
        time.sleep(UP_BEFORE)
        results = take_turns(stage, watch, ids, rounds, random, UP_BEFORE)
    programs.ended(client)
    agent.stop()
    clear(stage, ids)
    return results


def clear(stage, ids):
    for mine in ids.values():
        for ident in mine:
            stage.docker.remove(ident)


def report(results, random):
    runs = {who: [one.runs for one in rounds] for who, rounds in results.items()}
    rows = [[who, len(times), f"{figures.median(times):.1f}", f"{figures.percentile(times, 0.9):.1f}",
             f"{figures.median([one.died for one in results[who]]):.1f}"] for who, times in runs.items()]
    minimal = figures.Ratio(runs["evenkeel"], runs["minimal client"], random)
    docker = figures.Ratio(runs["evenkeel"], runs["restart: always"], random)
    least = figures.Ratio(runs["minimal client"], runs["restart: always"], random)
    return ("## A death: kill -9 of the container's process on the host → its replacement runs\n\n"
            "From just before the kill to the time of the engine's `start` event, one observer for all. Each\n"
            f"contender has {LANES} containers, up for more than 10 s before each kill; the order within a round is drawn.\n"
            f"evenkeel: policy none, defaults but `backoff.reset_after` {CONFIG['reconcile']['backoff']['reset_after']}.\n\n"
            + figures.table(["who", "n", "median ms", "p90 ms", "of it until `die`, ms"], rows) + "\n"
            + figures.table(["ratio of medians", "value (95 % interval)", "goal", ""],
                            [["evenkeel / minimal client", minimal, "≤ 1.05", minimal.against(1.05)],
                             ["evenkeel / restart: always", docker, "≤ 0.8", docker.against(0.8)],
                             ["minimal client / restart: always", least, "", "what can be reached here"]]))
