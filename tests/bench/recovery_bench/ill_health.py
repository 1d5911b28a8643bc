"""The engine's `health_status: unhealthy` -> a new process runs: evenkeel and the minimal client on the health event."""

import time

from tests.bench.bench_kit import figures, programs
from tests.bench.bench_kit.stage import IMAGE, WHO, say
from tests.e2e.harness.waiting import eventually

from .deaths import clear
from .watch import EventWatch

LANES = 2
WELL_BEFORE = 3.5  # s of good health before the next illness
# Its grace and backoff are for real services, which fall ill less often than every four seconds.
CONFIG = {"reconcile": {"backoff": {"reset_after": "1s"}}, "heal": {"grace": {"after_start": "1s", "after_boot": "0"}}}
COMMAND = ["patient"]  # its start removes /tmp/ill
HEALTHY, UNHEALTHY = "health_status: healthy", "health_status: unhealthy"
SECOND = 1_000_000_000
PROJECT = "health"


def fall_ill(docker, watch, ident):
    """Returns the milliseconds from the unhealthy event to the start event."""
    began = time.time_ns()
    open(f"/proc/{docker.pid_of(ident)}/root/tmp/ill", "w", encoding="utf-8").close()
    unhealthy = watch.after(began, UNHEALTHY, ident)
    runs = watch.after(unhealthy, "start", ident)
    return (runs - unhealthy) / 1e6


def wait_until_well(docker, ident):
    def well():
        state = docker.inspect(ident)["State"]
        return state["Running"] and state["Health"]["Status"] == "healthy"
    eventually(well, 30, f"{ident[:12]} is healthy")


def contenders(stage, agent):
    check = {"test": ["CMD", "test", "!", "-e", "/tmp/ill"], "interval": "1s", "timeout": "5s", "retries": 1}
    one = {"image": IMAGE, "command": COMMAND, "network_mode": "none", "healthcheck": check}
    agent.put(PROJECT, {f"s{n}": one for n in range(LANES)})
    health = {"Test": check["test"], "Interval": SECOND, "Timeout": 5 * SECOND, "Retries": 1}
    return {"evenkeel": stage.ids_of(PROJECT),
            "minimal client": [stage.run(f"ill{n}", "ill", COMMAND, health=health) for n in range(LANES)]}


def measure(stage, rounds, random):
    agent = stage.agent("health", CONFIG)
    agent.start()
    client = programs.spawned("restarter", stage.engine.socket, f"{WHO}=ill", "restart")
    with EventWatch(stage.engine.socket) as watch:
        ids = contenders(stage, agent)
        results = {who: [] for who in ids}
        for number in range(rounds):
            for who in random.sample(list(ids), len(ids)):
                ident = ids[who][number % LANES]
                wait_until_well(stage.docker, ident)
                left = watch.last_start(ident) / 1e9 + 1 + WELL_BEFORE - time.time()
                time.sleep(max(0, left))
                results[who].append(fall_ill(stage.docker, watch, ident))
            if number % 20 == 19:
                say(f"ill-health: {number + 1} of {rounds} rounds")
    programs.ended(client)
    agent.stop()
    clear(stage, ids)
    return results


def report(results, random):
    ratio = figures.Ratio(results["evenkeel"], results["minimal client"], random)
    rows = [[who, len(times), f"{figures.median(times):.1f}", f"{figures.percentile(times, 0.9):.1f}"]
            for who, times in results.items()]
    return ("## Ill-health: the unhealthy event → a new process runs\n\n"
            "Between the times of the engine's own events `health_status: unhealthy` and `start`. The minimal client sends\n"
            f"`restart?t=10`. evenkeel: grace after start 1 s, `backoff.reset_after` 1 s; the rest as by default.\n\n"
            + figures.table(["who", "n", "median ms", "p90 ms"], rows) + "\n"
            + figures.table(["ratio of medians", "value (95 % interval)", "goal", ""],
                            [["evenkeel / minimal client", ratio, "≤ 1.05", ratio.against(1.05)]]))
