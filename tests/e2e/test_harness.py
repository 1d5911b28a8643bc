"""The harness itself: a private engine that runs containers and leaves nothing behind."""

import glob
import os
import signal
import subprocess
import sys
import unittest

from .harness.engine import ROOT, Engine
from .harness.image import make_images
from .harness.waiting import eventually


def processes_of(directory):
    """Pids whose command line names something inside the directory."""
    found = []
    for entry in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            with open(entry, encoding="utf-8", errors="replace") as file:
                if directory + "/" in file.read():
                    found.append(entry)
        except OSError:
            continue
    return found


def run(engine, *command, **host):
    body = {"Image": "evenkeel/test:1", "Cmd": list(command), "HostConfig": host}
    ident = engine.docker.create(f"t{len(command)}-{'-'.join(command)}", body)
    engine.docker.start(ident)
    return ident


class TheHarness(unittest.TestCase):
    def test_a_killed_process_is_seen_and_the_purge_leaves_nothing(self):
        with Engine() as engine:
            make_images(engine.docker)
            network = engine.docker.api("POST", "/networks/create", {"Name": "extra"})["Id"]
            ident = run(engine, "obey", NetworkMode="extra")
            os.kill(engine.docker.pid_of(ident), signal.SIGKILL)
            eventually(lambda: engine.docker.inspect(ident)["State"]["ExitCode"] == 137, 10, "died")
            run(engine, "stubborn")  # still runs when the engine is purged
        self.assert_nothing_left(engine, ident)
        self.assertFalse(os.path.exists(f"/sys/class/net/br-{network[:12]}"))

    def test_containers_survive_sigkill_of_the_engine_and_not_its_sigterm(self):
        with Engine() as engine:
            make_images(engine.docker)
            ident = run(engine, "obey", RestartPolicy={"Name": "no"})
            pid = engine.docker.pid_of(ident)
            engine.kill()
            os.kill(pid, 0)
            engine.start()
            self.assertEqual(engine.docker.inspect(ident)["State"]["Status"], "exited")
            engine.docker.start(ident)
            engine.stop()
            engine.start()
            state = engine.docker.inspect(ident)["State"]
            self.assertEqual((state["Status"], state["ExitCode"]), ("exited", 0))

    def test_a_paused_engine_does_not_answer_until_it_goes_on(self):
        with Engine() as engine:
            engine.pause()
            self.assertFalse(engine.answers())
            engine.cont()
            eventually(engine.answers, 10, "the engine answers again")

    def test_a_killed_test_process_leaves_nothing(self):
        script = ("from tests.e2e.harness.engine import Engine; e = Engine(); e.start();"
                  "print(e.dir, flush=True); import signal; signal.pause()")
        child = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, text=True,
                                 stdout=subprocess.PIPE)
        directory = child.stdout.readline().strip()
        child.kill()
        child.wait()
        child.stdout.close()
        eventually(lambda: not os.path.exists(directory), 30, "the guard has cleaned up")
        self.assertEqual(processes_of(directory), [])

    def assert_nothing_left(self, engine, container):
        self.assertFalse(os.path.exists(engine.dir))
        self.assertEqual(processes_of(engine.dir), [])
        self.assertEqual(glob.glob(f"/sys/fs/cgroup/*/docker/{container}"), [])
        with open("/proc/self/mountinfo", encoding="utf-8") as mounts:
            self.assertNotIn(engine.dir, mounts.read())


if __name__ == "__main__":
    unittest.main()
