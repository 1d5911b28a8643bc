"""The report's tables, and the goals of shared/PERFORMANCE.md as ratios: met or missed."""

from tests.bench.bench_kit.figures import Ratio, median, table

from .others import Cost

READER_GOAL, WHOLE_GOAL, DOCKER_GOAL, NETDATA_GOAL = 1.25, 2, 1 / 100, 1 / 5
STATED_AT = 200  # the number of containers that these four are goals at
CORE_GOAL_PERCENT = {200: 1, 500: 2.5}
MEMORY_GOAL_MIB = {200: 12, 500: 20}
HERTZ_GOAL = 0.98  # a true 1 Hz: a look a second, but for one in fifty that falls beside its second
POINT_BYTES = 2
MORE_POINTS = 3600 - 720  # an hour at 1 s, beside one at 5 s
COLUMNS = ["who", "n", "CPU, µs per container and sample", "engine, % of a core", "Hz", "RSS, MiB"]


def verdict(met):
    return "**met**" if met else "**missed**"


def spread(values, digits=1):
    """The median, and the least and greatest of so few values."""
    if len(values) == 1:
        return f"{values[0]:.{digits}f}"
    return f"{median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def of_busy(found, random):
    """The same number of containers, none of which rests."""
    lines = [f"## {found.count} containers that do something every second\n",
             "Each runs `tail -f`, which looks once a second whether its file has grown: none of them rests, and evenkeel reads at every look",
             "what the reader reads.\n", table(COLUMNS, own_rows(found)), "", *reader_goals(found, random), core_line(found), "", shares(found), ""]
    return "\n".join(lines)


def of_count(found, random):
    """One number of containers."""
    rows = own_rows(found)
    for who, cost in found.others.items():
        if not isinstance(cost, str):
            of_core = cost.engine * found.count * (cost.hertz or 1) / 1e4
            asked = f" + engine {cost.engine:.0f}" if cost.engine else ""
            rows.append([who, 1, f"{cost.own:.1f}{asked}", f"{of_core:.2f}" if asked else "",
                         f"{cost.hertz:.2f}" if cost.hertz else "1 assumed", f"{cost.resident_mib:.1f}"])
    text = f"## {found.count} containers\n\n" + table(COLUMNS, rows)
    missing = [f"{who} was not measured: {why}." for who, why in found.others.items() if isinstance(why, str)]
    return "\n".join([text, *missing, *goals(found, random), "", shares(found), ""])


def own_rows(found):
    """Of evenkeel and the reader beside it."""
    whole = with_hour(found)
    return [["evenkeel, its sampler", len(found.looks), spread(found.looks), f"{median(found.engine_fast):.3f}",
             f"{min(found.hertz):.3f}", ""],
            ["evenkeel, all included", len(whole), spread(whole), "the same", "the same",
             f"{median(found.resident_fast) / 1024:.1f} anonymous"],
            ["kept-open reader of the containers' files", len(found.reader), spread(found.reader), f"{median(found.engine_quiet):.3f}", "1", ""],
            ["the host's files besides", len(found.host), spread(found.host), "", "", ""]]


def with_hour(found):
    """All included, as it is when the hour is full."""
    return [one + (found.hour or 0) for one in found.whole]


def reader_goals(found, random):
    same = [one + host for one, host in zip(found.reader, found.host)]
    lines = []
    for what, ours, goal in (("sampler", found.looks, READER_GOAL), ("all included", with_hour(found), WHOLE_GOAL)):
        ratio, alone = Ratio(ours, same, random), Ratio(ours, found.reader, random)
        lines.append(f"- {what} / kept-open reader of the same files, the containers' and the host's: {ratio}; "
                     + against(found, f"≤ {goal}", f"**{ratio.against(goal)}**")
                     + f" (beside a reader that leaves the host's files out, which is no goal: {alone})")
    return lines


def goals(found, random):
    """Lines of a list."""
    lines = ["", *reader_goals(found, random)]
    for who, goal in (("docker stats", DOCKER_GOAL), ("netdata", NETDATA_GOAL)):
        cost = found.others.get(who)
        if isinstance(cost, Cost):
            all_, alone = (median(ours) / (cost.own + cost.engine) for ours in (with_hour(found), found.looks))
            lines.append(f"- all included / {who}{' with its engine' if cost.engine else ''}: 1/{1 / all_:.0f} (the sampler alone 1/{1 / alone:.0f}); "
                         + against(found, f"≤ 1/{1 / goal:.0f}", verdict(all_ <= goal)))
    lines.append(core_line(found))
    lines.append(f"- the engine, dockerd with containerd and shims: {spread(found.engine_fast, 2)} % of a core while evenkeel looked, "
                 f"{spread(found.engine_quiet, 2)} % while it did not")
    return lines + memory_lines(found)


def core_line(found):
    core, hertz = core_percent(found), min(found.hertz)
    line = f"- the whole process at 1 Hz: {core:.2f} % of a core; the slowest service had {hertz:.3f} values a second"
    if goal := CORE_GOAL_PERCENT.get(found.count):
        line += f"; goal < {goal} % at a true 1 Hz: {verdict(core < goal and hertz >= HERTZ_GOAL)}"
    return line


