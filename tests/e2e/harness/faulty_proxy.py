"""A Unix socket before the engine's own, which can be made to misbehave like a sick engine."""

import os
import socket
import threading

ERROR_500 = (b"HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\n"
            b"Content-Length: 27\r\n\r\n{\"message\":\"engine is ill\"}\n")
FAULTS = {
    "garbage": b"\x00\xff\x13not http at all\r\n\r\n" * 40,
    "half": b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4096\r\n\r\n[{\"Id",
    "error500": ERROR_500,
    "closes": b"",
}


class FaultyProxy:
    """Passes connections on, or answers each with a fault of FAULTS. `mode` can change at any time.

    A change of mode drops all open connections. Starts in mode "pass".
    """

    def __init__(self, path, engine_socket):
        self.path, self._engine, self._mode = path, engine_socket, "pass"
        self._open, self._lock = set(), threading.Lock()
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(path)
        self._listener.listen(64)
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    @property
    def host(self):
        return f"unix://{self.path}"

    def become(self, mode):
        self._mode = mode
        self._drop_all()

    def close(self):
        self._listener.close()
        self._drop_all()
        os.unlink(self.path)

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        self._remember(client)
        try:
            if self._mode == "pass":
                self._pass_on(client)
            elif client.recv(65536):
                client.sendall(FAULTS[self._mode])
        except OSError:
            pass
        finally:
            self._forget(client)

    def _pass_on(self, client):
        engine = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._remember(engine)
        try:
            engine.connect(self._engine)
            back = threading.Thread(target=pump, args=(engine, client), daemon=True)
            back.start()
            pump(client, engine)
            back.join()
        finally:
            self._forget(engine)

    def _remember(self, sock):
        with self._lock:
            self._open.add(sock)

    def _forget(self, sock):
        with self._lock:
            self._open.discard(sock)
        sock.close()

    def _drop_all(self):
        with self._lock:
            for sock in self._open:
                try:
                    sock.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass


def pump(source, target):
    """Copies until the source ends, then half-closes the target."""
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass
