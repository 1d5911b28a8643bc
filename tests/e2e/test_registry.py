"""Images from a real registry: pulled, missing, behind a password, and a registry that is away."""

import json
import time
import unittest

from .harness.case import Case, module_engine
from .harness.registry import PASSWORD, PROGRAM, Registry, basic

NEEDED = "needs docker-registry (./dev test installs it where the distribution has it)"
MEBIBYTE = 1 << 20


@unittest.skipUnless(PROGRAM, NEEDED)
class RegistryCase(Case):
    LOGIN = None  # the password, where one is wanted

    @classmethod
    def setUpClass(cls):
        folder = f"{module_engine(cls.__module__).dir}/registry-{cls.__name__.lower()}"
        cls.registry = Registry(folder, cls.LOGIN)
        cls.addClassCleanup(cls.registry.stop)
        cls.registry.start()
        super().setUpClass()

    def setUp(self):
        super().setUp()
        self.mark = self.agent.last_event_id()
        self.addCleanup(self.registry.start)

    def publish(self, tag, ballast=0):
        """Pushes an image of this test's own, which the engine then knows nothing of; its name."""
        image = f"{self.project}:{tag}"
        self.registry.publish(self.docker, image, ballast)
        return self.registry.name(image)

    def put(self, image):
        text = f'services:\n  web: {{image: "{image}", command: [obey]}}\n'
        reply = self.agent.put_compose(self.project, text)
        self.assertLess(reply.status, 300, reply.text)

    def assert_runs(self, image, timeout=30):
        self.wait_converged(timeout=timeout)
        found = self.wait_running("web")
        self.assertEqual(found["Config"]["Image"], image)
        self.assertEqual(found["Image"], self.docker.image_id(image))
        self.assert_one_each("web")

    def wait_failure(self, image, words, phase):
        """The failed pull is told wherever a person looks, with the image's name."""
        def told():
            shown = self.agent.service(self.project, "web")
            self.assertEqual(shown["phase"], phase, shown)
            self.assertRegex(shown["why"], words)
            return shown
        shown = self.eventually(told, f"web is {phase} because of {words}")
        self.assertIn(image, shown["why"])
        failed = self.wait_event("action.failed", self.mark, deployment=self.project, service="web")
        self.assertRegex(failed["message"], rf"{image}[\s\S]*{words}")
        explained = self.agent.explain(f"{self.project}/web")
        self.assertIn(image, explained)
        self.assertRegex(explained, words)


class OpenRegistry(RegistryCase):
    def test_an_image_is_pulled_and_its_progress_told(self):
        image = self.publish("1", ballast=24 * MEBIBYTE)
        self.put(image)
        self.assert_runs(image)
        told = self.events_of(self.mark, "image.*")
        kinds = [event["type"] for event in told]
        self.assertEqual((kinds[0], kinds[-1]), ("image.pull_started", "image.pull_completed"), kinds)
        self.assertEqual(set(kinds[1:-1]), {"image.pull_progress"}, kinds)
        self.assertLess(len(told), 20, "engines write many lines a second")
        for event in told:
            self.assertEqual(event["data"]["image"], image, event)
        self.assertRegex(told[-2]["data"]["progress"], r"\d of \d layers")

    def test_a_digest_is_pulled_too(self):
        digest = self.registry.publish(self.docker, f"{self.project}:1")
        image = f"{self.registry.name(self.project)}@{digest}"
        self.put(image)
        self.assert_runs(image)

    def test_a_rollout_to_a_missing_tag_leaves_what_runs(self):
        first = self.publish("1")
        self.put(first)
        self.assert_runs(first)
        before = self.container("web")
        missing = self.registry.name(f"{self.project}:2")
        self.put(missing)
        self.wait_failure(missing, "manifest", "needs_operator")
        self.stays(lambda: self.container("web")["State"]["Pid"] == before["State"]["Pid"], 5,
                   "the old container runs")
        self.assert_one_each("web")
        self.assertEqual(self.container("web")["Id"], before["Id"])
        second = self.publish("2")  # what was wrong is put right, and nothing else is asked for
        self.assertEqual(second, missing)
        self.assert_runs(second)

    def test_a_missing_tag_from_the_start_is_told_and_not_tried_tightly(self):
        missing = self.registry.name(f"{self.project}:none")
        self.put(missing)
        self.wait_failure(missing, "manifest", "needs_operator")
        self.assertEqual(self.docker.containers(self.project), [])
        self.assertEqual(self.agent.deployment(self.project)["phase"], "failed")
        began, seconds = time.monotonic(), 9
        self.stays(lambda: self.agent.alive, seconds, "the agent is up")
        tried = len(self.events_of(self.mark, "action.failed"))
        self.assertLess(tried, 3 + (time.monotonic() - began) / 3, "more often than the backoff says")

    def test_a_registry_that_is_away_is_waited_for(self):
        image = self.publish("1")
        self.registry.stop()
        self.put(image)
        self.eventually(lambda: len(self.events_of(self.mark, "action.failed")) >= 2, "it tries again")
        self.wait_failure(image, "connection refused", "backoff")
        self.registry.start()
        self.assert_runs(image)

    def test_a_registry_that_stays_away_asks_for_a_person_and_is_tried_still(self):
        image = self.publish("1")
        self.registry.stop()
        self.put(image)
        self.wait_failure(image, "connection refused", "needs_operator")
        self.registry.start()
        self.assert_runs(image)


class RegistryWithPassword(RegistryCase):
    LOGIN = PASSWORD

    @classmethod
    def make_agent(cls):
        agent = super().make_agent()
        cls.login_folder = agent.dir / "docker"
        cls.login_folder.mkdir()
        agent.configure({"engine": {"docker_config": str(cls.login_folder)}})
        return agent

    def setUp(self):
        super().setUp()
        self.image = self.publish("1")
        self.config_file = self.login_folder / "config.json"
        self.addCleanup(self.config_file.unlink, missing_ok=True)

    def log_in(self, password=PASSWORD):
        """Writes what `docker login` writes."""
        auth = {self.registry.address: {"auth": basic(password=password)}}
        self.config_file.write_text(json.dumps({"auths": auth}))

    def test_with_a_login_it_is_pulled(self):
        self.log_in()
        self.put(self.image)
        self.assert_runs(self.image)
        self.assertNotIn(basic(), self.agent.log_tail(10_000))

    def test_without_a_login_it_is_refused_until_there_is_one(self):
        self.put(self.image)
        self.wait_failure(self.image, "no basic auth credentials|unauthorized", "needs_operator")
        self.log_in()
        self.assert_runs(self.image)

    def test_a_wrong_password_is_refused_and_nowhere_shown(self):
        self.log_in("wrong words")
        self.put(self.image)
        self.wait_failure(self.image, "unauthorized", "needs_operator")
        self.assertEqual(self.docker.containers(self.project), [])
        shown = self.agent.log_tail(10_000) + str(self.agent.events(self.mark))
        self.assertNotIn("wrong words", shown)
        self.assertNotIn(basic(password="wrong words"), shown)


if __name__ == "__main__":
    unittest.main()
