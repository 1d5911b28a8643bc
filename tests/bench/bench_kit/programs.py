"""The reference programs, compiled here with gcc -O2, and how they are run."""

import functools
import subprocess
from pathlib import Path

from tests.e2e.harness.engine import ROOT

BENCHES = Path(__file__).parent.parent
BUILT = ROOT / "build/bench"
LINKS = {"floor": ["-lcurl", "-lsqlite3"]}
DIE_WITH_US = ["setpriv", "--pdeathsig", "KILL"]
# Beside the project where it was designed: programs that others were measured by there.
YARDSTICKS = {name: ROOT.parent / f"shared/bench/{name}.c" for name in ("evd", "sampler")}


def is_at_hand(name):
    """Whether the yardstick `name` can be compiled: it is no part of this repository."""
    return YARDSTICKS[name].exists()


@functools.cache
def compiled(name):
    """The path of the program `name`, made from its source once a run."""
    BUILT.mkdir(parents=True, exist_ok=True)
    source = YARDSTICKS.get(name) or next(BENCHES.glob(f"*/reference/{name}.c"))
    program = str(BUILT / name)
    subprocess.run(["gcc", "-O2", "-o", program, str(source), *LINKS.get(name, [])], check=True)
    return program


def spawned(name, *arguments):
    """A reference program in the background; it ends with us at the latest."""
    command = [*DIE_WITH_US, compiled(name), *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def ended(process):
    process.terminate()
    process.wait(10)
