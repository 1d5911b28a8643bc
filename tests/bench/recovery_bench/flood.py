"""10,000 `oom` events a minute of real containers, said in the engine's stream by the recorder beside it."""

import json
import os
import threading
import time

RATE = 10_000 / 60  # events a second
EVENT = {"scope": "local", "Type": "container", "Action": "oom", "status": "oom"}


class Flood:
    """One event after the other for `containers` (as inspected), in turns. Use as a context manager: it flows inside."""

    def __init__(self, fifo, containers, rate=RATE):
        self._fifo, self._rate = fifo, rate
        self._events = [event_of(container) for container in containers]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._flow, daemon=True)
        self.said = 0
        self.began = None  # s of the wall clock

    def __enter__(self):
        self.began = time.time()
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join(10)

    def _flow(self):
        pipe, began = os.open(self._fifo, os.O_WRONLY), time.monotonic()
        while not self._over.wait(max(0, began + self.said / self._rate - time.monotonic())):
            os.write(pipe, line_of(self._events[self.said % len(self._events)], time.time_ns()))
            self.said += 1
        os.close(pipe)


def event_of(container):
    """As the engine says it: all labels are attributes (ENGINE.md 2)."""
    attributes = {**container["Config"]["Labels"], "image": container["Config"]["Image"], "name": container["Name"].lstrip("/")}
    return {**EVENT, "id": container["Id"], "from": attributes["image"],
            "Actor": {"ID": container["Id"], "Attributes": attributes}}


def line_of(event, now):
    return (json.dumps({**event, "time": now // 1_000_000_000, "timeNano": now}, separators=(",", ":")) + "\n").encode()
