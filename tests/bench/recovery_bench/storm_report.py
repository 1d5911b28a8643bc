"""The report of the part `storm`."""

from collections import Counter

from tests.bench.bench_kit import figures

from .storm import BEFORE, DEPLOYMENTS, GOAL, GROWTH_MAX, INTERVAL, LATE, SERVICES, WAIT, allowed_messages

KINDS = ("storm", "quiet")
MEMORY = ("VmRSS", "RssAnon")


def report(measured, random):
    return ("## A storm: 10,000 events a minute over 200 services, and what dies meanwhile\n\n"
            f"{DEPLOYMENTS} deployments × {SERVICES} services, every second deployment critical; a webhook channel, `notify.group` as by\n"
            "default. The storm is `oom` events of all 200 containers in turn, added to the engine's event stream. In blocks\n"
            "with and without it, their order drawn, one service of each deployment in turn is killed as in the part `deaths`.\n\n"
            + recoveries(measured, random) + "\n" + blocks(measured) + "\n" + verdicts(measured))


def recoveries(measured, random):
    ratio = figures.Ratio(measured.runs["storm"], measured.runs["quiet"], random)
    rows = [[kind, len(times), f"{figures.median(times):.1f}", f"{figures.percentile(times, 0.9):.1f}", f"{max(times):.0f}"]
            for kind, times in measured.runs.items()]
    return (figures.table(["kill → replacement runs", "n", "median ms", "p90 ms", "longest ms"], rows) + "\n"
            + figures.table(["ratio of medians", "value (95 % interval)", "goal", ""],
                            [["storm / quiet", ratio, f"≤ {GOAL}", ratio.against(GOAL)]]))


def blocks(measured):
    rows = [row_of(f"{kind} {number + 1}", block)
            for kind in KINDS for number, block in enumerate(measured.blocks[kind])]
    return figures.table(["block", "s", "events/min", "agent CPU %", "dockerd CPU %", "requests/min, of them lists, inspects",
                          "VmRSS, RssAnon MiB", "outbox at most", "loop lag at most, ms"], rows)


def row_of(name, block):
    a_minute = 60 / block.seconds
    inspects, lists = (block.asked[what] for what in ("GET /containers/{}/json", "GET /containers/json"))
    return [name, f"{block.seconds:.0f}", f"{block.events * a_minute:.0f}", f"{block.cpu:.1f}", f"{block.engine_cpu:.1f}",
            f"{block.asked.total() * a_minute:.0f}: {lists * a_minute:.0f}, {inspects * a_minute:.0f}",
            ", ".join(f"{block.memory[what]:.1f}" for what in MEMORY), f"{block.outbox:.0f}", f"{block.lag * 1000:.1f}"]


def verdicts(measured):
    return "\n".join(f"- {line}" for line in (recorded(measured), first_message(measured), messages(measured),
                                               memory(measured))) + "\n"


def verdict(met):
    return "met" if met else "missed"


def recorded(measured):
    said = sum(measured.said)
    found = sum(block.ooms for block in measured.blocks["storm"])
    slowest = min(block.ooms * 60 / block.seconds for block in measured.blocks["storm"])
    return (f"Events: {said} were said in the storms, {found:.0f} are in the agent's log of events at their ends, at least "
            f"{slowest:.0f} a minute in each.")


def deployment_of(body):
    return next((item["deployment"] for item in body["items"] if item["deployment"]), "the host")


def since_first_event(measured):
    """What a quiet block before it caused is no message of a storm."""
    return [message for message in measured.messages if message[0] >= measured.first_event]


def first_message(measured):
    came = since_first_event(measured)
    if not came:
        return f"First message: none came. Goal ≤ {WAIT + LATE:.0f} s: missed."
    took = came[0][0] - measured.first_event
    return f"First message: {took:.1f} s after the first event. Goal ≤ {WAIT + LATE:.0f} s (its wait is {WAIT} s): {verdict(took <= WAIT + LATE)}."


def messages(measured):
    lasted = measured.ended - measured.first_event
    allowed = allowed_messages(DEPLOYMENTS, lasted)
    came = since_first_event(measured)
    of_group = Counter(deployment_of(body) for _, body in came)
    kinds = Counter(body["kind"] for _, body in came)
    most = max(of_group.values(), default=0)
    met = len(came) <= allowed and most <= allowed_messages(1, lasted)
    what = ", ".join(f"{kind} × {count}" for kind, count in sorted(kinds.items())) or "none"
    states = ", ".join(f"{count} {state}" for state, count in measured.outbox.items())
    return (f"Messages of the one channel in the {lasted:.0f} s from the first event: {len(came)} ({what}), at most {most} "
            f"a group; the outbox at the end: {states}. Grouping allows {DEPLOYMENTS} groups × "
            f"(1 + ⌊({lasted:.0f} − {WAIT}) / {INTERVAL}⌋) = {allowed}: {verdict(met)}.")


def memory(measured):
    before = measured.memory[BEFORE]
    storms = [block.memory for block in measured.blocks["storm"]]
    growth = storms[-1]["RssAnon"] / storms[0]["RssAnon"]
    judged = f"{growth:.3f}, {verdict(growth <= GROWTH_MAX)}" if len(storms) > 1 else "one storm says nothing of that"
    text = "; ".join(f"{what} {before[what]:.1f} before the first storm, {storms[0][what]:.1f} after it, {storms[-1][what]:.1f} after the "
                     f"last" for what in MEMORY)
    peak = max(one["VmHWM"] for one in storms)
    return (f"Memory, MiB: {text}; the greatest ever {peak:.1f}. Goal: RssAnon after the last ≤ {GROWTH_MAX} × after the first: "
            f"{judged}.")
