"""A private Docker Engine in a directory of its own, by scripts/engine."""

import os
import signal
import subprocess
import tempfile
from pathlib import Path

from . import http
from .docker import Docker

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = str(ROOT / "scripts/engine")
GUARD = 'cat > /dev/null; "$0" kill "$1"; "$0" purge "$1"'


class Engine:
    """dockerd with its own containerd, bridge, data and socket; nothing of it outlives the test.

    start, stop (SIGTERM), kill (SIGKILL, containers survive), pause and cont act on dockerd only.
    """

    def __init__(self, directory=None, dockerd=None):
        self.dir = directory or tempfile.mkdtemp(prefix="ek-", dir="/tmp")
        os.chmod(self.dir, 0o755)
        Path(self.dir, "daemon.json").write_text("{}\n")  # not the machine's own
        self.dockerd = dockerd or os.environ.get("EVENKEEL_DOCKERD") or "dockerd"
        self.flags = []  # of dockerd, besides; a change takes effect at its next start
        self.socket = f"{self.dir}/docker.sock"
        self.host = f"unix://{self.socket}"
        self.docker = Docker(self.socket)
        # Outlives this process and cleans up where that was killed before it could.
        self._guard = subprocess.Popen(["sh", "-c", GUARD, SCRIPT, self.dir], start_new_session=True,
                                       stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.purge()

    @property
    def pid(self):
        """dockerd's, or None when it does not run."""
        try:
            pid = int(Path(self.dir, "dockerd.pid").read_text())
            return pid if self.dir in Path(f"/proc/{pid}/cmdline").read_text() else None
        except (OSError, ValueError):
            return None

    @property
    def running(self):
        return self.pid is not None

    def answers(self):
        try:
            return http.call(self.socket, "GET", "/_ping", timeout=5).status == 200
        except OSError:
            return False

    def start(self):
        """Starts dockerd if it does not run, and returns once it answers."""
        if not self.running:
            self._script("start", "--dockerd", self.dockerd, "--config-file",
                         f"{self.dir}/daemon.json", *self.flags)

    def stop(self):
        """SIGTERM, as `systemctl stop docker` and a reboot do; returns when dockerd has gone."""
        self._script("term")

    def kill(self):
        """SIGKILL for dockerd alone: the containers live on."""
        self._script("kill")

    def pause(self):
        os.kill(self.pid, signal.SIGSTOP)

    def cont(self):
        os.kill(self.pid, signal.SIGCONT)

    def purge(self):
        """Ends everything at once and removes the directory."""
        if self.running:
            self.kill()
        self._script("purge")
        self._guard.stdin.close()
        self._guard.wait(30)

    def _script(self, verb, *args):
        done = subprocess.run([SCRIPT, verb, self.dir, *args], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=180)
        if done.returncode != 0:
            raise AssertionError(f"scripts/engine {verb}: {done.stderr}{self._log_tail()}")

    def _log_tail(self):
        log = Path(self.dir, "dockerd.log")
        return log.read_text(errors="replace")[-3000:] if log.exists() else ""
