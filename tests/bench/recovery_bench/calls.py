"""Raw requests to the engine, so many at once, by reference/caller.c."""

import subprocess

from tests.bench.bench_kit import programs


def called(socket, concurrency, lines):
    """Sends "METHOD PATH" lines to the engine, so many at once. Returns the seconds that it took."""
    done = subprocess.run([programs.compiled("caller"), socket, str(concurrency)], input="\n".join(lines),
                          text=True, capture_output=True, check=True, timeout=300)
    nanoseconds, replies, refused = map(int, done.stdout.split())
    if replies != len(lines) or refused:
        raise AssertionError(f"{len(lines)} calls, {replies} replies, {refused} refused")
    return nanoseconds / 1e9
