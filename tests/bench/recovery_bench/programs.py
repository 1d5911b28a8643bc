"""The reference programs, compiled here with gcc -O2, and how they are run."""

import functools
import subprocess
from pathlib import Path

from tests.e2e.harness.engine import ROOT

SOURCES = Path(__file__).parent / "reference"
BUILT = ROOT / "build/bench"
LINKS = {"floor": ["-lcurl", "-lsqlite3"]}
DIE_WITH_US = ["setpriv", "--pdeathsig", "KILL"]
# Beside the project where it was designed: the client that ours is held against.
YARDSTICK = ROOT.parent / "shared/bench/evd.c"


@functools.cache
def compiled(name):
    """The path of the program `name`, made from its source once a run."""
    BUILT.mkdir(parents=True, exist_ok=True)
    source = YARDSTICK if name == YARDSTICK.stem else SOURCES / f"{name}.c"
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


def called(socket, concurrency, lines):
    """Sends "METHOD PATH" lines to the engine, so many at once. Returns the seconds that it took."""
    done = subprocess.run([compiled("caller"), socket, str(concurrency)], input="\n".join(lines),
                          text=True, capture_output=True, check=True, timeout=300)
    nanoseconds, replies, refused = map(int, done.stdout.split())
    if replies != len(lines) or refused:
        raise AssertionError(f"{len(lines)} calls, {replies} replies, {refused} refused")
    return nanoseconds / 1e9
