"""A file system that never answers, as a network's whose server is gone: whoever looks into it hangs."""

import ctypes
import os
import unittest

LAZILY = 2  # MNT_DETACH


class HungDisk:
    """A FUSE mount on `folder` whose server says nothing, not even hello. Skips where this machine may not."""

    def __init__(self, folder):
        self.folder = str(folder)
        os.makedirs(self.folder, exist_ok=True)
        self._libc = ctypes.CDLL(None, use_errno=True)
        try:
            self._server = os.open("/dev/fuse", os.O_RDWR)
        except OSError as error:
            raise unittest.SkipTest(f"/dev/fuse: {error}") from error
        options = f"fd={self._server},rootmode=40000,user_id=0,group_id=0"
        if self._libc.mount(b"hung", self.folder.encode(), b"fuse", 0, options.encode()) != 0:
            os.close(self._server)
            raise unittest.SkipTest(f"mount: {os.strerror(ctypes.get_errno())}")

    def release(self):
        """Everybody who hangs gets an error."""
        if self._server is None:
            return
        self._libc.umount2(self.folder.encode(), LAZILY)
        os.close(self._server)
        self._server = None
