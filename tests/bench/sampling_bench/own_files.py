"""The files that evenkeel's sampler keeps open, as its own descriptors tell: what the kept-open reader reads beside it."""

import os
import re
from pathlib import Path

# monitor/counter_files.cpp: `Pace::seldom`, and `Pace::moved`, which is as seldom while the memory of a container stays what it is,
# as it does here; a test holds this against it.
SELDOM = ("cpu.cfs_quota_us", "cpu.cfs_period_us", "memory.stat", "memory.limit_in_bytes", "cpu.max", "memory.max")
SELDOM_EVERY = 10  # looks at one a second: slow_file_interval in monitor/monitor.hpp
OF_HOST = re.compile(r"/proc/(?:stat|meminfo|loadavg|uptime|pressure/\w+)$")
OF_CONTAINERS = re.compile(r"/[0-9a-f]{64}/[^/]+$|/\d+/net/dev$")
PACE_IN_SOURCE = re.compile(r'\{Controller::\w+, "([^"]+)", [^{}]*?Pace::(\w+)', re.DOTALL)


def kept_open(pid):
    """Paths of the containers' files and the host's, in the order in which they were opened."""
    folder = f"/proc/{pid}/fd"
    found = []
    for number in sorted(map(int, os.listdir(folder))):
        try:
            path = os.readlink(f"{folder}/{number}")
        except FileNotFoundError:
            continue
        if OF_CONTAINERS.search(path) or OF_HOST.search(path):
            found.append(path)
    return found


def with_pace(paths):
    """The lines of reference/reader.c."""
    return [f"{pace_of(path)} {path}" for path in paths]


def pace_of(path):
    if OF_HOST.search(path):
        return "host"
    return "seldom" if os.path.basename(path) in SELDOM else "always"


def count_of(pid):
    """Open descriptors of any kind."""
    return len(os.listdir(f"/proc/{pid}/fd"))


def paces_in(source):
    """Name -> pace, as the table in monitor/counter_files.cpp has it: `first` and `always` are both every look's, but while a container rests."""
    return dict(PACE_IN_SOURCE.findall(Path(source).read_text()))
