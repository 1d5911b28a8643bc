"""HTTP over a Unix socket or loopback TCP, one fresh connection a call."""

import http.client
import json
import socket
from dataclasses import dataclass

Address = str | tuple[str, int]  # a socket path, or (host, port)


@dataclass(frozen=True)
class Reply:
    """A complete answer; header names are in lower case."""

    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    def json(self):
        try:
            return json.loads(self.body)
        except ValueError:
            raise AssertionError(f"not JSON (status {self.status}): {self.text[:400]!r}") from None


class UnixConnection(http.client.HTTPConnection):
    """An HTTP connection to a Unix socket."""

    def __init__(self, path, timeout):
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def connection(address: Address, timeout: float):
    if isinstance(address, str):
        return UnixConnection(address, timeout)
    return http.client.HTTPConnection(*address, timeout=timeout)


def call(address: Address, method, path, body=None, headers=None, timeout=30.0) -> Reply:
    """One request. A body that is not bytes or text is sent as JSON."""
    headers = dict(headers or {})
    if body is not None and not isinstance(body, (bytes, str)):
        body = json.dumps(body)
        headers.setdefault("Content-Type", "application/json")
    if isinstance(body, str):
        body = body.encode()
    conn = connection(address, timeout)
    try:
        try:
            conn.request(method, path, body=body, headers=headers)
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused before it was all sent: the answer is there to read
        answer = conn.getresponse()
        names = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, names, answer.read())
    finally:
        conn.close()