def against(found, goal, met):
    """A goal is judged where it is stated."""
    if found.count == STATED_AT:
        return f"goal {goal}: {met}"
    return f"the goal, {goal}, is stated at {STATED_AT} containers and not judged here"


def core_percent(found):
    return median(found.core_percent) + (found.hour or 0) * found.count / 1e4


def memory_lines(found):
    usual, fast = found.resident_usual / 1024, median(found.resident_fast) / 1024
    more = found.count * found.metrics * MORE_POINTS
    each = (fast - usual) * 2**20 / more if more else 0
    lines = [f"- RssAnon without a container {found.resident_empty / 1024:.1f} MiB, with all at 5 s {usual:.1f} MiB, at 1 s {fast:.1f} MiB "
             f"({each:.2f} bytes for each of the {more} points more of an hour); growth in a turn at 1 s: "
             f"{median(found.growth):.0f} KiB; open descriptors: {found.descriptors}"]
    if goal := MEMORY_GOAL_MIB.get(found.count):
        allowed = goal + more * POINT_BYTES / 2**20
        lines.append(f"- goal with an hour at 5 s ≤ {goal} MiB: {verdict(usual <= goal)}; at 1 s ≤ that and {POINT_BYTES} bytes for each "
                     f"point more, {allowed:.1f} MiB: {verdict(fast <= allowed)}")
    return lines


def shares(found):
    minute = median(found.minute) / 60 / found.count
    hour = "is not known" if found.hour is None else f"{found.hour:.2f} µs"
    flush, quiet = median(found.flush) / 600 / found.count, median(found.quiet)
    return (f"In a turn each container had {found.files:.1f} files open. Of what is \"all included\", the end of a minute is "
            f"{minute:.2f} µs, the writing of the history {flush:.2f} µs and what a full hour adds {hour} per container and sample. "
            f"The agent with "
            f"`monitor.interval: 1m`, which is not in it, took {quiet / 1e4:.3f} % of a core.")


def growth(all_found):
    rows = [[found.count, f"{median(found.looks):.1f}", f"{median(with_hour(found)):.1f}",
             f"{median(found.reader):.1f}", f"{core_percent(found):.3f}", f"{found.resident_usual / 1024:.1f}", f"{median(found.resident_fast) / 1024:.1f}",
             found.descriptors] for found in all_found]
    return ("## Growth with the number of containers\n\n"
            + table(["containers", "sampler, µs", "all included, µs", "reader, µs", "process, % of a core", "RssAnon at 5 s, MiB",
                     "RssAnon at 1 s, MiB", "descriptors"], rows))


def of_tree(looks, all_found, busy, random):
    if isinstance(looks, str):
        return f"## A tree of files\n\nNot measured: {looks}.\n"
    rows = []
    for one in looks:
        rows.append([one.count, spread(one.sampler), spread(one.reader), str(Ratio(one.sampler, one.reader, random)),
                     one.descriptors, f"{one.descriptors / one.count:.1f}"])
    text = ("## A tree of files on disk: the sampler by itself\n\n"
            "The library's sampler beside the reader of the same files, the host's among them, four times a second, the\n"
            "seldom files each tenth time. The CPU's counter moves before every look, so that none rests. The texts are those of the kernel, but a file on disk costs next to nothing to read: what\n"
            "remains is the sampler's own work, and how it grows. The ratio has no goal here.\n\n"
            + table(["containers", "sampler, µs", "reader, µs", "ratio", "descriptors", "a container"], rows))
    return text + "\n" + at_500(looks, all_found, busy)


def far_core(real, far, grown):
    percent, goal = core_percent(real) * far.count / real.count * grown, CORE_GOAL_PERCENT[far.count]
    return f"{percent:.2f} % of a core; goal < {goal} %: {verdict(percent < goal)}"


def at_500(looks, all_found, busy):
    """Extrapolated: from what was measured with most containers, by the growth in the tree. `busy`: None where it was not measured."""
    real, far = all_found[-1] if all_found else None, looks[-1]
    near = next((one for one in looks if real and one.count == real.count), None)
    if not near or near is far:
        return ""
    grown = median(far.sampler) / median(near.sampler)
    lines = [f"Extrapolated to {far.count} containers from {near.count} real ones, by the growth in the tree (× {grown:.2f} a container): "
             f"{far_core(real, far, grown)}."]
    if busy and busy.count == real.count:
        lines.append(f"The same where all do something every second: {far_core(busy, far, grown)}.")
    if len(all_found) > 1:
        before = all_found[-2]
        each = (real.resident_usual - before.resident_usual) / (real.count - before.count)
        resident = (real.resident_usual + each * (far.count - real.count)) / 1024
        lines.append(f"RssAnon with an hour at 5 s by the line through {before.count} and {real.count} containers: {resident:.1f} MiB; goal ≤ "
                     f"{MEMORY_GOAL_MIB[far.count]} MiB: {verdict(resident <= MEMORY_GOAL_MIB[far.count])}.")
    return "\n".join(lines) + "\n"
