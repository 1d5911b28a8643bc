"""What is asked: an agent with 50 services, the engine at a TCP address, and nginx with the agent's answer as a file."""

import subprocess
from pathlib import Path

from tests.bench.bench_kit import programs
from tests.bench.bench_kit.stage import IMAGE, say
from tests.bench.recovery_bench import deaths
from tests.e2e.harness import http
from tests.e2e.harness.agent import free_port
from tests.e2e.harness.waiting import eventually

DEPLOYMENTS, SERVICES = 10, 5
PATH = "/v1/deployments"
NGINX = """daemon off; master_process off; user root; worker_processes 1; pid {dir}/nginx.pid; error_log stderr error;
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; tcp_nopush on; default_type application/json; keepalive_requests 1000000000;
  client_body_temp_path {dir}/1; proxy_temp_path {dir}/2; fastcgi_temp_path {dir}/3; uwsgi_temp_path {dir}/4; scgi_temp_path {dir}/5;
  server {{ listen 127.0.0.1:{port}; root {dir}/root; }}
}}
"""


class World:
    """Use as a context manager."""

    def __init__(self, stage):
        self.stage = stage
        self.agent = stage.agent("http", deaths.CONFIG)

    @classmethod
    def engine_flags(cls):
        cls.engine_port = free_port()
        return ["--host", f"tcp://127.0.0.1:{cls.engine_port}", "--tls=false"]

    def __enter__(self):
        self.agent.start()
        service = {"image": IMAGE, "command": deaths.COMMAND, "network_mode": "none"}
        names = [f"d{n:02}" for n in range(DEPLOYMENTS)]
        for name in names:
            self.agent.put(name, {f"s{n}": service for n in range(SERVICES)})
        self.agent.wait_converged(names)
        self.body = self.answer()
        self._nginx = self._start_nginx()
        say(f"{DEPLOYMENTS * SERVICES} services: {len(self.body)} bytes")
        return self

    def __exit__(self, *_):
        self._nginx.terminate()
        self._nginx.wait(10)
        self.agent.stop()

    @property
    def headers(self):
        return {"Authorization": f"Bearer {self.agent.token}"}

    def answer(self):
        reply = http.call(self.agent.tcp, "GET", PATH, headers=self.headers)
        page = reply.json()
        shown = sum(len(deployment["services"]) for deployment in page["items"])
        if page["next"] is not None or shown != DEPLOYMENTS * SERVICES:
            raise AssertionError(f"{PATH}: {shown} services, next {page['next']}")
        return reply.body

    def urls(self):
        """With the headers that are sent."""
        return {"evenkeel": (f"http://127.0.0.1:{self.agent.tcp[1]}{PATH}", self.headers),
                "nginx": (f"http://127.0.0.1:{self._nginx_port}/answer.json", {}),
                "dockerd": (f"http://127.0.0.1:{self.engine_port}/containers/json", {})}

    def _start_nginx(self):
        folder, self._nginx_port = Path(self.stage.path("nginx")), free_port()
        (folder / "root").mkdir(parents=True)
        (folder / "root/answer.json").write_bytes(self.body)
        config = folder / "nginx.conf"
        config.write_text(NGINX.format(dir=folder, port=self._nginx_port))
        process = subprocess.Popen([*programs.DIE_WITH_US, "nginx", "-p", str(folder), "-c", str(config)], stdin=subprocess.DEVNULL)
        address = ("127.0.0.1", self._nginx_port)
        eventually(lambda: http.call(address, "GET", "/answer.json").body == self.body, 10, "nginx answers")
        return process
