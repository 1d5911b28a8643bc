"""A certificate authority for the tests, by openssl."""

import subprocess
from pathlib import Path


def openssl(*args):
    subprocess.run(["openssl", *map(str, args)], check=True, capture_output=True, timeout=60)


class Authority:
    """A certificate authority in a folder of its own."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.certificate = self.folder / "ca.pem"
        self._key = self.folder / "ca.key"
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-days", 2, "-subj", "/CN=test authority", "-keyout", self._key,
                "-out", self.certificate)

    def issue(self, name, names="DNS:localhost,IP:127.0.0.1"):
        """The paths of a certificate, for loopback unless told, and of its key."""
        certificate, key, request, extensions = (
            self.folder / f"{name}.{end}" for end in ("pem", "key", "csr", "ext"))
        extensions.write_text(f"subjectAltName={names}\n")
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-subj", f"/CN={name}", "-keyout", key, "-out", request)
        openssl("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self._key,
                "-CAcreateserial", "-days", 2, "-extfile", extensions, "-out", certificate)
        key.chmod(0o600)
        return certificate, key
