"""netdata with its plugin for control groups and nothing else, once a second, in memory."""

import os
import shutil
import subprocess
import time
from pathlib import Path

from tests.bench.bench_kit import programs
from tests.bench.bench_kit.stage import cpu_nanoseconds
from tests.e2e.harness import http
from tests.e2e.harness.agent import free_port

from . import watching

FIRST_SECONDS = 60  # until it follows all: it looks for containers every 10 s
SETTLE_SECONDS = 10  # what its start takes is not what a sample costs
NAMES = "#!/bin/sh\necho \"$2\"\n"  # its own script asks an engine at the usual place
OFF = ("apps", "cgroup network", "charts.d", "checks", "debugfs", "diskspace", "ebpf", "fping", "go.d", "idlejitter", "ioping",
       "loops", "node.d", "perf", "proc", "python.d", "slabinfo", "statsd", "tc", "timex", "netdata monitoring",
       "enable running new plugins")


def program():
    return shutil.which("netdata", path=os.environ["PATH"] + ":/usr/sbin")


def configuration(folder, port):
    plugins = "\n".join(f"    {name} = no" for name in OFF)
    places = "\n".join(f"    {name} = {folder}/{name}" for name in ("cache", "lib", "log"))
    return (f"[global]\n    run as user = root\n[directories]\n{places}\n    config = {folder}\n    stock config = {folder}\n"
            f"[db]\n    mode = ram\n    update every = 1\n    retention = 300\n"
            f"[web]\n    bind to = 127.0.0.1:{port}\n    web server threads = 1\n[ml]\n    enabled = no\n"
            f"[health]\n    enabled = no\n[cloud]\n    enabled = no\n[plugins]\n    cgroups = yes\n{plugins}\n"
            f"[plugin:cgroups]\n    script to get cgroup names = {folder}/names\n")


class Netdata:
    """Use as a context manager."""

    def __init__(self, program, folder):
        for name in ("cache", "lib", "log"):
            os.makedirs(f"{folder}/{name}")
        self._port, self._folder = free_port(), Path(folder)
        Path(folder, "netdata.conf").write_text(configuration(folder, self._port))
        Path(folder, "names").write_text(NAMES)
        os.chmod(f"{folder}/names", 0o755)
        Path(folder, ".opt-out-from-anonymous-statistics").touch()
        self._command = [*programs.DIE_WITH_US, program, "-D", "-c", f"{folder}/netdata.conf", "-P", f"{folder}/pid"]

    def __enter__(self):
        self._process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                         stderr=subprocess.DEVNULL)
        time.sleep(2)
        if self._process.poll() is not None:
            raise AssertionError(f"netdata ended with {self._process.returncode}")
        return self

    def __exit__(self, *_):
        programs.ended(self._process)

    def containers(self):
        """How many control groups it draws the CPU of."""
        charts = http.call(("127.0.0.1", self._port), "GET", "/api/v1/charts").json()["charts"]
        return sum(1 for name in charts if name.startswith("cgroup_") and name.endswith(".cpu"))

    def log_tail(self):
        log = self._folder / "log/error.log"
        return log.read_text(errors="replace")[-3000:] if log.exists() else "(no log)"

    def nanoseconds(self):
        return cpu_nanoseconds(self._process.pid)

    def resident_kib(self):
        return watching.memory_kib(self._process.pid, "VmRSS")
