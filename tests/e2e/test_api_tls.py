"""TLS on the API's TCP address, with an authority and certificates that openssl makes here."""

import socket
import ssl
import subprocess
import tempfile
import unittest

from .harness.agent import Agent, binary
from .harness.authority import Authority
from .harness.case import Case

TLS_FAILED = range(35, 61)  # curl's exit codes for a handshake or a certificate that did not do


class TlsCase(Case):
    CLIENTS = False  # whether clients must show a certificate

    @classmethod
    def make_agent(cls):
        folder = tempfile.TemporaryDirectory(prefix="ek-tls-", dir="/tmp")
        cls.addClassCleanup(folder.cleanup)
        cls.authority = Authority(folder.name)
        cls.certificate, cls.key = cls.authority.issue("agent")
        agent = super().make_agent()
        tls = {"certificate": str(cls.certificate), "key": str(cls.key)}
        if cls.CLIENTS:
            tls["client_ca"] = str(cls.authority.certificate)
        agent.configure({"api": {"tls": tls}})
        return agent

    @property
    def url(self):
        return f"https://127.0.0.1:{self.agent.tcp[1]}"

    def curl(self, *options, token=True):
        """Runs curl; the exit code and what it printed, with the status at the end."""
        if token:
            options = ("--header", f"Authorization: Bearer {self.agent.token}", *options)
        done = subprocess.run(
            ["curl", "--silent", "--max-time", "20", "--write-out", "\n%{http_code}",
             *map(str, options), f"{self.url}/v1/host"], capture_output=True, text=True, timeout=30)
        return done.returncode, done.stdout

    def assert_answered(self, said, status=200):
        code, text = said
        self.assertEqual(code, 0, text + self.describe())
        self.assertTrue(text.endswith(f"\n{status}"), text)

    def assert_refused(self, said):
        code, text = said
        self.assertIn(code, TLS_FAILED, text)
        self.assertTrue(text.endswith("\n000"), text)


class Tls(TlsCase):
    def test_who_trusts_the_authority_comes_in_with_the_token(self):
        self.assert_answered(self.curl("--cacert", self.authority.certificate))
        self.assert_answered(self.curl("--cacert", self.authority.certificate, token=False), 401)

    def test_who_does_not_know_the_authority_does_not_come_in(self):
        self.assert_refused(self.curl())

    def test_nothing_is_answered_in_the_clear(self):
        with socket.create_connection(self.agent.tcp, timeout=10) as plain:
            plain.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            self.assertNotIn(b"HTTP/1.1 200", plain.recv(4096))
        self.assertEqual(self.agent.get("/healthz").status, 200, "the Unix socket is as it was")

    def test_the_command_line_by_https(self):
        trusted = {"SSL_CERT_FILE": str(self.authority.certificate)}
        done = self.agent.cli("status", EVENKEEL_HOST=self.url, EVENKEEL_TOKEN=self.agent.token, **trusted)
        self.assertEqual(done.returncode, 0, done.stderr)
        stranger = self.agent.cli("status", EVENKEEL_HOST=self.url, EVENKEEL_TOKEN=self.agent.token)
        self.assertEqual(stranger.returncode, 3, stranger.stderr)
        self.assertIn("SSL_CERT_FILE", stranger.stderr)
        self.assertEqual(len(stranger.stderr.strip().splitlines()), 1, stranger.stderr)

    def test_what_cannot_work_is_found_before_the_start(self):
        def check(tls, listen):
            agent = Agent(self.engine, f"{self.project}-{len(seen)}",
                          {"api": {"listen": [listen], "tls": tls}})
            done = subprocess.run(
                [binary(), "agent", "--config", str(agent.config_file), "--check-config"],
                capture_output=True, text=True, timeout=30)
            seen.append(done.stderr)
            return done.returncode
        seen = []
        good = {"certificate": str(self.certificate), "key": str(self.key)}
        self.assertEqual(check(good, "0.0.0.0:0"), 0, seen)
        self.assertEqual(check({"certificate": str(self.certificate)}, "127.0.0.1:0"), 2)
        self.assertIn("api.tls.certificate: expected its `key`", seen[-1])
        self.assertEqual(check({}, "0.0.0.0:0"), 2)
        self.assertIn("api.tls is required", seen[-1])
        other = self.authority.issue("other")[1]
        self.assertEqual(check({**good, "key": str(other)}, "0.0.0.0:0"), 2)
        self.assertIn("mismatch", seen[-1])
        other.chmod(0o644)
        self.assertEqual(check({**good, "key": str(other)}, "0.0.0.0:0"), 2)
        self.assertIn("chmod", seen[-1])


class ClientCertificates(TlsCase):
    CLIENTS = True

    def test_a_certificate_and_the_token_are_both_wanted(self):
        certificate, key = self.authority.issue("client")
        with_both = ("--cacert", self.authority.certificate, "--cert", certificate, "--key", key)
        self.assert_answered(self.curl(*with_both))
        self.assert_answered(self.curl(*with_both, token=False), 401)
        self.assert_refused(self.curl("--cacert", self.authority.certificate))

    def test_a_certificate_of_another_authority_does_not_do(self):
        with tempfile.TemporaryDirectory(prefix="ek-tls-", dir="/tmp") as folder:
            certificate, key = Authority(folder).issue("stranger")
            self.assert_refused(self.curl("--cacert", self.authority.certificate,
                                          "--cert", certificate, "--key", key))

    def test_a_client_may_resume_its_session(self):
        """OpenSSL refuses that by itself once clients are verified."""
        certificate, key = self.authority.issue("returning")
        context = ssl.create_default_context(cafile=self.authority.certificate)
        context.load_cert_chain(certificate, key)
        first, session = self.ask(context, None)
        self.assertIn(b"200 OK", first)
        again, _ = self.ask(context, session)
        self.assertIn(b"200 OK", again)

    def ask(self, context, session):
        with context.wrap_socket(socket.create_connection(self.agent.tcp, timeout=20),
                                 server_hostname="127.0.0.1", session=session) as wire:
            wire.sendall(f"GET /v1/host HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                         f"Authorization: Bearer {self.agent.token}\r\n\r\n".encode())
            text = b""
            while piece := wire.recv(65536):
                text += piece
            self.assertEqual(session is not None, wire.session_reused)
            return text, wire.session


if __name__ == "__main__":
    unittest.main()
