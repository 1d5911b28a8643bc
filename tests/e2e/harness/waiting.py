"""Waiting for something to become true, or watching that it stays so, with useful failures."""

import http.client
import os
import signal
import time

# Slow builds (sanitizers) and loaded machines multiply every limit.
PATIENCE = float(os.environ.get("EVENKEEL_E2E_PATIENCE", "1"))
STEP = 0.1


def attempt(condition):
    """The condition's value and what it complained about."""
    try:
        return condition(), ""
    except (AssertionError, OSError, LookupError, ValueError, http.client.HTTPException) as error:
        return None, f"{type(error).__name__}: {error}"


def eventually(condition, timeout, what, describe=lambda: "", alive=lambda: True):
    """The first true value of `condition` within `timeout` seconds; else an AssertionError."""
    deadline = time.monotonic() + timeout * PATIENCE
    while True:
        value, complaint = attempt(condition)
        if value:
            return value
        late, dead = time.monotonic() > deadline, not alive()
        if late or dead:
            why = "the agent died" if dead else f"not within {timeout * PATIENCE:g} s"
            last = f"\nlast look: {complaint or repr(value)}"
            raise AssertionError(f"{why}: {what}{last}\n{describe()}")
        time.sleep(STEP)


def stays(condition, seconds, what, describe=lambda: ""):
    """Fails as soon as `condition` is no longer true; returns after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value, complaint = attempt(condition)
        if not value:
            raise AssertionError(f"did not stay so: {what}\n{complaint or repr(value)}\n{describe()}")
        time.sleep(STEP)


class TimeOver(Exception):
    """Ctest would kill the tests, and leave their engine behind."""


class Limit:
    """What EVENKEEL_E2E_LIMIT says in seconds is over a little earlier: one test fails by it, and none begins after it."""

    CLEANING_UP = 60

    def __init__(self):
        self.over = False
        seconds = float(os.environ.get("EVENKEEL_E2E_LIMIT", "0")) - self.CLEANING_UP
        if seconds > 0:
            signal.signal(signal.SIGALRM, self._ring)
            signal.setitimer(signal.ITIMER_REAL, seconds)

    def _ring(self, *_):
        self.over = True
        raise TimeOver("the time of these tests is over")

    def check(self):
        if self.over:
            raise TimeOver("the time of these tests was over before this one")


limit = Limit()
