"""Files that a client names: what has no end, never begins or does not come costs one error, and nobody else anything."""

import os
import threading

from .harness.case import Case
from .harness.hung_disk import HungDisk

WEB = 'services:\n  web: {image: "evenkeel/test:1", command: [obey]}\n'
MEMORY_MAX = 600 << 20  # a build with sanitizers takes more than others


class NamedFiles(Case):
    def setUp(self):
        super().setUp()
        self.folder = self.agent.dir / f"files-{self.project}"
        self.folder.mkdir()

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return str(path)

    def pipe(self, name):
        path = self.folder / name
        os.mkfifo(path)
        return str(path)

    def put(self, *files, project=None, **more):
        body = {"files": list(files), **more}
        return self.agent.call("PUT", f"/v1/deployments/{project or self.project}", body, timeout=60)

    def memory(self):
        status = open(f"/proc/{self.agent.pid}/status", encoding="ascii").read()
        return int(status.split("VmRSS:")[1].split()[0]) << 10

    def assert_refused(self, reply, *words):
        self.assertEqual(reply.status, 400, reply.text)
        for word in words:
            self.assertIn(word, reply.text)
        self.assertEqual(self.agent.call("GET", "/healthz").status, 200)

    def test_what_is_no_plain_file_is_refused_at_once_wherever_it_is_named(self):
        pipe = self.pipe("pipe")
        for path, kind in (("/dev/zero", "a device"), (pipe, "a pipe"), (self.agent.socket, "a socket"),
                           (str(self.folder), "a directory")):
            self.assert_refused(self.put(path), path, kind)
        good = self.write("compose.yaml", WEB)
        self.assert_refused(self.put(good, env_files=["/dev/zero"]), "/dev/zero", "a device")
        self.assert_refused(self.put(good, env_files=[pipe]), pipe, "a pipe")
        named = {
            "env_file": "services: {web: {image: x, env_file: [%s]}}",
            "label_file": "services: {web: {image: x, label_file: [%s]}}",
            "include": "include: [%s]\nservices: {web: {image: x}}",
            "extends": "services: {web: {extends: {file: %s, service: web}}}",
        }
        for key, text in named.items():
            for path in (pipe, "/dev/zero"):
                self.assert_refused(self.put(self.write("asks.yaml", text % path)), key, path)
        os.rename(pipe, self.folder / ".env")
        self.assert_refused(self.put(good), ".env is a pipe")
        self.assertLess(self.memory(), MEMORY_MAX)

    def test_a_file_that_is_too_large_is_refused(self):
        large = self.write("large.yaml", "")
        os.truncate(large, 1 << 40)
        self.assert_refused(self.put(large), large, "more than 8388608 bytes")
        self.assertLess(self.memory(), MEMORY_MAX)

    def test_a_profile_that_is_a_pipe_stops_its_service_only(self):
        pipe = self.pipe("profile.json")
        text = WEB + f'  odd: {{image: "evenkeel/test:1", security_opt: ["seccomp:{pipe}"]}}\n'
        self.assertIn(self.put(self.write("compose.yaml", text)).status, (201, 202))
        self.wait_service("web", "running", 30)
        why = f"/v1/deployments/{self.project}/explain"
        self.eventually(lambda: "is a pipe" in self.agent.get(why).text, "the reason is told", 30)
        self.assertEqual(self.agent.call("GET", "/healthz").status, 200)

    def test_a_disk_that_does_not_answer_costs_only_who_asks_for_it(self):
        disk = HungDisk(self.folder / "away")
        self.addCleanup(disk.release)
        away = f"{disk.folder}/compose.yaml"
        replies = []
        asking = [threading.Thread(target=lambda: replies.append(self.put(away))) for _ in range(3)]
        for thread in asking:
            thread.start()
        while any(thread.is_alive() for thread in asking):
            self.assertEqual(self.agent.call("GET", "/healthz", timeout=5).status, 200)
            asking[0].join(0.5)
        for reply in replies:
            self.assertEqual(reply.status, 503, reply.text)
            self.assertIn(disk.folder, reply.text)  # its .env is asked for first
        again = self.put(away)
        self.assertEqual(again.status, 503, again.text)
        self.assertIn("still hangs", again.text)
        self.assertEqual(self.put(self.write("compose.yaml", WEB), project=self.project + "-other").status, 201)
        self.agent.call("DELETE", f"/v1/deployments/{self.project}-other", containers="true", wait="30s")
        disk.release()
        good = self.write("compose.yaml", WEB)
        self.eventually(lambda: self.put(good).status in (201, 202), "the threads are free again", 30)
