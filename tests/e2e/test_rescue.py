"""A damaged, newer or read-only database: the agent stays up, says so, touches and replaces nothing."""

import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import unittest

from .harness.case import Case
from .harness.receiver import Receiver

WEB = """
services:
  web: {image: "evenkeel/test:1", command: [obey]}
"""


class Rescue(Case):
    @classmethod
    def setUpClass(cls):
        cls.hook = Receiver()
        cls.hook.__enter__()
        cls.addClassCleanup(cls.hook.__exit__)
        cls.CONFIG = {"notify": {"channels": {"hook": cls.hook.channel()}, "group": {"wait": "1s"}}}
        super().setUpClass()

    def setUp(self):
        super().setUp()
        self.hook.messages.clear()
        self.apply(WEB)
        self.agent.stop()
        self.database = self.agent.state_dir / "state.db"
        self.saved = self.agent.dir / "saved"
        shutil.copytree(self.agent.state_dir, self.saved)
        self.addCleanup(self.put_back)

    def put_back(self):
        self.agent.stop()
        shutil.rmtree(self.agent.state_dir)
        shutil.move(self.saved, self.agent.state_dir)
        self.agent.start()

    def digest(self):
        return hashlib.sha256(self.database.read_bytes()).hexdigest()

    def assert_rescue(self, *words):
        """Alive, not ready for a stated reason; a dead container stays dead; the file is untouched."""
        before, container = self.digest(), self.container("web")
        self.agent.start(ready="/healthz")
        self.eventually(lambda: self.agent.get("/readyz").status == 503, "/readyz is 503")
        said = self.agent.get("/readyz").text.lower()
        for word in words:
            self.assertIn(word, said)
        os.kill(container["State"]["Pid"], signal.SIGKILL)
        self.eventually(lambda: not self.container("web")["State"]["Running"], "it is dead")
        self.stays(lambda: not self.container("web")["State"]["Running"], 5, "nothing is started")
        self.eventually(lambda: [one for one in self.hook.messages if one["severity"] == "critical"], "somebody is told")
        self.assertIn("observes", str(self.hook.messages))
        refused = self.agent.post(f"/v1/deployments/{self.project}/start")
        self.assertGreaterEqual(refused.status, 400, refused.text)
        self.agent.put_compose("another", WEB)
        self.assertEqual(self.docker.containers("another"), [])
        self.assertTrue(self.agent.alive)
        self.assertEqual(self.agent.cli("status", "--check").returncode, 1)
        self.agent.stop()
        self.assertEqual(self.digest(), before)

    def assert_recovers_with_the_old_file(self):
        self.put_back()
        shutil.copytree(self.agent.state_dir, self.saved)
        self.wait_running("web")
        self.wait_converged()
        self.assert_one_each("web")

    def test_a_damaged_database(self):
        with open(self.database, "r+b") as file:
            for page in range(1, self.database.stat().st_size // 4096):
                file.seek(page * 4096)
                file.write(os.urandom(2048))
        self.assert_rescue("state.db")
        self.assert_recovers_with_the_old_file()

    def test_a_file_that_is_no_database(self):
        self.database.write_bytes(b"this is no database, but somebody may need it\n" * 200)
        self.assert_rescue("state.db")

    def test_a_newer_database(self):
        with sqlite3.connect(self.database) as connection:
            connection.execute("PRAGMA user_version = 9999")
            connection.commit()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        self.assert_rescue("newer", "9999")

    def test_a_sound_database_without_one_of_its_tables(self):
        with sqlite3.connect(self.database) as connection:
            connection.execute("DROP TABLE intents")
            connection.commit()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        self.assert_rescue("table intents is missing", "start the agent")
        self.assert_recovers_with_the_old_file()

    def test_a_read_only_database(self):
        for command in (["--bind"], ["-o", "remount,ro,bind"]):
            places = [str(self.database)] * 2 if command == ["--bind"] else [str(self.database)]
            subprocess.run(["mount", *command, *places], check=True)
        self.addCleanup(subprocess.run, ["umount", "-l", str(self.database)],
                        check=False, capture_output=True)
        self.assert_rescue("read")
        subprocess.run(["umount", str(self.database)], check=True)
        self.assert_recovers_with_the_old_file()


if __name__ == "__main__":
    unittest.main()
