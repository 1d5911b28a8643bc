"""A real Alertmanager on loopback; nothing of it outlives the test."""

import json
import os
import shutil
import subprocess
from pathlib import Path

from . import http
from .agent import free_port
from .waiting import eventually

PROGRAM = shutil.which("prometheus-alertmanager", path=os.environ["PATH"] + ":/usr/bin")
CONFIG = {"route": {"receiver": "nobody", "group_by": ["alertname"]}, "receivers": [{"name": "nobody"}]}


class Alertmanager:
    """That tells nobody. Use as a context manager."""

    def __init__(self, directory):
        self.dir = Path(directory)
        self.dir.mkdir()
        self.tcp = ("127.0.0.1", free_port())
        self.url = f"http://127.0.0.1:{self.tcp[1]}"
        (self.dir / "alertmanager.yml").write_text(json.dumps(CONFIG))  # JSON is YAML

    def __enter__(self):
        with open(self.dir / "log", "ab") as log:
            self._process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", PROGRAM, f"--config.file={self.dir}/alertmanager.yml",
                 f"--storage.path={self.dir}/data", f"--web.listen-address=127.0.0.1:{self.tcp[1]}",
                 "--cluster.listen-address="],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        eventually(lambda: http.call(self.tcp, "GET", "/-/ready").status == 200, 30, "Alertmanager is ready",
                   lambda: (self.dir / "log").read_text()[-2000:])
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait(10)

    def alerts(self):
        """What fires, as its API shows it."""
        return http.call(self.tcp, "GET", "/api/v2/alerts").json()
