"""50 stopped containers after an engine restart: started by evenkeel, and by raw API calls, 1 to 8 at a time."""

import time

from tests.bench.bench_kit import figures
from tests.bench.bench_kit.stage import IMAGE, say
from tests.e2e.harness.docker import moment
from tests.e2e.harness.waiting import eventually

from .calls import called

COUNT = 50
LANES = (1, 2, 4, 8)  # raw calls at a time
GOAL = 1.05
PROJECT = "boot"
# SIGTERM ends them at once, with 0; the service is meant to run on.
SERVICE = {"image": IMAGE, "command": ["obey"], "x-evenkeel": {"kind": "service"}}


class Start:
    """All containers from stopped to running. Seconds since the engine's first answer."""

    def __init__(self, answered, containers):
        began = sorted(moment(c["State"]["StartedAt"]) - answered for c in containers)
        self.first, self.last = began[0], began[-1]


def measure(stage, rounds, random, network, lanes=LANES):
    agent = stage.agent("boot")
    agent.start()
    agent.put(PROJECT, {f"s{n:02}": {**SERVICE, **network_of(network)} for n in range(COUNT)})
    contenders = ["evenkeel", *lanes]
    results = {who: [] for who in contenders}
    for number in range(rounds):
        for who in random.sample(contenders, len(contenders)):
            results[who].append(by_evenkeel(stage, agent) if who == "evenkeel" else by_calls(stage, agent, who))
            say(f"boot: round {number + 1} of {rounds}, {who}: {results[who][-1].last:.2f} s")
    return agent, results


def network_of(name):
    return {} if name == "bridge" else {"network_mode": name}


def by_evenkeel(stage, agent):
    if not agent.alive:
        agent.start()
    agent.wait_converged([PROJECT])
    answered, starter = stage.restart_engine()
    return all_running(stage, answered, starter)


def by_calls(stage, agent, concurrency):
    agent.stop()
    ids = stage.ids_of(PROJECT)
    answered, starter = stage.restart_engine()
    called(stage.engine.socket, concurrency, [f"POST /v1.41/containers/{ident}/start" for ident in ids])
    return all_running(stage, answered, starter)


def all_running(stage, answered, starter):
    """Waits without asking the engine much, then reads when each was started."""
    def running():
        found = stage.docker.api("GET", "/containers/json", filters={"label": [f"com.docker.compose.project={PROJECT}"]})
        return len(found) == COUNT
    eventually(running, 120, f"{COUNT} containers run")
    starter.join()
    containers = stage.docker.containers(PROJECT)
    if any(moment(c["State"]["StartedAt"]) < answered for c in containers):
        raise AssertionError("a container was not stopped by the engine's shutdown")
    time.sleep(1)
    return Start(answered, containers)


def report(results, random, network):
    totals = {who: [one.last for one in starts] for who, starts in results.items()}
    best = min((who for who in results if who != "evenkeel"), key=lambda who: figures.median(totals[who]))
    rows = [[who if who == "evenkeel" else f"{who} at a time", len(starts), f"{figures.median(totals[who]):.2f}",
             f"{figures.median([one.first for one in starts]):.2f}",
             f"{figures.median([one.last - one.first for one in starts]):.2f}"] for who, starts in results.items()]
    whole = figures.Ratio(totals["evenkeel"], totals[best], random)
    spans = {who: [one.last - one.first for one in results[who]] for who in ("evenkeel", best)}
    span = figures.Ratio(spans["evenkeel"], spans[best], random)
    return (f"## Boot: {COUNT} stopped containers after an engine restart (network {network})\n\n"
            "The same containers and engine in turns. Seconds from the engine's first answer to the last container's\n"
            "`StartedAt`; the raw calls begin at that answer, evenkeel connects again by itself.\n\n"
            + figures.table(["who", "n", "all run, s", "first runs, s", "first to last, s"], rows) + "\n"
            + figures.table(["ratio of medians", "value (95 % interval)", "goal", ""],
                            [[f"evenkeel / {best} at a time, all run", whole, f"≤ {GOAL}", whole.against(GOAL)],
                             [f"evenkeel / {best} at a time, first to last", span, "", ""]]))
