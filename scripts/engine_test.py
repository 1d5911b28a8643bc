#!/usr/bin/env python3
"""scripts/engine and scripts/hello-image on real engines: two side by side, crashes, and nothing left behind.

Needs root. EVENKEEL_DOCKERD names another dockerd than the installed one.
"""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

scripts = Path(__file__).resolve().parent


def engine(verb: str, folder: str, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([scripts / "engine", verb, folder, *arguments], capture_output=True, text=True, timeout=120)


def request(folder: str, method: str, path: str, body: dict | None = None):
    command = ["curl", "-sSf", "-X", method, "--unix-socket", f"{folder}/docker.sock", f"http://engine{path}"]
    if body is not None:
        command += ["-H", "Content-Type: application/json", "-d", json.dumps(body)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    return json.loads(answer) if answer else None


def run_container(folder: str, name: str, policy: str, network: str, host: dict | None = None) -> str:
    body = {"Image": "evenkeel/hello:1", "Cmd": ["sh", "-c", "trap 'exit 0' TERM; httpd -f -h /www -p 80 & sleep 4711 & wait"],
            "HostConfig": {"RestartPolicy": {"Name": policy}, "NetworkMode": network, **(host or {})}}
    container = request(folder, "POST", f"/containers/create?name={name}", body)["Id"]
    request(folder, "POST", f"/containers/{container}/start")
    return container


def states(folder: str) -> dict[str, str]:
    return {item["Names"][0][1:]: item["State"] for item in request(folder, "GET", "/containers/json?all=1")}


def traces(folder: str, container_ids: list[str]) -> list[str]:
    """What of an engine is still to be seen on this machine."""
    marks = [folder.encode(), *(identity.encode() for identity in container_ids)]
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            seen = (process / "cmdline").read_bytes() + (process / "cgroup").read_bytes()
        except OSError:
            continue
        if int(process.name) != os.getpid() and any(mark in seen for mark in marks):
            found.append(f"process {process.name}: {seen!r}")
    found += [line for line in Path("/proc/self/mountinfo").read_text().splitlines() if folder in line]
    for link in Path("/sys/class/net").iterdir():
        if (link / "ifalias").exists() and folder in (link / "ifalias").read_text():
            found.append(f"bridge {link.name}")
    return found


class PrivateEngine(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folders = [tempfile.mkdtemp(prefix="ek-", dir="/tmp") for _ in range(2)]
        for folder in self.folders:
            self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
            self.addCleanup(engine, "purge", folder)

    def start(self, folder: str) -> None:
        dockerd = os.environ.get("EVENKEEL_DOCKERD")
        result = engine("start", folder, *(["--dockerd", dockerd] if dockerd else []))
        self.assertEqual((result.returncode, result.stdout), (0, f"DOCKER_HOST=unix://{folder}/docker.sock\n"), result.stderr)
        subprocess.run([scripts / "hello-image", f"unix://{folder}/docker.sock"], check=True, timeout=60)

    def test_it_survives_what_tests_do_to_it_and_leaves_nothing(self):
        one, other = self.folders
        links_before = set(os.listdir("/sys/class/net"))
        self.start(one)
        self.start(other)
        networks = [request(folder, "POST", "/networks/create", {"Name": "inner"})["Id"][:12] for folder in self.folders]
        containers = [run_container(one, "always", "always", "inner"), run_container(one, "no", "no", "inner"),
                      run_container(one, "outside", "no", "host", {"PidMode": "host"}),
                      run_container(other, "untouched", "no", "inner")]

        with self.subTest("the containers of two engines have addresses of their own"):
            subnets = {request(folder, "GET", "/networks/inner")["IPAM"]["Config"][0]["Subnet"] for folder in self.folders}
            self.assertEqual(len(subnets), 2)

        with self.subTest("a crash of the engine leaves its containers alive, and it starts again over them"):
            init = request(one, "GET", "/containers/always/json")["State"]["Pid"]
            self.assertEqual(engine("kill", one).returncode, 0)
            self.assertNotEqual(engine("status", one).returncode, 0)
            self.assertTrue(Path(f"/proc/{init}").exists())
            self.start(one)
            self.assertEqual(states(one)["always"], "running")

        with self.subTest("a clean shutdown stops them, and what should runs after the next start"):
            self.assertEqual(engine("term", one).returncode, 0)
            self.start(one)
            self.assertEqual(states(one), {"always": "running", "no": "exited", "outside": "exited"})

        with self.subTest("a stop keeps images, containers and networks"):
            self.assertEqual(engine("stop", one).returncode, 0)
            self.assertEqual(traces(one, containers[:3]), [])
            self.start(one)
            self.assertEqual(states(one)["always"], "running")
            self.assertEqual(request(one, "GET", "/networks/inner")["Id"][:12], networks[0])

        with self.subTest("the other engine saw nothing of all this"):
            self.assertEqual(states(other), {"untouched": "running"})

        with self.subTest("a purge after a crash leaves nothing, whatever namespaces the containers had"):
            for name in ("no", "outside"):
                request(one, "POST", f"/containers/{name}/start")
            engine("kill", one)
            for folder in self.folders:
                self.assertEqual(engine("purge", folder).returncode, 0)
                self.assertFalse(Path(folder).exists())
                self.assertEqual(traces(folder, containers[:3] if folder == one else containers), [])
            left = set(os.listdir("/sys/class/net")) - links_before
            self.assertFalse(left & {f"br-{network}" for network in networks})

    def test_a_start_that_fails_says_why_and_leaves_nothing(self):
        result = engine("start", self.folders[0], "--no-such-flag")
        self.assertEqual(result.returncode, 1)
        self.assertIn("unknown flag: --no-such-flag", result.stderr)
        self.assertEqual(traces(self.folders[0], []), [])

    def test_a_folder_that_is_too_deep_for_sockets_is_refused(self):
        result = engine("start", "/tmp/" + "x" * 80)
        self.assertEqual(result.returncode, 1)
        self.assertIn("take a shorter one", result.stderr)

    def test_a_folder_that_is_no_engine_is_never_purged(self):
        Path(self.folders[0], "precious").touch()
        self.assertEqual(engine("purge", self.folders[0]).returncode, 1)
        self.assertTrue(Path(self.folders[0], "precious").exists())


if __name__ == "__main__":
    unittest.main()
