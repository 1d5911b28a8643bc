"""A registry of one image on loopback, whose layer comes slowly until it is told to hurry."""

import gzip
import hashlib
import http.server
import io
import json
import os
import platform
import tarfile
import threading
import time

from .image import add, image_tar

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
CONFIG = "application/vnd.docker.container.image.v1+json"
LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"
ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
PIECE = 8192


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def layer_tar():
    """The test image, with bytes besides that nothing compresses."""
    out = io.BytesIO(image_tar("7"))
    with tarfile.open(fileobj=out, mode="a") as tar:
        add(tar, "ballast", os.urandom(4 << 20))
    return out.getvalue()


class SlowRegistry:
    """Serves `image`; `asked` says how often its layer was begun."""

    def __init__(self, name):
        self._slow, self.asked = True, 0
        plain = layer_tar()
        layer = gzip.compress(plain, 1)
        config = json.dumps({"architecture": ARCHITECTURE, "os": "linux", "config": {},
                             "rootfs": {"type": "layers", "diff_ids": [digest(plain)]},
                             "history": [{}]}).encode()
        manifest = json.dumps({
            "schemaVersion": 2, "mediaType": MANIFEST,
            "config": {"mediaType": CONFIG, "size": len(config), "digest": digest(config)},
            "layers": [{"mediaType": LAYER, "size": len(layer), "digest": digest(layer)}]}).encode()
        self._served = {"1": manifest, digest(manifest): manifest, digest(config): config,
                        digest(layer): layer, "": b"{}"}
        self._manifest, self._layer = digest(manifest), digest(layer)
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.image = f"127.0.0.1:{self._server.server_address[1]}/{name}:1"

    def hurry(self):
        self._slow = False

    def close(self):
        self.hurry()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self):
        registry = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_HEAD(self):
                self.do_GET()

            def do_GET(self):
                registry.answer(self, self.path.rsplit("/", 1)[1])
        return Handler

    def answer(self, request, what):
        data = self._served.get(what)
        if data is None:
            return request.send_error(404)
        request.send_response(200)
        if "/manifests/" in request.path:
            request.send_header("Content-Type", MANIFEST)
            request.send_header("Docker-Content-Digest", self._manifest)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        if request.command == "GET":
            self._send(request, data, what == self._layer)
        return None

    def _send(self, request, data, is_layer):
        self.asked += is_layer
        try:
            for at in range(0, len(data), PIECE):
                request.wfile.write(data[at:at + PIECE])
                if is_layer and self._slow:
                    time.sleep(0.1)
        except OSError:
            pass
