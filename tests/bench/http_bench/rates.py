"""Answers a second and their p99, in turns."""

from tests.bench.bench_kit import figures
from tests.bench.bench_kit.stage import say

from . import wrk
from .world import DEPLOYMENTS, PATH, SERVICES

NGINX_GOAL, DOCKERD_GOAL, P99_GOAL_MS = 0.5, 50, 5


def measure(world, turns, seconds, random):
    found = {who: [] for who in world.urls()}
    for number in range(turns):
        for who in random.sample(list(found), len(found)):
            url, headers = world.urls()[who]
            found[who].append(wrk.run(url, seconds, headers))
            say(f"rates: turn {number + 1} of {turns}, {who}: {found[who][-1]}")
    return found


def at_least(ratio, goal):
    if ratio.value >= goal:
        return "met" if ratio.low >= goal else f"met, the interval reaches {ratio.low:.3f}"
    return "missed" if ratio.high < goal else f"missed, the interval reaches {ratio.high:.3f}"


def judged(ratio, goal, refused):
    """A refusal is no answer, however fast it comes."""
    return at_least(ratio, goal) if refused == 0 else f"missed: {refused} of evenkeel's answers were none"


def report(world, found, random):
    rates = {who: [one.a_second for one in turns] for who, turns in found.items()}
    p99 = {who: figures.median([one.p99 for one in turns]) for who, turns in found.items()}
    rows = [[who, len(turns), f"{figures.median(rates[who]):.0f}", f"{p99[who]:.2f}", sum(one.not_answered for one in turns)]
            for who, turns in found.items()]
    against = {who: figures.Ratio(rates["evenkeel"], rates[who], random) for who in ("nginx", "dockerd")}
    ours, refused = p99["evenkeel"], sum(one.not_answered for one in found["evenkeel"])
    return (f"## `GET {PATH}` at {DEPLOYMENTS * SERVICES} services\n\n"
            f"wrk, one thread, {wrk.CONNECTIONS} connections that are kept, in turns; {len(world.body)} bytes. evenkeel over TCP with a token; nginx,\n"
            "one worker, the same bytes as a file; dockerd `GET /containers/json` over TCP.\n\n"
            + figures.table(["who", "n", "median requests/s", "median p99 ms", "not answered with 2xx"], rows) + "\n"
            + figures.table(["ratio of medians", "value (95 % interval)", "goal", ""],
                            [["evenkeel / nginx", against["nginx"], f"≥ {NGINX_GOAL}", judged(against["nginx"], NGINX_GOAL, refused)],
                             ["evenkeel / dockerd", against["dockerd"], f"≥ {DOCKERD_GOAL}", judged(against["dockerd"], DOCKERD_GOAL, refused)]])
            + f"\nGoal p99 < {P99_GOAL_MS} ms: {ours:.2f} ms, {'met' if ours < P99_GOAL_MS else 'missed'}.\n")
