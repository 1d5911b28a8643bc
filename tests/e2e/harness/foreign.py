"""Images that say for which architecture they are, with a program that is for another one."""

import hashlib
import io
import json
import struct
import tarfile

from . import http
from .image import add, image_tar

AARCH64, X86_64 = 183, 62  # e_machine, elf(5)
ARCHITECTURES = {"arm64": AARCH64, "amd64": X86_64}


def program(architecture):
    """The smallest that an ELF loader accepts; it is never run where it can be run."""
    header = struct.pack("<HHIQQQIHHHHHH", 2, ARCHITECTURES[architecture], 1, 0x400078, 64, 0, 0, 64,
                         56, 1, 64, 0, 0)
    segment = struct.pack("<IIQQQQQQ", 1, 5, 0, 0x400000, 0x400000, 0x88, 0x88, 0x1000)
    return b"\x7fELF\x02\x01\x01" + bytes(9) + header + segment + bytes(16)


def layer_with(path, data):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for folder in ("bin", "proc", "dev", "sys"):
            add(tar, folder, kind=tarfile.DIRTYPE, mode=0o755)
        add(tar, path, data, mode=0o755)
    return out.getvalue()


def load_image(docker, name, architecture, layer):
    """An image as `docker save` writes it: an import could not say another architecture."""
    digest = hashlib.sha256(layer).hexdigest()
    config = json.dumps({"architecture": architecture, "os": "linux",
                         "config": {"Env": ["PATH=/bin"]},
                         "rootfs": {"type": "layers", "diff_ids": [f"sha256:{digest}"]}}).encode()
    config_name = hashlib.sha256(config).hexdigest() + ".json"
    manifest = [{"Config": config_name, "RepoTags": [name], "Layers": ["layer/layer.tar"]}]
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        add(tar, config_name, config)
        add(tar, "layer/layer.tar", layer)
        add(tar, "manifest.json", json.dumps(manifest).encode())
    reply = http.call(docker.socket, "POST", "/images/load?quiet=1", out.getvalue(),
                      {"Content-Type": "application/x-tar"}, timeout=60)
    if reply.status != 200 or b"errorDetail" in reply.body:
        raise AssertionError(f"loading {name}: {reply.status} {reply.text}")


def make_foreign_image(docker, name, says, holds):
    load_image(docker, name, says, layer_with("bin/app", program(holds)))


def make_emulated_image(docker, name, says):
    """It says another architecture and runs all the same, as under an emulator of the host."""
    load_image(docker, name, says, image_tar("1"))
