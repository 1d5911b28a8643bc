"""The client's own share of a recovery: from the die event read to the start request written, seen from outside."""

import time

from tests.bench.bench_kit import figures, programs
from tests.bench.bench_kit.stage import WHO, say

from . import deaths
from .recording import Recorder, reactions
from .watch import EventWatch

UP_BEFORE = 6.0  # longer than evenkeel's reset_after; no engine policy is in this part
GOAL_MS = 1.0


def measure(stage, rounds, random):
    """The Reactions of each client, each behind a recorder of its own."""
    with Recorder(stage, "ours") as ours, Recorder(stage, "theirs") as theirs:
        agent = stage.agent("share", deaths.CONFIG, ours.host)
        agent.start()
        client = programs.spawned("restarter", theirs.socket, f"{WHO}=minimal", "start")
        with EventWatch(stage.engine.socket) as watch:
            ids = deaths.contenders(stage, agent)
            for ident in ids.pop("restart: always"):
                stage.docker.remove(ident)
            time.sleep(UP_BEFORE)
            recoveries = deaths.take_turns(stage, watch, ids, rounds, random, UP_BEFORE)
        results = {"evenkeel": reactions(ours.notes(), "die", "start"),
                   "minimal client": reactions(theirs.notes(), "die", "start")}
        programs.ended(client)
        agent.stop()
    deaths.clear(stage, ids)
    return results, recoveries, yardstick(stage, min(rounds, 40), random)


def yardstick(stage, rounds, random):
    """Our minimal client beside evd.c, one at a time, because evd answers every death. None without evd.c."""
    if not programs.is_at_hand("evd"):
        return None
    ident = stage.run("yardstick", "yardstick", deaths.COMMAND)
    results = {"minimal client": [], "evd.c": []}
    with Recorder(stage, "yard") as recorder, EventWatch(stage.engine.socket) as watch:
        for number in range(rounds):
            for who in random.sample(list(results), 2):
                results[who].append(one_turn(stage, watch, recorder, who, ident))
            if number % 20 == 19:
                say(f"yardstick: {number + 1} of {rounds} rounds")
    stage.docker.remove(ident)
    return results


def one_turn(stage, watch, recorder, who, ident):
    """Milliseconds of the client's own share."""
    since = time.monotonic_ns()
    if who == "evd.c":
        client = programs.spawned("evd", recorder.socket)
    else:
        client = programs.spawned("restarter", recorder.socket, f"{WHO}=yardstick", "start")
    while not any(n.kind == "Q" and "/events" in n.what for n in recorder.notes() if n.at > since):
        pass
    deaths.Round(stage.docker, watch, ident)
    mine = [note for note in recorder.notes() if note.at > since]
    programs.ended(client)
    return reactions(mine, "die", "start")[0].milliseconds


def between(found):
    """What was asked in between, as text: request × how often in a recovery, on average."""
    total = sum((one.asked_between for one in found), start=type(found[0].asked_between)())
    return ", ".join(f"{what} × {count / len(found):.2f}" for what, count in total.most_common(6)) or "nothing"


def report(measured, _random):
    results, _, beside = measured
    rows = []
    for who, found in results.items():
        times = [one.milliseconds for one in found]
        rows.append([who, len(times), f"{figures.median(times):.3f}", f"{figures.percentile(times, 0.99):.3f}",
                     f"{max(times):.3f}", between(found)])
    p99 = figures.percentile([one.milliseconds for one in results["evenkeel"]], 0.99)
    text = ("## The client's own share: the die event → the start request\n\n"
            "Seen by a recorder between client and engine: from the event read from the engine (then passed on) to the\n"
            "request read from the client. Both clients pay the recorder's two hops alike; nothing is subtracted.\n\n"
            + figures.table(["who", "n", "p50 ms", "p99 ms", "longest ms", "asked of the engine in between, per recovery"], rows)
            + f"\nGoal for evenkeel: p99 ≤ {GOAL_MS:.0f} ms. Here {p99:.3f} ms: {'met' if p99 <= GOAL_MS else 'missed'}.\n")
    return text + yardstick_text(beside)


def yardstick_text(beside):
    if beside is None:
        return "\nThe yardstick `shared/bench/evd.c` is not at hand: our minimal client was not held against it in this run.\n"
    ours, theirs = (figures.median(beside[who]) for who in ("minimal client", "evd.c"))
    p99 = [figures.percentile(beside[who], 0.99) for who in ("minimal client", "evd.c")]
    return (f"\nOur minimal client against `shared/bench/evd.c`, in turns, n = {len(beside['evd.c'])}: share p50 {ours:.3f} "
            f"against {theirs:.3f} ms, p99 {p99[0]:.3f} against {p99[1]:.3f} ms.\n")
