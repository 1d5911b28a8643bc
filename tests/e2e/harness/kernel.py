"""What the kernel counts of a container, read without the agent: cgroup version 1 or 2."""

from pathlib import Path


class Kernel:
    """By the container's first process."""

    def __init__(self, pid):
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
