"""A real registry on loopback, with or without a password; nothing of it outlives the test."""

import base64
import ctypes
import ctypes.util
import io
import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from urllib.parse import quote

from . import http
from .agent import free_port
from .image import add, image_tar
from .waiting import eventually

PROGRAM = shutil.which("docker-registry", path=os.environ["PATH"] + ":/usr/sbin")
USER, PASSWORD = "anna", "open sesame"


def basic(user=USER, password=PASSWORD):
    """What config.json of Docker holds after `docker login`."""
    return base64.b64encode(f"{user}:{password}".encode()).decode()


def bcrypt(password):
    crypt = ctypes.CDLL(ctypes.util.find_library("crypt")).crypt
    crypt.restype = ctypes.c_char_p
    return crypt(password.encode(), b"$2b$05$" + b"evenkeelevenkeelevenke").decode()


class Registry:
    """docker-registry in this folder and at an address of its own, which stay over stop and start."""

    def __init__(self, directory, password=None):
        self.dir = str(directory)
        Path(directory).mkdir()
        self.tcp = ("127.0.0.1", free_port())
        self.address = f"127.0.0.1:{self.tcp[1]}"
        self._auth = basic(USER, password) if password else None
        config = {"version": 0.1, "log": {"level": "warn"}, "http": {"addr": self.address},
                  "storage": {"filesystem": {"rootdirectory": f"{self.dir}/data"},
                              "delete": {"enabled": True}}}
        if password:
            Path(self.dir, "htpasswd").write_text(f"{USER}:{bcrypt(password)}\n")
            config["auth"] = {"htpasswd": {"realm": "test", "path": f"{self.dir}/htpasswd"}}
        Path(self.dir, "config.yml").write_text(json.dumps(config))
        self._process = None

    def start(self):
        if self._process is not None:
            return
        with open(f"{self.dir}/log", "ab") as log:
            self._process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", PROGRAM, "serve", f"{self.dir}/config.yml"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        eventually(lambda: http.call(self.tcp, "GET", "/v2/").status in (200, 401), 15,
                   "the registry answers", Path(self.dir, "log").read_text,
                   lambda: self._process.poll() is None)

    def stop(self):
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    def name(self, image):
        return f"{self.address}/{image}"

    def publish(self, docker, image, ballast=0):
        """Makes an image, pushes it as `image`, "team/app:1", and leaves nothing of it in the engine.

        Returns the digest.
        """
        repository, tag = self.name(image).rsplit(":", 1)
        self._told(docker, f"/images/create?fromSrc=-&repo={quote(repository)}&tag={tag}",
                   tar_with(image, ballast), {"Content-Type": "application/x-tar"})
        login = {}
        if self._auth:
            user, password = base64.b64decode(self._auth).decode().split(":", 1)
            login = {"username": user, "password": password, "serveraddress": self.address}
        header = base64.urlsafe_b64encode(json.dumps(login).encode()).decode()
        said = self._told(docker, f"/images/{repository}/push?tag={tag}", None,
                          {"X-Registry-Auth": header, "Content-Type": "application/json"})
        docker.api("DELETE", f"/images/{repository}:{tag}", force=1)
        return next(line["aux"]["Digest"] for line in said if "aux" in line)

    def _told(self, docker, target, body, headers):
        reply = http.call(docker.socket, "POST", target, body, headers, timeout=90)
        if reply.status != 200 or b"errorDetail" in reply.body:
            raise AssertionError(f"{target}: {reply.status} {reply.text}")
        return [json.loads(line) for line in reply.body.splitlines()]


def tar_with(version, ballast):
    """The test image, with so many bytes besides that nothing compresses."""
    out = io.BytesIO(image_tar(version))
    with tarfile.open(fileobj=out, mode="a") as tar:
        add(tar, "ballast", os.urandom(ballast))
    return out.getvalue()
