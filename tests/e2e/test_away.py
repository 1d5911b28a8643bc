"""What the owner does while the agent is away counts as if it had looked: the newest word holds."""

import threading
import time
import unittest

from .harness.case import Case
from .harness.owner import EmulatedCompose, watchtower_update

PAIR = """services:
  db: {image: "evenkeel/test:1", command: [obey]}
  web: {image: "evenkeel/test:1", command: [obey]}
"""
RELOADS = "[sh, -c, 'trap : HUP; trap \"exit 0\" TERM; while :; do sleep 3600 & wait $$!; done']"
RELOADED = f"""services:
  bare: {{image: "evenkeel/test:1", command: {RELOADS}}}
  unless: {{image: "evenkeel/test:1", command: {RELOADS}, restart: unless-stopped}}
  always: {{image: "evenkeel/test:1", command: {RELOADS}, restart: always}}
"""
SLOW = PAIR.replace("[obey]", "[sh, -c, 'trap \"sleep 7; exit 0\" TERM; while :; do sleep 3600 & wait $$!; done']", 1)


class Away(Case):
    def away(self, *acts):
        """The agent is killed, the owner does this and that, and the agent comes back."""
        self.mark = self.agent.last_event_id()
        self.agent.kill9()
        for act in acts:
            act()
        self.agent.start()

    def stop(self, service):
        self.docker.stop(self.container(service)["Id"])

    def start(self, service):
        self.docker.start(self.container(service)["Id"])

    def restart_engine(self):
        self.engine.stop()
        self.engine.start()

    def is_up(self, service):
        found = self.docker.container(self.project, service)
        return bool(found) and found["State"]["Running"]

    def assert_runs_on(self, service, ident=None, seconds=4):
        """It runs, and once everything told has been judged it still does, in the same container."""
        ident = ident or self.container(service)["Id"]
        self.stays(lambda: self.is_up(service) and self.container(service)["Id"] == ident, seconds,
                   f"{service} runs in {ident[:12]}")
        self.assert_intent(service, "running")
        self.wait_converged()
        self.assert_no_conflict(self.mark)

    def assert_stays_stopped(self, service, seconds=4):
        self.wait_service(service, "stopped")
        self.stays(lambda: not self.is_up(service), seconds, f"{service} is left stopped")
        self.assert_intent(service, "stopped", set_by="engine")

    # A start that follows a stop

    def test_an_update_is_the_newest_word(self):
        """Also where the agent has long known the old container and nothing else is to be told."""
        self.apply(PAIR)
        self.away()
        self.assert_runs_on("web", seconds=7)  # a sign of life later
        made = []
        self.away(lambda: made.append(watchtower_update(self.docker, self.container("web"), "evenkeel/test:2")))
        self.assert_runs_on("web", made[0])
        self.assertEqual(self.container("web")["Config"]["Image"], "evenkeel/test:2")

    def test_a_compose_up_with_a_changed_image_is_the_newest_word(self):
        self.apply(PAIR)
        made, owner = [], EmulatedCompose(self.docker, self.project)
        self.away(lambda: made.append(owner.up_with_image("web", "evenkeel/test:2")))
        self.assert_runs_on("web", made[0])
        self.assert_one_each("db", "web")

    def test_what_the_start_of_a_crashed_engine_ended_is_back_however_much_had_ended_before(self):
        self.apply(PAIR)
        for number in range(12):  # younger than ours, and listed before them
            name = f"{self.project}-over-{number}"
            self.docker.start(self.docker.create(name, {"Image": "evenkeel/test:1", "Cmd": ["true"]}))
            self.addCleanup(self.docker.remove, name)
        self.away(self.engine.kill, self.engine.start)
        self.assertEqual(self.wait_event("recovery.completed", self.mark)["data"]["cause"], "engine_crash")
        for service in ("db", "web"):
            self.assert_runs_on(service)
        self.assertTrue(self.wait_event("engine.restarted", self.mark))

    def test_a_docker_restart_changes_no_intent(self):
        self.apply(PAIR)
        self.away(lambda: self.docker.restart(self.container("web")["Id"]))
        self.assert_runs_on("web")
        self.assertEqual(self.events_of(self.mark, "intent.changed"), [])

    def test_a_stop_and_then_a_start_is_to_run(self):
        self.apply(PAIR)
        self.away(lambda: self.stop("web"), lambda: self.start("web"))
        self.assert_runs_on("web")

    def test_a_slow_restart_in_which_the_agent_dies_is_no_job_that_is_done(self):
        """A sign of life lies between its kill and its death: the next life must know of both."""
        self.apply(SLOW)
        mark, ident = self.agent.last_event_id(), self.container("db")["Id"]
        owner = threading.Thread(target=lambda: self.docker.api("POST", f"/containers/{ident}/restart", t=20))
        owner.start()
        time.sleep(6)
        self.away(owner.join)
        self.assert_runs_on("db", ident)
        self.assertEqual(self.events_of(mark, "service.completed"), [])

    def test_a_start_of_what_evenkeel_stopped_is_to_run_and_a_stop_is_to_be_left(self):
        self.apply(PAIR)
        self.agent.post(f"/v1/deployments/{self.project}/services/web/stop", wait="20s")
        self.wait_service("web", "stopped")
        self.away(lambda: self.start("web"), lambda: self.stop("db"))
        self.assert_stays_stopped("db")
        self.assertTrue(self.is_up("web"))
        self.assert_intent("web", "running")

    def test_a_stop_of_what_evenkeel_stopped_before_is_no_echo_of_that(self):
        """Neither in the next life of the agent nor in the one after it."""
        self.apply(PAIR)
        for lives in (1, 2):
            self.agent.post(f"/v1/deployments/{self.project}/services/web/stop", wait="20s")
            self.start("web")
            self.eventually(lambda: self.agent.service(self.project, "web")["intent"]["state"] == "running",
                            "web is to run")
            for _ in range(1, lives):
                self.away()
            self.away(lambda: self.stop("web"))
            self.assert_stays_stopped("web", 3)

    # Restarts of the engine

    def test_a_docker_stop_right_before_a_clean_engine_restart_is_left(self):
        """A clean restart is no crash, also where the agent comes back in the same second."""
        self.apply(PAIR)
        self.away(lambda: self.stop("db"), self.restart_engine)
        self.wait_running("web")
        self.assert_stays_stopped("db")
        report = self.wait_event("recovery.completed", self.mark, timeout=70)["data"]
        self.assertEqual((report["cause"], report["planned"]), ("engine_restart", True))

    def test_a_reload_by_signal_is_no_stop_at_the_next_engine_restart(self):
        """Signals set the engine's mark of a client's stop; with the agent there and away."""
        self.apply(RELOADED)
        services = ("bare", "unless", "always")
        for away in (False, True):
            mark = self.agent.last_event_id()
            self.reload(services)
            if away:
                self.away(self.restart_engine)
            else:
                self.restart_engine()
            for service in services:
                self.wait_running(service)
            self.stays(lambda: all(map(self.is_up, services)), 3, "all run")
            self.assertEqual(self.events_of(mark, "intent.changed"), [])

    def reload(self, services):
        """HUP, and long enough for it to be judged."""
        for service in services:
            self.docker.kill(self.container(service)["Id"], "HUP")
        self.stays(lambda: all(map(self.is_up, services)), 3, "all run on")


if __name__ == "__main__":
    unittest.main()
