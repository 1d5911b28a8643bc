"""The owner's hand goes first: what the owner's own tools do is respected, kept, never undone."""

import os
import signal
import time
import unittest

from .harness.case import Case
from .harness.owner import EmulatedCompose, RealCompose, watchtower_update

PAIR = """services:
  db:
    image: evenkeel/test:1
    command: [obey]
  web:
    image: evenkeel/test:1
    command: [obey]
    depends_on: [db]
"""


class OwnersHand(Case):
    """With Docker Compose emulated call by call; `OwnersRealCompose` runs the same with the real one."""

    def compose(self):
        return EmulatedCompose(self.docker, self.project)

    def setUp(self):
        super().setUp()
        self.apply(PAIR)
        self.mark = self.agent.last_event_id()

    def assert_kept(self, service, ident=None, image=None):
        """The service runs in this container, of this image, and comes back in it after a crash."""
        found = self.wait_running(service)
        for _ in range(2):
            self.assertEqual(found["Id"], ident or found["Id"])
            self.assertEqual(found["Image"], self.docker.image_id(image or "evenkeel/test:1"))
            os.kill(found["State"]["Pid"], signal.SIGKILL)
            found = self.wait_running(service, not_pid=found["State"]["Pid"])
        self.wait_converged()
        self.assert_one_each("db", "web")
        self.assert_no_conflict(self.mark)

    def assert_left_alone(self, seconds=5):
        """For longer than settle and resync nothing is made, started or removed."""
        def picture():
            return [(c["Id"], c["State"]["StartedAt"]) for c in self.docker.containers(self.project)]
        before = picture()
        self.stays(lambda: picture() == before, seconds, "nothing changes")

    def assert_stopped_by_an_engine_client(self):
        self.wait_phase("stopped")
        for service in ("db", "web"):
            self.assert_intent(service, "stopped", set_by="engine")
        self.assert_left_alone()
        self.assertRegex(self.agent.explain(f"{self.project}/web"), r"(?i)docker stop|engine client")

    def test_docker_stop_is_respected_and_docker_start_is_kept(self):
        self.docker.stop(self.container("web")["Id"])
        self.wait_service("web", "stopped")
        self.assert_intent("web", "stopped", set_by="engine")
        self.assert_intent("db", "running")
        self.wait_event("intent.changed", self.mark, deployment=self.project, service="web")
        self.assert_left_alone()
        self.docker.start(self.container("web")["Id"])
        self.eventually(lambda: self.agent.service(self.project, "web")["intent"]["state"] == "running",
                        "web is meant to run again")
        self.assert_kept("web")

    def test_docker_restart_changes_no_intent(self):
        """Its events begin like those of `docker stop`; the start that follows says what it was."""
        ident = self.container("web")["Id"]
        self.docker.restart(ident)
        self.wait_converged()
        self.stays(lambda: self.container("web")["State"]["Running"], 4, "web runs")
        self.assertEqual(self.events_of(self.mark, "intent.changed"), [])
        self.assert_kept("web", ident)

    def test_compose_stop_and_up_are_respected(self):
        compose = self.compose()
        compose.stop()
        self.assert_stopped_by_an_engine_client()
        compose.up()
        self.wait_converged()
        for service in ("db", "web"):
            self.assert_intent(service, "running")
        self.assert_kept("web")

    def test_compose_up_with_a_changed_image_is_the_newest_word(self):
        """The new container becomes a new generation; the old image never comes back."""
        ident = self.compose().up_with_image("web", "evenkeel/test:2")
        changed = self.wait_event("deployment.changed_elsewhere", self.mark, deployment=self.project)
        self.assertIn("evenkeel/test:2", str(changed))
        self.eventually(lambda: self.agent.deployment(self.project)["generation"] == 2, "generation 2")
        self.assert_kept("web", ident, "evenkeel/test:2")
        self.docker.remove(ident)
        made = self.wait_running("web", not_id=ident)
        self.assertEqual(made["Config"]["Image"], "evenkeel/test:2")
        self.assert_kept("web", made["Id"], "evenkeel/test:2")

    def test_watchtowers_update_is_the_newest_word(self):
        """stop -> rm -> create -> start of the same tag, which means another image now."""
        self.docker.tag("evenkeel/test:1", "evenkeel/app", "latest")
        text = PAIR.replace("evenkeel/test:1", "evenkeel/app:latest")
        self.apply(text)
        self.eventually(lambda: self.container("web")["Config"]["Image"] == "evenkeel/app:latest", "rolled")
        self.wait_converged()
        self.mark = self.agent.last_event_id()
        self.docker.tag("evenkeel/test:2", "evenkeel/app", "latest")
        ident = watchtower_update(self.docker, self.container("web"), "evenkeel/app:latest")
        self.assert_left_alone()
        self.assert_kept("web", ident, "evenkeel/test:2")
        self.assert_intent("web", "running")

    def test_compose_down_stays_down_and_compose_up_is_kept(self):
        """No container and no network is made again; the reason says that they were removed."""
        compose = self.compose()
        compose.down()
        self.wait_phase("stopped")
        for service in ("db", "web"):
            intent = self.agent.service(self.project, service)["intent"]
            self.assertEqual((intent["state"], intent["reason"]), ("stopped", "removed"))
        self.stays(lambda: not self.docker.containers(self.project)
                   and not self.docker.networks(self.project), 6, "nothing is made again")
        compose.up()
        for service in ("db", "web"):
            self.wait_running(service)
        self.wait_converged()
        self.assert_intent("web", "running")
        self.assert_kept("web")

    def test_stop_and_remove_of_one_service_stays_removed(self):
        ident = self.container("web")["Id"]
        self.docker.stop(ident)
        self.docker.remove(ident, force=False)
        self.wait_service("web", "stopped")
        self.stays(lambda: self.docker.container(self.project, "web") is None, 5, "web is gone")
        self.assertEqual(self.agent.service(self.project, "web")["intent"]["reason"], "removed")
        self.assertTrue(self.container("db")["State"]["Running"])

    def test_a_start_through_evenkeel_right_after_a_docker_stop_is_the_newest_word(self):
        """Also while it is not decided yet what the stop meant; and the stop comes back never."""
        for pause in (0, 0.5, 2):
            self.docker.stop(self.container("web")["Id"])
            time.sleep(pause)
            self.agent.post(f"/v1/deployments/{self.project}/services/web/start")
            self.wait_running("web", timeout=5)
        self.stays(lambda: self.container("web")["State"]["Running"], 12, "web runs")
        self.assert_intent("web", "running")

    def test_a_start_through_evenkeel_right_after_a_removal_is_the_newest_word(self):
        ident = self.container("web")["Id"]
        self.docker.stop(ident)
        self.docker.remove(ident, force=False)
        self.agent.post(f"/v1/deployments/{self.project}/start")
        self.wait_running("web", timeout=20)
        self.stays(lambda: self.container("web")["State"]["Running"], 12, "web runs")
        self.assert_intent("web", "running")

    def test_a_docker_stop_right_after_a_stop_and_a_start_through_evenkeel_is_respected(self):
        """What evenkeel's own stop put on the stream is over: the next end is not its echo."""
        for verb in ("stop", "start"):
            self.agent.post(f"/v1/deployments/{self.project}/services/web/{verb}", wait="20s")
        self.docker.stop(self.container("web")["Id"])
        self.wait_service("web", "stopped")
        self.stays(lambda: not self.container("web")["State"]["Running"], 3, "web is stopped")
        self.assert_intent("web", "stopped", set_by="engine")

    def test_a_docker_stop_right_before_the_agents_death_is_respected(self):
        self.docker.stop(self.container("web")["Id"])
        self.agent.kill9()
        self.agent.start()
        self.wait_service("web", "stopped", timeout=20)
        self.stays(lambda: not self.container("web")["State"]["Running"], 4, "web is stopped")
        self.assert_intent("web", "stopped")

    def test_a_renamed_container_keeps_its_name_and_is_kept(self):
        """`docker rename` to free the name, with and without something else in its place."""
        ident = self.container("web")["Id"]
        self.docker.rename(ident, f"{self.project}-mine")
        self.assert_left_alone()
        self.assert_kept("web", ident)
        self.assertEqual(self.container("web")["Name"], f"/{self.project}-mine")

    def test_a_paused_container_is_left_alone(self):
        ident = self.container("web")["Id"]
        self.docker.api("POST", f"/containers/{ident}/pause")
        self.wait_service("web", "paused")
        self.assert_left_alone()
        self.docker.api("POST", f"/containers/{ident}/unpause")
        self.wait_service("web", "running")


@unittest.skipUnless(os.environ.get("EVENKEEL_COMPOSE"), "EVENKEEL_COMPOSE names no docker-compose")
class OwnersRealCompose(OwnersHand):
    def compose(self):
        return RealCompose(self.docker, self.project, str(self.agent.dir), PAIR)


if __name__ == "__main__":
    unittest.main()
