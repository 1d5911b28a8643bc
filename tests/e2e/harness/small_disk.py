"""A file system of its own, small enough to be filled."""

import os
import subprocess
import unittest

from .case import Case
from .engine import Engine
from .image import make_images

MEBIBYTES = 256


def mount(image, folder, mebibytes):
    """Makes `folder` an ext4 of that size, in the file `image`. Skips where this machine may not."""
    os.makedirs(folder, exist_ok=True)
    with open(image, "wb") as file:
        file.truncate(mebibytes << 20)
    for command in (["mkfs.ext4", "-q", "-m", "0", image], ["mount", "-o", "loop", image, folder]):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            os.remove(image)
            os.rmdir(folder)
            raise unittest.SkipTest(f"{command[0]}: {done.stderr}")


def unmount(folder):
    subprocess.run(["umount", folder], check=True)


class SmallDiskCase(Case):
    """The engine's data is on a file system of its own, `self.data`."""

    @classmethod
    def setUpClass(cls):
        cls.engine = Engine()
        cls.addClassCleanup(cls.engine.purge)  # unmounts it, too
        cls.data = f"{cls.engine.dir}/data"
        mount(f"{cls.engine.dir}/disk.img", cls.data, MEBIBYTES)
        cls.engine.start()
        cls.docker = cls.engine.docker
        make_images(cls.docker)
        cls.agent = cls.make_agent()
        cls.addClassCleanup(cls.agent.kill9)
        cls.agent.start()
