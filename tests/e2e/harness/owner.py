"""What the owner's own tools do to containers, call by call: docker compose 2.x and Watchtower."""

import hashlib
import os
import subprocess

from .docker import PROJECT, name_of, service_of

HASH, REPLACE = "com.docker.compose.config-hash", "com.docker.compose.replace"
NETWORK = "com.docker.compose.network"


def create_body(container, image, labels=None):
    """A create request that repeats an inspected container with another image."""
    config = dict(container["Config"], Image=image)
    config.pop("Hostname", None)
    config["Labels"] = dict(config["Labels"], **(labels or {}))
    mode = container["HostConfig"]["NetworkMode"]
    body = dict(config, HostConfig=container["HostConfig"])
    if mode in container["NetworkSettings"]["Networks"]:
        aliases = [name_of(container), service_of(container)]
        body["NetworkingConfig"] = {"EndpointsConfig": {mode: {"Aliases": aliases}}}
    return body


def watchtower_update(docker, container, image):
    """stop -> rm -> create under the same name and labels -> start. Returns the new id."""
    old, name = container["Id"], name_of(container)
    docker.stop(old)
    docker.remove(old, force=False)
    ident = docker.create(name, create_body(container, image))
    docker.start(ident)
    return ident


class EmulatedCompose:
    """The Engine API calls of `docker compose up -d | stop | down`, as measured with 2.40."""

    def __init__(self, docker, project):
        self.docker, self.project = docker, project
        self._before_down = []

    def up(self):
        """`up -d` of unchanged files: starts what is stopped, makes what is gone."""
        for container in self._before_down:
            self._make(container)
        self._before_down = []
        for container in self.docker.containers(self.project):
            self.docker.start(container["Id"])

    def up_with_image(self, service, image):
        """`up -d` after the owner changed the image of one service. Returns the new id."""
        old = self.docker.container(self.project, service)
        name, short = name_of(old), old["Id"][:12]
        digest = hashlib.sha256(f"{name} {image}".encode()).hexdigest()
        labels = {HASH: digest, REPLACE: short,
                  "com.docker.compose.image": self.docker.image_id(image)}
        ident = self.docker.create(f"{short}_{name}", create_body(old, image, labels))
        self.docker.stop(old["Id"])
        self.docker.remove(old["Id"], force=False)
        self.docker.rename(ident, name)
        self.docker.start(ident)
        return ident

    def stop(self):
        for container in self.docker.containers(self.project):
            self.docker.stop(container["Id"])

    def down(self):
        self._before_down = self.docker.containers(self.project)
        self.stop()
        for container in self._before_down:
            self.docker.remove(container["Id"], force=False)
        for network in self.docker.networks(self.project):
            self.docker.remove_network(network["Id"])

    def _make(self, container):
        network = container["HostConfig"]["NetworkMode"]
        known = [n["Name"] for n in self.docker.networks(self.project)]
        if network.startswith(f"{self.project}_") and network not in known:
            labels = {PROJECT: self.project, NETWORK: network.removeprefix(f"{self.project}_")}
            self.docker.api("POST", "/networks/create", {
                "Name": network, "CheckDuplicate": True, "Driver": "bridge", "Labels": labels})
        self.docker.create(name_of(container), create_body(container, container["Config"]["Image"]))


class RealCompose:
    """The same with the docker-compose binary that EVENKEEL_COMPOSE names."""

    def __init__(self, docker, project, directory, text):
        self.docker, self.project = docker, project
        self.file = os.path.join(directory, f"{project}.yaml")
        self._write(text)

    def up(self):
        self._run("up", "-d")

    def up_with_image(self, service, image):
        """Changes the first image line below the service, and runs `up -d`."""
        head, tail = self.text.split(f"\n  {service}:", 1)
        before, after = tail.split("image: ", 1)
        rest = after[min(i for i in (after.find("\n"), after.find(","), after.find("}")) if i >= 0):]
        self._write(f"{head}\n  {service}:{before}image: {image}{rest}")
        self._run("up", "-d")
        return self.docker.container(self.project, service)["Id"]

    def stop(self):
        self._run("stop")

    def down(self):
        self._run("down")

    def _write(self, text):
        self.text = text
        with open(self.file, "w", encoding="utf-8") as file:
            file.write(text)

    def _run(self, *verb):
        binary = os.environ["EVENKEEL_COMPOSE"]
        command = [binary, "-p", self.project, "-f", self.file, *verb]
        environment = dict(os.environ, DOCKER_HOST=f"unix://{self.docker.socket}")
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            raise AssertionError(f"{' '.join(command)}: {done.stderr}")
