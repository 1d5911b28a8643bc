"""Hundreds of containers that are but files: evenkeel's sampler, by itself, beside the reader of the same files."""

import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.bench.bench_kit import programs
from tests.bench.bench_kit.stage import say
from tests.e2e.harness.agent import binary
from tests.e2e.harness.engine import ROOT

from . import linked, others, own_files, watching

COUNTS = (10, 50, 200, 500)
INTERVAL_MS, ROUNDS = 250, 30
SAMPLES = ROOT / "tests/data/cgroup"
CONTROLLERS = {
    "cpu": ("cpu.stat", "cpu.cfs_quota_us", "cpu.cfs_period_us"), "cpuacct": ("cpuacct.usage",),
    "memory": ("memory.usage_in_bytes", "memory.stat", "memory.limit_in_bytes", "memory.oom_control"),
    "pids": ("pids.current",), "blkio": ("blkio.throttle.io_service_bytes_recursive",)}


class Looks(NamedTuple):
    """Blocks of microseconds per container and look."""

    count: int
    sampler: list
    reader: list
    descriptors: int


def measure():
    """Of each of COUNTS; or the reason, as a text, why it could not be."""
    if not linked.are_there():
        return f"there are no libraries of ours beside {binary()}"
    try:
        program = linked.program("sampler_of_tree")
    except (OSError, subprocess.SubprocessError) as error:
        return f"its program could not be compiled: {error}"
    found = []
    with tempfile.TemporaryDirectory(prefix="ek-tree-") as name:
        folder = Path(name)
        make(folder, max(COUNTS))
        for count in COUNTS:
            say(f"tree of files: {count} containers")
            found.append(measure_count(program, folder, count))
    return found


def ident_of(number):
    return f"{number:064x}"


def pid_of(number):
    return 1000 + number


def make(folder, count):
    """The kernel's files of so many containers, under version 1, each with a network of its own; texts of tests/data."""
    for name in CONTROLLERS:
        (folder / "cgroup" / name / "docker").mkdir(parents=True)
    proc = folder / "proc"
    (proc / "self").mkdir(parents=True)
    mounts = [f"{30 + n} 20 0:{26 + n} / {folder}/cgroup/{name} rw,relatime - cgroup cgroup rw,{name}\n"
              for n, name in enumerate(CONTROLLERS)]
    (proc / "self/mountinfo").write_text("".join(mounts))
    for name in ("stat", "meminfo", "loadavg", "uptime"):
        (proc / name).write_bytes((SAMPLES / "host" / name).read_bytes())
    (proc / "pressure").mkdir()
    for name in ("cpu", "memory", "io"):
        (proc / "pressure" / name).write_bytes((SAMPLES / "host" / f"pressure.{name}").read_bytes())
    network(proc / "1", 1)
    for number in range(count):
        add_container(folder, number)


def add_container(folder, number):
    for controller, names in CONTROLLERS.items():
        group = folder / "cgroup" / controller / "docker" / ident_of(number)
        group.mkdir()
        for name in names:
            (group / name).write_bytes((SAMPLES / "v1" / name).read_bytes())
    process = folder / "proc" / str(pid_of(number))
    network(process, 2 + number)
    (process / "net").mkdir()
    (process / "net/dev").write_bytes((SAMPLES / "v1/net.dev").read_bytes())
    lines = [f"{n + 1}:{name}:/docker/{ident_of(number)}\n" for n, name in enumerate(CONTROLLERS)]
    (process / "cgroup").write_text("".join(lines))


def network(process, number):
    (process / "ns").mkdir(parents=True)
    (process / "ns/net").symlink_to(f"net:[{4026531840 + number}]")


def measure_count(program, folder, count):
    targets = folder / "targets"
    targets.write_text("".join(f"{ident_of(number)} {pid_of(number)}\n" for number in range(count)))
    sampler = subprocess.Popen([*programs.DIE_WITH_US, program, str(folder / "proc"), str(targets), str(own_files.SELDOM_EVERY)],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    pace(sampler.stdin, [folder / "cgroup/cpuacct/docker" / ident_of(number) / "cpuacct.usage" for number in range(count)])
    paths = own_files.kept_open(sampler.pid)
    said, _ = sampler.communicate(timeout=30)
    if sampler.returncode != 0:
        raise AssertionError(f"sampler_of_tree ended with {sampler.returncode}: see above")
    *looks, last = said.splitlines()
    reader = others.read_by_reader(paths, INTERVAL_MS, ROUNDS)
    rounds = [sum(both) for both in zip(*others.finished(reader))]
    return Looks(count, [one / count / 1000 for one in watching.blocks(list(map(int, looks)))],
                 [one / count for one in watching.blocks(rounds)], int(last.split()[1]))


def pace(stdin, cpu_counters):
    """A line for each look, in time. All containers have used some CPU before each: what rests would not be read whole."""
    began = time.monotonic()
    for number in range(ROUNDS):
        for path in cpu_counters:
            path.write_text(f"{10**9 + number}\n")
        stdin.write("\n")
        stdin.flush()
        time.sleep(max(0, began + (number + 1) * INTERVAL_MS / 1000 - time.monotonic()))
