"""An engine at a TCP address, in the clear and with certificates, does all that one at a socket does."""

import os
import shutil
import signal
import unittest
from pathlib import Path

from .harness.agent import Agent, free_port
from .harness.authority import Authority
from .harness.case import Case, module_engine

WEB = """
services:
  web: {image: "evenkeel/test:1", command: [obey]}
"""
PAIR = WEB + '  other: {image: "evenkeel/test:1", command: [obey]}\n'


class TcpCase(Case):
    """The engine listens at `self.address` too, with the flags of `listen`."""

    @classmethod
    def setUpClass(cls):
        engine = module_engine(cls.__module__)
        cls.address = f"tcp://127.0.0.1:{free_port()}"
        cls.listen(engine)
        engine.stop()
        engine.start()
        super().setUpClass()

    @classmethod
    def listen(cls, engine):
        engine.flags = ["--host", cls.address, "--tls=false"]

    @classmethod
    def make_agent(cls):
        return Agent(cls.engine, cls.__name__.lower(), cls.CONFIG, engine_host=cls.address)

    def apply_by_cli(self, text):
        done = self.agent.cli("apply", "-f", "-", "--name", self.project, "--wait=60s", stdin=text)
        self.assertEqual(done.returncode, 0, done.stderr + self.describe())
        self.mark = self.agent.last_event_id()

    def wait_ready(self, status=200, timeout=40):
        self.eventually(lambda: self.agent.get("/readyz").status == status,
                        f"/readyz is {status}", timeout)

    def restart_agent(self, **environment):
        """With other variables, until the end of the test; it is up, and not ready."""
        def start(environment, ready):
            self.agent.stop()
            self.agent.environment = environment
            self.agent.start(ready=ready)
        self.addCleanup(start, self.agent.environment, "/readyz")
        start({**self.agent.environment, **environment}, "/healthz")

    def assert_says(self, words):
        """The reason is told everywhere that an operator looks, and the agent stays up."""
        def said():
            ready = self.agent.get("/readyz")
            status = self.agent.cli("status")
            self.assertEqual(ready.status, 503)
            self.assertRegex(ready.text, words)
            self.assertRegex(status.stdout + status.stderr, words)
            self.assertRegex(self.agent.log_tail(400), rf"engine\.unavailable.*({words})")
            return True
        self.eventually(said, f"it says {words}")
        self.assertEqual(self.agent.cli("status", "--check").returncode, 1)
        self.stays(lambda: self.agent.alive and self.agent.get("/healthz").status == 200, 2,
                   "the agent is up")


class Keeps:
    """What must hold over every way to the engine."""

    def test_a_killed_process_comes_back(self):
        self.apply_by_cli(WEB)
        before = self.container("web")["State"]["Pid"]
        os.kill(before, signal.SIGKILL)
        self.wait_running("web", not_pid=before)
        self.wait_converged()
        self.assert_one_each("web")

    def test_docker_stop_is_respected_and_docker_start_is_kept(self):
        self.apply_by_cli(PAIR)
        self.docker.stop(self.container("web")["Id"])
        self.wait_service("web", "stopped")
        self.assert_intent("web", "stopped", set_by="engine")
        self.stays(lambda: not self.container("web")["State"]["Running"], 4, "web stays stopped")
        self.docker.start(self.container("web")["Id"])
        self.eventually(lambda: self.agent.service(self.project, "web")["intent"]["state"] == "running",
                        "web is meant to run again")
        before = self.wait_running("web")["State"]["Pid"]
        os.kill(before, signal.SIGKILL)
        self.wait_running("web", not_pid=before)
        self.assert_one_each("other", "web")

    def test_after_a_crash_of_the_engine(self):
        """What ran comes back, what was stopped on purpose does not."""
        self.apply_by_cli(PAIR)
        self.docker.stop(self.container("other")["Id"])
        self.wait_service("other", "stopped")
        before = self.container("web")["State"]["Pid"]
        self.engine.kill()
        self.wait_ready(503)
        self.engine.start()
        self.wait_ready()
        self.wait_running("web", not_pid=before, timeout=40)
        self.assert_came_back(stopped="other")

    def test_after_an_orderly_restart_of_the_engine(self):
        """It stops its containers as a client would: no intent comes of it."""
        self.apply_by_cli(PAIR)
        self.docker.stop(self.container("other")["Id"])
        self.wait_service("other", "stopped")
        before = self.container("web")["State"]["Pid"]
        self.engine.stop()
        self.engine.start()
        self.wait_ready()
        self.wait_running("web", not_pid=before, timeout=40)
        self.assert_came_back(stopped="other")

    def test_docker_stop_while_the_agent_is_away_is_respected(self):
        """No process and no unit are seen over TCP: that it remembers its events proves the engine."""
        self.apply_by_cli(PAIR)
        self.agent.stop()
        self.docker.stop(self.container("other")["Id"])
        before = self.container("web")["State"]["Pid"]
        os.kill(before, signal.SIGKILL)
        self.agent.start()
        self.wait_running("web", not_pid=before)
        self.wait_service("other", "stopped")
        self.assert_intent("other", "stopped", set_by="engine")
        self.assert_intent("web", "running")
        self.stays(lambda: not self.container("other")["State"]["Running"], 4, "other stays stopped")

    def assert_came_back(self, stopped):
        self.eventually(lambda: self.agent.service(self.project, "web")["phase"] == "running",
                        "web is well again", 40)
        self.assert_one_each("other", "web")
        self.assert_intent("web", "running")
        self.assert_intent(stopped, "stopped", set_by="engine")
        self.stays(lambda: not self.container(stopped)["State"]["Running"], 3, f"{stopped} stays stopped")
        changed = self.events_of(self.mark, "intent.changed")
        self.assertEqual([e["service"] for e in changed], [stopped], changed)
        done = self.wait_event("recovery.completed", self.mark, timeout=40)
        self.assertIn(done["data"]["cause"], ("engine_crash", "engine_restart"), done)


