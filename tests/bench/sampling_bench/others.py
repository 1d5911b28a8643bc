"""Those beside evenkeel: the kept-open reader, the engine's one-shot statistics, `docker stats`, netdata."""

import functools
import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

from tests.bench.bench_kit import programs
from tests.bench.bench_kit.stage import cpu_nanoseconds, say
from tests.e2e.harness.waiting import eventually

from . import netdata, own_files, watching

ONE_SHOT_ROUNDS = 8
OTHERS_SECONDS = 10
DOCKER_FIRST_SECONDS = 4  # until `docker stats` follows all


class Cost(NamedTuple):
    """Microseconds of CPU per container and sample; `hertz`: samples a second that were reached, None where one is assumed."""

    own: float
    engine: float
    hertz: float | None
    resident_mib: float | None


def read_by_reader(paths, interval_ms, rounds):
    """Starts the reader of these files."""
    numbers = map(str, (interval_ms, rounds, own_files.SELDOM_EVERY))
    process = subprocess.Popen([*programs.DIE_WITH_US, programs.compiled("reader"), *numbers],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    process.stdin.write("\n".join(own_files.with_pace(paths)) + "\n")
    process.stdin.close()
    return process


def finished(process):
    """Its microseconds, round by round: of the containers' files, and of the host's."""
    said = process.stdout.read()
    if process.wait(30) != 0:
        raise AssertionError("the reader failed: see above")
    lines = [list(map(int, line.split())) for line in said.splitlines()]
    return [own for own, _ in lines], [host for _, host in lines]


def or_why_not(price):
    """What went wrong with one of the others is a line of the report, and no end to everything."""
    @functools.wraps(price)
    def asked(stage, containers):
        try:
            return price(stage, containers)
        except (AssertionError, OSError, subprocess.SubprocessError) as error:
            say(f"{price.__name__} failed: {error}")
            return str(error).splitlines()[0]
    return asked


@or_why_not
def one_shot(stage, containers):
    """The engine asked for each container once a second. A text says why it was not measured."""
    began, engine = time.monotonic(), watching.engine_nanoseconds(stage.engine)
    done = subprocess.run([programs.compiled("one_shot"), stage.engine.socket, "1000", str(ONE_SHOT_ROUNDS)],
                          input="\n".join(one["Id"] for one in containers), text=True, capture_output=True, timeout=180)
    if done.returncode != 0:
        raise AssertionError(done.stderr.strip() or "the program that asks failed")
    samples, own, size = re.search(r"samples=(\d+) self_us/sample=([\d.]+) resident_kib=(\d+)", done.stdout).groups()
    samples, own, size = int(samples), float(own), int(size) / 1024
    took, engine = time.monotonic() - began, watching.engine_nanoseconds(stage.engine) - engine
    return Cost(own, engine / 1000 / samples, samples / len(containers) / took, size)


def streamed_hertz(stage, containers):
    """Samples of a container that the engine's stream of statistics delivers in a second; None where that cannot be told."""
    if not programs.is_at_hand("sampler"):
        return None
    lines = "\n".join(f"{one['Id']} {one['State']['Pid']}" for one in containers)
    done = subprocess.run([programs.compiled("sampler"), "stream", "1000", str(OTHERS_SECONDS)], input=lines,
                          env=dict(os.environ, DOCKER_SOCK=stage.engine.socket), text=True, capture_output=True,
                          timeout=180, check=True)
    return int(re.search(r"samples=(\d+)", done.stdout).group(1)) / len(containers) / OTHERS_SECONDS


@or_why_not
def docker_stats(stage, containers):
    """The command as a person runs it, to a file.

    It does not tell its samples: they are those that the stream which it reads delivers to another reader just after.
    """
    program = shutil.which("docker")
    if not program:
        return "the command `docker` is not installed"
    said = stage.path("docker-stats.txt")
    with open(said, "wb") as file:
        client = subprocess.Popen([*programs.DIE_WITH_US, program, "-H", stage.engine.host, "stats"],
                                  stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT)
    try:
        time.sleep(DOCKER_FIRST_SECONDS)
        cost = cost_of(stage, containers, lambda: cpu_nanoseconds(client.pid), lambda: watching.memory_kib(client.pid, "VmRSS"))
        if client.poll() is not None:
            raise AssertionError("docker stats ended: " + Path(said).read_text()[-500:])
    finally:
        programs.ended(client)
    hertz = streamed_hertz(stage, containers)
    return cost._replace(own=cost.own / (hertz or 1), engine=cost.engine / (hertz or 1), hertz=hertz)


def cost_of(stage, containers, own_nanoseconds, resident_kib):
    """For a sample a second."""
    began, engine, own = time.monotonic(), watching.engine_nanoseconds(stage.engine), own_nanoseconds()
    time.sleep(OTHERS_SECONDS)
    own, engine = own_nanoseconds() - own, watching.engine_nanoseconds(stage.engine) - engine
    samples = len(containers) * (time.monotonic() - began)
    return Cost(own / 1000 / samples, engine / 1000 / samples, None, resident_kib() / 1024)


@or_why_not
def with_netdata(stage, containers):
    """Its plugin for control groups alone."""
    program = netdata.program()
    if not program:
        return "it is not installed"
    with netdata.Netdata(program, stage.path("netdata")) as process:
        eventually(lambda: process.containers() >= len(containers), netdata.FIRST_SECONDS, "it follows all containers",
                   lambda: f"it follows {process.containers()} of {len(containers)}\n{process.log_tail()}")
        time.sleep(netdata.SETTLE_SECONDS)
        cost = cost_of(stage, containers, process.nanoseconds, process.resident_kib)
        return cost._replace(engine=0.0)  # which it does not ask: what that did was its own affair


# In this order: the engine is busy for some time after it was asked.
PRICES = {"netdata": with_netdata, "one-shot": one_shot, "docker stats": docker_stats}
