"""A virtual machine under software emulation: made from the root file system that `rootfs` keeps, driven by commands over a
virtio-serial port, rebooted, and robbed of its power."""

import base64
import os
import platform
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

here = Path(__file__).resolve().parent
top = here.parents[2]
cache = top / "build" / "vm"
PORT = "evenkeel.control"
DISK_SIZE = "4G"
BOOT_SECONDS_MAX = 420  # 25 s on an idle machine; a busy one emulates far more slowly
DOWN_SECONDS_MAX = 240
FIRST_BOOTS_MAX = 3

# Machine type, package and console by architecture.
KINDS = {
    "x86_64": ("qemu-system-x86_64", "qemu-system-x86", [], "ttyS0"),
    "aarch64": ("qemu-system-aarch64", "qemu-system-arm", ["-machine", "virt"], "ttyAMA0"),
}


class Failure(Exception):
    """The machine itself does not do what it should: nothing can be said of evenkeel."""


class Stalled(Failure):
    """The emulated processors wait for each other for ever, which the emulator brings about once in a while."""


def progress(text: str) -> None:
    print(f"   {time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def install_missing() -> None:
    program, package, _, _ = KINDS[platform.machine()]
    missing = [name for name, command in ((package, program), ("debootstrap", "debootstrap"), ("e2fsprogs", "mke2fs"))
               if shutil.which(command) is None]
    if missing:
        progress(f"installing {' '.join(missing)}")
        subprocess.run(["apt-get", "install", "--yes", "--no-install-recommends", *missing], check=True,
                       stdout=sys.stderr, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


def libraries_of(binary: Path) -> list[str]:
    """The packages that the shared libraries of `binary` come from."""
    listed = subprocess.run(["ldd", binary], check=True, capture_output=True, text=True).stdout
    paths = set(re.findall(r"=> (/\S+)", listed))
    packages = {package_of(path) for path in paths}
    return sorted(packages - {"libc6", "libgcc-s1"})


def package_of(path: str) -> str:
    for name in (path, os.path.realpath(path), path.removeprefix("/usr"), os.path.realpath(path).removeprefix("/usr")):
        found = subprocess.run(["dpkg", "--search", name], capture_output=True, text=True)
        if found.returncode == 0:
            return found.stdout.partition(":")[0]
    raise Failure(f"no package holds {path}: build against the distribution's libraries")


def make_disk(packages: list[str], files: dict[str, Path], units: list[str]) -> Path:
    """A fresh disk: the kept root file system with `files` (path inside: path here) and `units` enabled."""
    install_missing()
    subprocess.run([here / "rootfs", cache, *packages], check=True, stdout=sys.stderr)
    root = cache / "rootfs"
    wants = root / "etc/systemd/system/multi-user.target.wants"
    wants.mkdir(parents=True, exist_ok=True)
    files = {"usr/local/sbin/vm-control": here / "control", "etc/systemd/system/vm-control.service": here / "control.service",
             **files}
    for inside, source in files.items():
        (root / inside).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, root / inside)
    for unit in ("vm-control.service", "docker.service", *units):
        place = "etc" if (root / "etc/systemd/system" / unit).exists() else "lib"
        (wants / unit).unlink(missing_ok=True)
        (wants / unit).symlink_to(f"/{place}/systemd/system/{unit}")
    disk = cache / f"disk-{os.getpid()}.img"
    disk.unlink(missing_ok=True)
    subprocess.run(["mke2fs", "-q", "-t", "ext4", "-d", root, disk, DISK_SIZE], check=True, stdout=sys.stderr)
    return disk


@dataclass(frozen=True)
class Answer:
    code: int
    text: str


class Machine:
    """One boot after the other of one disk. Not two at once."""

    def __init__(self, disk: Path):
        self.disk = disk
        self.folder = Path(tempfile.mkdtemp(prefix="ek-vm-"))  # a socket's path must be short
        self.process: subprocess.Popen | None = None
        self.channel: socket.socket | None = None
        self.unread = b""
        self.boots = 0
        self.asked = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.cut_power()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.disk.unlink(missing_ok=True)

    # --- power ---

    def first_boot(self) -> float:
        """Nothing has happened on the disk yet, so that a stalled emulator may be started again."""
        for _ in range(FIRST_BOOTS_MAX - 1):
            try:
                return self.boot()
            except Stalled as stalled:
                progress(f"{stalled}; once more")
                self.cut_power()
        return self.boot()

    def boot(self) -> float:
        """Returns the seconds until it takes commands."""
        program, _, kind, console = KINDS[platform.machine()]
        self.boots += 1
        control = self.folder / f"control-{self.boots}"
        progress(f"boot {self.boots}; its console: {self.console()}")
        self.console().write_text("")
        begin = time.monotonic()
        self.process = subprocess.Popen(
            [program, *kind, "-accel", "tcg,thread=multi", "-cpu", "max", "-m", "2048", "-smp", "2",
             "-kernel", cache / "vmlinuz", "-initrd", cache / "initrd",
             "-append", f"root=/dev/vda rw console={console} quiet mitigations=off",
             "-drive", f"file={self.disk},format=raw,if=virtio", "-display", "none", "-monitor", "none",
             "-serial", f"file:{self.console()}", "-no-reboot", "-nic", "none", "-device", "virtio-serial",
             "-chardev", f"socket,id=control,path={control},server=on,wait=off",
             "-device", f"virtserialport,chardev=control,name={PORT}"],
            stdin=subprocess.DEVNULL, stdout=sys.stderr, start_new_session=True)
        self.connect(control)
        self.wait_for_control(begin)
        took = time.monotonic() - begin
        progress(f"takes commands after {took:.0f} s")
        return took

    def connect(self, path: Path) -> None:
        self.channel = socket.socket(socket.AF_UNIX)
        self.unread = b""
        for _ in range(100):
            try:
                self.channel.connect(str(path))
                return
            except OSError:
                if self.process.poll() is not None:
                    raise Failure("qemu ended at once") from None
                time.sleep(0.1)
        raise Failure("qemu does not open its control socket")

    def wait_for_control(self, begin: float) -> None:
        while time.monotonic() - begin < BOOT_SECONDS_MAX:
            line = self.read_line(2)
            if line == "hello":
                return
            if self.process.poll() is not None:
                raise Failure(f"the machine ended while it booted; see {self.console()}")
            if "soft lockup" in self.console().read_text(errors="replace"):
                raise Stalled(f"the emulator stalled; see {self.console()}")
        raise Failure(f"no boot within {BOOT_SECONDS_MAX} s; see {self.console()}")

    def console(self) -> Path:
        return cache / f"console-{self.boots}.log"

    def cut_power(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.wait_down()

    def wait_down(self) -> None:
        """The machine is off, or has reset: qemu ends at both."""
        if self.process is None:
            return
        try:
            self.process.wait(DOWN_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise Failure(f"it does not go down within {DOWN_SECONDS_MAX} s; see {cache}/console-{self.boots}.log") from None
        finally:
            self.process = None
            self.channel.close()

    # --- commands ---

    def send(self, command: str, limit: float = 60) -> int:
        """Starts a command (bash, as root) and does not wait for it."""
        self.asked += 1
        encoded = base64.b64encode(command.encode()).decode()
        self.channel.sendall(f"{self.asked} {limit:.0f} {encoded}\n".encode())
        return self.asked

    def run(self, command: str, limit: float = 60) -> Answer:
        """What it printed, on both outputs. Exit code 124: it took longer than `limit` seconds."""
        number = self.send(command, limit)
        end = time.monotonic() + limit + 60
        while time.monotonic() < end:
            line = self.read_line(1)
            if line is None:
                if self.process.poll() is not None:
                    raise Failure(f"the machine went down during: {command}")
                continue
            words = line.split(" ")
            if words[0] == str(number):
                return Answer(int(words[1]), base64.b64decode(words[2] if len(words) > 2 else "").decode(errors="replace"))
        raise Failure(f"no answer to: {command}")

    def out(self, command: str, limit: float = 60) -> str:
        """Of a command that must succeed."""
        answer = self.run(command, limit)
        if answer.code != 0:
            raise Failure(f"exit code {answer.code} of: {command}\n{answer.text}")
        return answer.text.strip()

    def read_line(self, limit: float) -> str | None:
        end = time.monotonic() + limit
        while b"\n" not in self.unread:
            rest = end - time.monotonic()
            if rest <= 0 or not select.select([self.channel], [], [], rest)[0]:
                return None
            got = self.channel.recv(1 << 16)
            if not got:
                time.sleep(0.1)
                return None
            self.unread += got
        line, _, self.unread = self.unread.partition(b"\n")
        return line.decode(errors="replace")
