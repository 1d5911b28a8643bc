"""A recorder between a client and the engine, and what its notes say."""

import os
import time
from collections import Counter
from typing import NamedTuple

from tests.bench.bench_kit import programs
from tests.e2e.harness.waiting import eventually


class Note(NamedTuple):
    """One line of reference/recorder.c: kind Q request, R reply, D further bytes, E event, A event that was added."""

    kind: str
    at: int  # ns of the monotonic clock, which is time.monotonic_ns()
    connection: int
    what: str  # method and path, status, bytes, or action and id


class Recorder:
    """Listens at `socket`, passes on to the engine. Use as a context manager.

    Lines that are written to `fifo` are added to the engine's events; None: there is no such way.
    """

    def __init__(self, stage, name, adds_events=False):
        self.socket, self._file = stage.path(f"{name}.sock"), stage.path(f"{name}.notes")
        self.fifo = stage.path(f"{name}.fifo") if adds_events else None
        if self.fifo:
            os.mkfifo(self.fifo)
        words = [self.socket, stage.engine.socket, self._file, *filter(None, [self.fifo])]
        self._process = programs.spawned("recorder", *words)
        eventually(lambda: os.path.exists(self.socket), 10, "the recorder listens")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        programs.ended(self._process)

    @property
    def host(self):
        return f"unix://{self.socket}"

    def notes(self):
        """All notes so far; waits until the recorder has been idle and has written them."""
        time.sleep(0.12)
        with open(self._file, encoding="utf-8", errors="replace") as file:
            lines = [line.split(" ", 3) for line in file]
        return [Note(kind, int(at), int(number), what.strip()) for kind, at, number, what in lines]


class Reaction(NamedTuple):
    """What a client did about one event."""

    milliseconds: float  # from the event to the request that answers it
    asked_between: Counter  # other requests in that time, without their ids


def reactions(notes, action, verb):
    """For each event `action`: until the POST of `verb` for the same container was read."""
    found, pending = [], {}
    for note in sorted(notes, key=lambda one: one.at):
        if note.kind == "E" and note.what.startswith(action + " "):
            pending[note.what.rsplit(" ", 1)[1]] = (note.at, Counter())
        elif note.kind == "Q":
            answered = next((i for i in pending if note.what.startswith("POST") and f"/{i}/{verb}" in note.what), None)
            if answered:
                since, between = pending.pop(answered)
                found.append(Reaction((note.at - since) / 1e6, between))
            else:
                for _, between in pending.values():
                    between[shape(note.what)] += 1
    return found


def shape(request):
    """GET /containers/{}/json: without the version, ids, names and the query."""
    method, path = request.split(" ", 1)
    parts = path.split("?")[0].split("/")[1:]
    if parts and parts[0].startswith("v1."):
        parts = parts[1:]
    known = ("containers", "json", "networks", "volumes", "images", "events", "start", "stop", "restart", "_ping",
             "version", "info", "create", "connect", "logs")
    return method + " /" + "/".join(part if part in known else "{}" for part in parts)
