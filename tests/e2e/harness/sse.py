"""Reads a stream of server-sent events."""

import json
import socket
import time
from dataclasses import dataclass

from . import http


@dataclass
class Message:
    id: str = ""
    event: str = ""
    data: str = ""

    def json(self):
        return json.loads(self.data)


class Stream:
    """One open event stream; use as a context manager."""

    def __init__(self, address, path, headers=None, timeout=30):
        self._conn = http.connection(address, timeout)
        self._conn.request("GET", path, headers={"Accept": "text/event-stream", **(headers or {})})
        self.answer = self._conn.getresponse()
        self.status = self.answer.status
        self.type = self.answer.getheader("Content-Type", "")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._conn.close()

    def messages(self):
        """Yields messages as they arrive; comments and retry lines are skipped."""
        message = Message()
        while line := self.answer.readline():
            name, _, value = line.decode().rstrip("\r\n").partition(":")
            value = value.removeprefix(" ")
            if not name and not value and message.data:
                yield message
                message = Message()
            elif name == "data":
                message.data += ("\n" if message.data else "") + value
            elif name in ("id", "event"):
                setattr(message, name, value)

    def until(self, wanted, timeout=20):
        """All messages up to the first that `wanted` accepts."""
        deadline, seen = time.monotonic() + timeout, []
        try:
            for message in self.messages():
                seen.append(message)
                if wanted(message):
                    return seen
                if time.monotonic() > deadline:
                    break
        except (TimeoutError, socket.timeout):
            pass
        raise AssertionError(f"the awaited message did not come; seen: {seen}")
