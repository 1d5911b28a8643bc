"""What the kernel counts of a container, read without the agent: cgroup version 1 or 2."""

from pathlib import Path


class Kernel:
    """By the container's first process."""

    def __init__(self, pid):
        self._pid = pid
        lines = Path(f"/proc/{pid}/cgroup").read_text(encoding="ascii").split()
        self._folders = {}
        for line in lines:
            _, controllers, path = line.split(":", 2)
            for controller in controllers.split(","):
                self._folders[controller] = path
        self._mounts = dict(_cgroup_mounts())

    def cpu_ns(self):
        if "cpuacct" in self._folders:
            return int(self._read("cpuacct", "cpuacct.usage"))
        return 1000 * self._pairs("", "cpu.stat")["usage_usec"]

    def working_set(self):
        if "memory" in self._folders:
            used = int(self._read("memory", "memory.usage_in_bytes"))
            return used - self._pairs("memory", "memory.stat")["total_inactive_file"]
        return int(self._read("", "memory.current")) - self._pairs("", "memory.stat")["inactive_file"]

    def active_file(self):
        """Page cache that is in use, and goes only where it must."""
        if "memory" in self._folders:
            return self._pairs("memory", "memory.stat")["total_active_file"]
        return self._pairs("", "memory.stat")["active_file"]

    def pids(self):
        return int(self._read("pids" if "pids" in self._folders else "", "pids.current"))

    def block_bytes(self):
        """Read and written, of whole disks."""
        if "blkio" in self._folders:
            fields = (line.split() for line in self._read("blkio", "blkio.throttle.io_service_bytes_recursive").splitlines())
            found = [(each[1], int(each[2])) for each in fields if len(each) == 3]
        else:
            pairs = (pair.split("=") for line in self._read("", "io.stat").splitlines() for pair in line.split()[1:])
            found = [({"rbytes": "Read", "wbytes": "Write"}.get(key), int(value)) for key, value in pairs]
        return tuple(sum(count for kind, count in found if kind == wanted) for wanted in ("Read", "Write"))

    def network_bytes(self):
        """Received and sent, but for what never leaves it."""
        lines = Path(f"/proc/{self._pid}/net/dev").read_text(encoding="ascii").splitlines()[2:]
        fields = [line.replace(":", " ").split() for line in lines]
        return tuple(sum(int(each[at]) for each in fields if each[0] != "lo") for at in (1, 9))

    def _read(self, controller, name):
        mount, root = self._mounts[controller]
        path = self._folders[controller].removeprefix(root if root != "/" else "")
        return Path(mount + path, name).read_text(encoding="ascii")

    def _pairs(self, controller, name):
        lines = (line.split() for line in self._read(controller, name).splitlines())
        return {key: int(value) for key, value in lines}


def _cgroup_mounts():
    for line in Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines():
        left, right = line.split(" - ")
        root, mount = left.split()[3:5]
        kind, _, options = right.split(" ", 2)
        if kind == "cgroup2":
            yield "", (mount, root)
        if kind == "cgroup":
            for option in options.split(","):
                yield option, (mount, root)
