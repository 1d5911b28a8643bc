"""What a block of time took: the agent's own metrics, the kernel's counts, the requests to the engine."""

import re
import threading
import time
from collections import Counter

from tests.bench.bench_kit.stage import cpu_nanoseconds

from .footprint import memory_of
from .recording import shape

SCRAPED_EVERY = 5.0  # s, in each block alike
SAMPLE = re.compile(r"^(evenkeel_\w+)(?:\{(.*)\})? (\S+)$")
LABEL = re.compile(r'(\w+)="([^"]*)"')


def read_metrics(text):
    """[(name, labels, value)] of evenkeel's own families."""
    found = (SAMPLE.match(line) for line in text.splitlines())
    return [(one[1], dict(LABEL.findall(one[2] or "")), float(one[3])) for one in found if one]


def total(metrics, name, **labels):
    return sum(value for what, has, value in metrics if what == name and labels.items() <= has.items())


class Moment:
    """What has been counted until now."""

    def __init__(self, stage, agent):
        self.at = time.monotonic_ns()
        self.cpu, self.engine_cpu = agent.cpu_nanoseconds(), cpu_nanoseconds(stage.engine.pid)
        self.metrics = read_metrics(agent.get("/metrics").text)
        self.memory = memory_of(agent.pid)

    def events(self, **labels):
        return total(self.metrics, "evenkeel_events_total", **labels)


class Gauges:
    """The greatest outbox depth and loop lag that were seen inside. Use as a context manager."""

    def __init__(self, agent):
        self._agent, self._over = agent, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.outbox = self.lag = 0

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join(30)

    def _watch(self):
        while not self._over.wait(SCRAPED_EVERY):
            metrics = read_metrics(self._agent.get("/metrics").text)
            self.outbox = max(self.outbox, total(metrics, "evenkeel_outbox_depth"))
            self.lag = max(self.lag, total(metrics, "evenkeel_loop_lag_seconds"))


class Block:
    """From one Moment to another."""

    def __init__(self, before, after, gauges):
        self._began, self._ended = before.at, after.at
        self.seconds = (after.at - before.at) / 1e9
        self.cpu = (after.cpu - before.cpu) / 1e7 / self.seconds  # percent of a core
        self.engine_cpu = (after.engine_cpu - before.engine_cpu) / 1e7 / self.seconds
        self.events = after.events() - before.events()
        self.ooms = after.events(type="service.oom_killed") - before.events(type="service.oom_killed")
        self.memory_before, self.memory = before.memory, after.memory
        self.outbox, self.lag = gauges.outbox, gauges.lag
        self.asked = Counter()

    def count_requests(self, notes):
        """Of all notes those that were made inside."""
        self.asked = Counter(shape(note.what) for note in notes if note.kind == "Q" and self._began <= note.at < self._ended)
