"""The images of the tests, made from the machine's busybox: no registry is needed.

`evenkeel/test:1` and `evenkeel/test:2` differ in the file /version and nothing else.
"""

import io
import tarfile

from . import http

BUSYBOX = "/bin/busybox"
APPLETS = """sh sleep cat echo ls test true false touch rm mkdir date kill ps wget httpd nc head tail
 seq env hostname id grep tr dd""".split()

# Each is /bin/<name> in the image. What runs for long obeys TERM and exits 0, unless told otherwise.
FOREVER = "while :; do sleep 3600 & wait $!; done"
OBEY = f"trap 'exit 0' TERM INT\n{FOREVER}"
SCRIPTS = {
    "obey": OBEY,
    "stubborn": f"trap '' TERM\n{FOREVER}",
    "finish": "echo finished; exit 0",  # a job that does its work
    "broken": "echo broken >&2; exit 3",  # a job that does not
    "crash": "sleep 0.2; echo crashing >&2; exit 1",  # a service in a crash loop
    "spin": "sleep 1; exit 0",  # ends at once, again and again
    "patient": f"rm -f /tmp/ill\n{OBEY}",  # ill while /tmp/ill is there; a restart cures it
    "chronic": OBEY,  # ill while /tmp/ill is there, restarts or not
    "slow": f"rm -f /tmp/ready\n(sleep $1; touch /tmp/ready) &\n{OBEY}",  # ready after $1 s
    "chatter": f"for i in $(seq 1 20); do echo line $i; done; echo trouble >&2\n{OBEY}",
}


def image_tar(version):
    """The root file system of the test image."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for folder in ("bin", "etc", "tmp", "proc", "dev", "sys"):
            add(tar, folder, kind=tarfile.DIRTYPE, mode=0o1777 if folder == "tmp" else 0o755)
        with open(BUSYBOX, "rb") as busybox:
            add(tar, "bin/busybox", busybox.read(), mode=0o755)
        for applet in APPLETS:
            add(tar, f"bin/{applet}", kind=tarfile.SYMTYPE, target="busybox")
        for name, script in SCRIPTS.items():
            add(tar, f"bin/{name}", f"#!/bin/sh\n{script}\n".encode(), mode=0o755)
        add(tar, "etc/passwd", b"root:x:0:0:root:/:/bin/sh\n")
        add(tar, "version", f"{version}\n".encode())
    return out.getvalue()


def add(tar, name, data=b"", kind=tarfile.REGTYPE, mode=0o644, target=""):
    info = tarfile.TarInfo(name)
    info.type, info.mode, info.linkname, info.size = kind, mode, target, len(data)
    tar.addfile(info, io.BytesIO(data))


def make_images(docker):
    for version in ("1", "2"):
        target = f"/images/create?fromSrc=-&repo=evenkeel/test&tag={version}"
        reply = http.call(docker.socket, "POST", target, image_tar(version),
                          {"Content-Type": "application/x-tar"}, timeout=60)
        if reply.status != 200 or b"errorDetail" in reply.body:
            raise AssertionError(f"importing the test image: {reply.status} {reply.text}")
