"""CPU of an agent's threads and of an engine, second by second; and what is to be made of these seconds. The latter is pure."""

import time
from pathlib import Path
from typing import NamedTuple

from tests.bench.bench_kit.figures import median
from tests.bench.bench_kit.stage import cpu_nanoseconds

LOOKS = "looks"  # the thread that reads the kernel's files: monitor/monitor.hpp
BLOCK_SECONDS = 10  # each holds one reading of the seldom files
MINUTE_SECONDS = 3  # the end of a minute is worked off within
ENGINE = ("dockerd", "containerd", "containerd-shim")


class Seconds(NamedTuple):
    """CPU microseconds, second by second, of the thread that looks and of everything else in the process."""

    looks: list
    rest: list
    minute: int | None  # the second in which a minute of the wall clock ended


def thread_of(pid, name):
    for thread in Path(f"/proc/{pid}/task").iterdir():
        if (thread / "comm").read_text().strip() == name:
            return thread
    raise AssertionError(f"process {pid} has no thread `{name}`")


def watched(pid, seconds):
    """Takes that long."""
    thread, began, minute = thread_of(pid, LOOKS), time.monotonic(), None
    minute_now = int(time.time() // 60)
    looks, whole = [nanoseconds_of(thread)], [cpu_nanoseconds(pid)]
    for number in range(seconds):
        time.sleep(max(0, began + number + 1 - time.monotonic()))
        looks.append(nanoseconds_of(thread))
        whole.append(cpu_nanoseconds(pid))
        if int(time.time() // 60) != minute_now and minute is None:
            minute = number
    looks, whole = differences(looks), differences(whole)
    return Seconds(looks, [all_ - one for all_, one in zip(whole, looks)], minute)


def nanoseconds_of(thread):
    return int((thread / "schedstat").read_text().split()[0])


def differences(counts):
    """Microseconds of nanoseconds counted up."""
    return [(after - before) / 1000 for before, after in zip(counts, counts[1:])]


def wait_for_minute(seconds):
    """Until so many seconds hold the end of a minute, well inside; for few of them at once."""
    if seconds < 2 * BLOCK_SECONDS:
        return
    while not 60 - seconds + MINUTE_SECONDS + 2 <= time.time() % 60 <= 58:
        time.sleep(0.1)


def smoothed(seconds):
    """The whole process, second by second, with a sixtieth of what a minute's end took in each.

    A window of less than a minute that holds such an end would count it too often, one without it not at all.
    """
    late = range(0) if seconds.minute is None else range(seconds.minute, seconds.minute + MINUTE_SECONDS)
    usual = median([one for number, one in enumerate(seconds.rest) if number not in late])
    of_minute = sum(max(0, seconds.rest[number] - usual) for number in late if number < len(seconds.rest))
    rest = [usual if number in late else one for number, one in enumerate(seconds.rest)]
    return [look + other + of_minute / 60 for look, other in zip(seconds.looks, rest)], of_minute


def blocks(values, length=BLOCK_SECONDS):
    """The means of so many values each; of all where they are fewer. A rest is left out."""
    if len(values) < length:
        return [sum(values) / len(values)]
    return [sum(values[at:at + length]) / length for at in range(0, len(values) - length + 1, length)]


def engine_nanoseconds(engine):
    """CPU of dockerd, its containerd and the shims, so far."""
    return sum(cpu_nanoseconds(pid) for pid in processes_of(engine))


def processes_of(engine):
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "comm").read_text().strip() in ENGINE and engine.dir in (process / "cmdline").read_text():
                found.append(process.name)
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def memory_kib(pid, name="RssAnon"):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    raise AssertionError(f"process {pid} tells no {name}")
