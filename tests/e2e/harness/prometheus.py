"""A real Prometheus on loopback that scrapes one agent; nothing of it outlives the test."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

from . import http
from .agent import free_port
from .engine import ROOT
from .waiting import eventually

PROGRAM = shutil.which("prometheus", path=os.environ["PATH"] + ":/usr/bin")
RULES = ROOT / "docs/prometheus/alerts.yaml"


class Prometheus:
    """With the project's own alert rules. Use as a context manager."""

    def __init__(self, directory, port):
        self.dir = Path(directory)
        self.dir.mkdir()
        self.tcp = ("127.0.0.1", free_port())
        config = {"global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
                  "rule_files": [str(RULES)],
                  "scrape_configs": [{"job_name": "evenkeel", "static_configs": [{"targets": [f"127.0.0.1:{port}"]}]}]}
        (self.dir / "prometheus.yml").write_text(json.dumps(config))  # JSON is YAML

    def __enter__(self):
        with open(self.dir / "log", "ab") as log:
            self._process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", PROGRAM, f"--config.file={self.dir}/prometheus.yml",
                 f"--storage.tsdb.path={self.dir}/data", f"--web.listen-address=127.0.0.1:{self.tcp[1]}"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        eventually(lambda: http.call(self.tcp, "GET", "/-/ready").status == 200, 30, "Prometheus is ready",
                   lambda: (self.dir / "log").read_text()[-2000:])
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait(10)

    def query(self, expression):
        """The series as (labels, value)."""
        reply = self._get(f"/api/v1/query?query={quote(expression)}")
        return [(one["metric"], float(one["value"][1])) for one in reply["result"]]

    def rules(self):
        return [rule for group in self._get("/api/v1/rules")["groups"] for rule in group["rules"]]

    def targets(self):
        return self._get("/api/v1/targets")["activeTargets"]

    def _get(self, path):
        return json.loads(http.call(self.tcp, "GET", path).body)["data"]