class InTheClear(Keeps, TcpCase):
    """`engine.host` names the address."""

    def test_certificates_are_no_use_here(self):
        folder = self.agent.dir / "tls"
        folder.mkdir()
        certificate, key = Authority(folder).issue("client")
        certificate.rename(folder / "cert.pem")
        key.rename(folder / "key.pem")
        self.restart_agent(DOCKER_TLS_VERIFY="1", DOCKER_CERT_PATH=str(folder))
        self.assert_says(r"it does not speak TLS")


class WithCertificates(Keeps, TcpCase):
    """DOCKER_HOST, DOCKER_TLS_VERIFY and DOCKER_CERT_PATH name them, as for Docker's own client."""

    @classmethod
    def listen(cls, engine):
        cls.folder = Path(engine.dir, "tls")
        cls.folder.mkdir()
        cls.authority = cls.new_authority("authority")
        cls.certificates = cls.client_folder("client", cls.authority)
        engine.flags = cls.flags_with(cls.authority.issue("engine"))

    @classmethod
    def new_authority(cls, name):
        folder = cls.folder / name
        folder.mkdir()
        return Authority(folder)

    @classmethod
    def client_folder(cls, name, authority):
        """ca.pem, cert.pem and key.pem, as DOCKER_CERT_PATH wants them."""
        folder = cls.folder / name
        folder.mkdir()
        certificate, key = authority.issue(name)
        shutil.copy(cls.authority.certificate, folder / "ca.pem")
        shutil.copy(certificate, folder / "cert.pem")
        shutil.copy(key, folder / "key.pem")
        return folder

    @classmethod
    def flags_with(cls, shown):
        """The engine shows this certificate, and comes to nobody without one of the authority."""
        certificate, key = map(str, shown)
        return ["--host", cls.address, "--tlsverify", "--tlscacert", str(cls.authority.certificate),
                "--tlscert", certificate, "--tlskey", key]

    @classmethod
    def make_agent(cls):
        agent = Agent(cls.engine, cls.__name__.lower(), {"engine": {"host": ""}})
        agent.environment = {"DOCKER_HOST": cls.address, "DOCKER_TLS_VERIFY": "1",
                             "DOCKER_CERT_PATH": str(cls.certificates)}
        return agent

    def test_a_certificate_that_is_missing_or_not_accepted_is_told_and_mended_in_place(self):
        folder = self.folder / self.project
        shutil.copytree(self.certificates, folder)
        (folder / "cert.pem").unlink()
        self.restart_agent(DOCKER_CERT_PATH=str(folder))
        self.assert_says(rf"{folder}/cert\.pem.*[Nn]o such file")
        wrong = self.client_folder("unknown", self.new_authority("another"))
        self.put(wrong, folder)
        self.assert_says(rf"refused by the server, .*{folder}/cert\.pem: .*(bad certificate|unknown ca)")
        self.put(self.certificates, folder)
        self.wait_ready()

    def put(self, certificates, folder):
        for name in ("key.pem", "cert.pem"):
            shutil.copy(certificates / name, folder)

    def test_an_engine_with_a_wrong_certificate_is_not_spoken_to(self):
        self.apply_by_cli(WEB)
        before = self.container("web")["State"]["Pid"]
        right = self.engine.flags
        self.addCleanup(lambda: self.engine.flags == right or self.restart_engine(right))
        self.restart_engine(self.flags_with(self.new_authority("impostor").issue("engine")))
        self.assert_says(r"its certificate does not pass .*/ca\.pem: ")
        self.assertFalse(self.container("web")["State"]["Running"])
        self.restart_engine(self.flags_with(self.authority.issue("other", "DNS:elsewhere")))
        self.assert_says(r"its certificate is not for 127\.0\.0\.1")
        self.restart_engine(right)
        self.wait_ready()
        self.wait_running("web", not_pid=before, timeout=40)
        self.wait_converged()

    def restart_engine(self, flags):
        self.engine.stop()
        self.engine.flags = flags
        self.engine.start()

    def test_the_clear_is_refused_with_a_reason(self):
        self.restart_agent(DOCKER_TLS_VERIFY="")
        self.assert_says(r"HTTPS")


if __name__ == "__main__":
    unittest.main()
