"""The one observer of all contenders: the engine's event stream, with the engine's own times."""

import json
import threading
import time
from urllib.parse import quote

from tests.e2e.harness import http


class EventWatch:
    """Reads events of containers in the background. Times are the engine's `timeNano` (unix ns)."""

    def __init__(self, socket):
        filters = quote(json.dumps({"type": ["container"], "event": ["die", "start", "health_status"]}))
        self._conn = http.connection(socket, timeout=None)
        self._conn.request("GET", f"/events?filters={filters}")
        self._answer = self._conn.getresponse()
        self._seen, self._news, self._closed = [], threading.Condition(), False
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._closed = True
        self._conn.sock.shutdown(2)

    def _read(self):
        try:
            while line := self._answer.readline():
                event = json.loads(line)
                with self._news:
                    self._seen.append((event["timeNano"], event["Action"], event["Actor"]["ID"]))
                    self._news.notify_all()
        except (OSError, ValueError, AttributeError):
            if not self._closed:
                raise

    def after(self, moment, action, ident, timeout=60):
        """The time of the first such event later than `moment` (unix ns); waits for it."""
        deadline, looked_at = time.monotonic() + timeout, 0
        with self._news:
            while True:
                for at, what, whom in self._seen[looked_at:]:
                    if at > moment and what == action and whom == ident:
                        return at
                looked_at = len(self._seen)
                if not self._news.wait(deadline - time.monotonic()):
                    raise AssertionError(f"no `{action}` of {ident[:12]} within {timeout} s")

    def last_start(self, ident):
        """Of a container, or 0 where none was seen."""
        with self._news:
            return max((at for at, what, whom in self._seen if what == "start" and whom == ident), default=0)
