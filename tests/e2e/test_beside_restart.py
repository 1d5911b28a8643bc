"""Another client's call in the middle of a restart of evenkeel's, which a stubborn program makes seconds long."""

from .harness.case import Case

STUBBORN = """
services:
  web: {image: "evenkeel/test:1", command: [stubborn], stop_grace_period: 3s}
"""


class BesideRestart(Case):
    def setUp(self):
        super().setUp()
        self.apply(STUBBORN)
        self.ident = self.container("web")["Id"]
        mark = self.agent.last_event_id()
        self.agent.post(f"/v1/deployments/{self.project}/services/web/restart")
        self.eventually(lambda: self.has_begun(mark), "the restart has begun")

    def has_begun(self, mark):
        started = self.agent.events(mark, type="action.started")
        return any(each["data"].get("action") == "restart" for each in started)

    def is_up(self):
        return self.docker.inspect(self.ident)["State"]["Running"]

    def test_a_docker_stop_is_the_newest_word(self):
        self.docker.stop(self.ident, 3)
        self.wait_service("web", "stopped")
        self.stays(lambda: not self.is_up(), 4, "it is left stopped")
        self.assert_intent("web", "stopped", set_by="engine")

    def test_a_docker_restart_stops_nothing(self):
        self.docker.api("POST", f"/containers/{self.ident}/restart", t=3)
        self.wait_running("web")
        self.stays(self.is_up, 4, "it runs on")
        self.assert_intent("web", "running")
