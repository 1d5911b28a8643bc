"""Reference programs in C++, linked with the very libraries that the agent was linked with."""

import functools
import subprocess
from pathlib import Path

from tests.bench.bench_kit import programs
from tests.e2e.harness.agent import binary
from tests.e2e.harness.engine import ROOT

OURS = ("monitor", "model", "core_io", "core", "evenkeel_asio")
THEIRS = ("spdlog", "fmt", "boost_url", "curl", "yaml-cpp", "re2", "ssl", "crypto", "pthread")
# As CMakeLists.txt compiles them.
FLAGS = ("-std=c++20", "-O2", "-DNDEBUG", "-DBOOST_ASIO_SEPARATE_COMPILATION", "-DBOOST_BEAST_SEPARATE_COMPILATION",
         "-DBOOST_ASIO_NO_DEPRECATED", f"-I{ROOT}", f"-I{ROOT}/tests")


def libraries():
    """Those beside the agent's binary."""
    return [Path(binary()).resolve().parent / f"lib{name}.a" for name in OURS]


def are_there():
    return all(path.exists() for path in libraries())


@functools.cache
def program(name):
    """The path of reference/NAME.cpp, compiled once a run."""
    programs.BUILT.mkdir(parents=True, exist_ok=True)
    built, source = str(programs.BUILT / name), Path(__file__).parent / f"reference/{name}.cpp"
    subprocess.run(["g++", *FLAGS, "-o", built, str(source), "-Wl,--start-group", *map(str, libraries()), "-Wl,--end-group",
                    *(f"-l{one}" for one in THEIRS)], check=True)
    return built
