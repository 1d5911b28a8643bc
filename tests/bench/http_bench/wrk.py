"""wrk: 64 connections that are kept, one thread."""

import re
import subprocess
from typing import NamedTuple

from tests.bench.bench_kit import programs

CONNECTIONS = 64
UNITS = {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}  # in ms


class Load(NamedTuple):
    """What wrk said of one turn."""

    a_second: float
    p99: float  # ms
    not_answered: int  # errors of the socket, and statuses other than 2xx and 3xx


def command(url, seconds, headers):
    named = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    return [*programs.DIE_WITH_US, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", *named, url]


def run(url, seconds, headers):
    done = subprocess.run(command(url, seconds, headers), capture_output=True, text=True, check=True, timeout=seconds + 60)
    return load_of(done.stdout)


def load_of(text):
    rate = re.search(r"^Requests/sec:\s+([\d.]+)", text, re.MULTILINE)
    p99 = re.search(r"^\s+99%\s+([\d.]+)(us|ms|s|m)\s*$", text, re.MULTILINE)
    if not rate or not p99:
        raise AssertionError(f"wrk said: {text}")
    errors = sum(int(number) for line in re.findall(r"Socket errors: (.*)", text) for number in re.findall(r"\d+", line))
    refused = sum(map(int, re.findall(r"Non-2xx or 3xx responses: (\d+)", text)))
    return Load(float(rate[1]), float(p99[1]) * UNITS[p99[2]], errors + refused)
