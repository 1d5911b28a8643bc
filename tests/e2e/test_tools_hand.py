"""What the owner's tools take their time for, what they leave looking right, and what an apply makes of it."""

import unittest

from .harness.case import Case
from .harness.docker import name_of
from .harness.owner import EmulatedCompose, watchtower_update

PAIR = """
services:
  db: {image: "evenkeel/test:1", command: [obey]}
  web: {image: "evenkeel/test:1", command: [stubborn], stop_grace_period: 6s, depends_on: [db]}
"""
WITH_CONFIG = """
services:
  web: {image: "evenkeel/test:1", command: [obey], configs: [{source: motd, target: /motd}]}
configs:
  motd: {content: "one"}
"""
ON_NETWORK = """
services:
  web: {image: "evenkeel/test:1", command: [obey], networks: [front]}
networks:
  front: {name: "%s"}
"""
GUEST = """
services:
  guest: {image: "evenkeel/test:1", command: [obey], networks: [front]}
networks:
  front: {name: "%s", external: true}
"""


class ToolsHand(Case):
    def test_compose_up_of_what_ends_slowly_is_no_scale_up(self):
        """Its old container takes longer to end than `settle`; its new one waits under a name of its own."""
        self.apply(PAIR)
        mark = self.agent.last_event_id()
        made = EmulatedCompose(self.docker, self.project).up_with_image("web", "evenkeel/test:2")
        self.wait_event("deployment.changed_elsewhere", mark)
        self.wait_converged()
        self.stays(lambda: len(self.docker.containers(self.project)) == 2, 8, "one db and one web")
        self.assertEqual(self.container("web")["Id"], made)
        self.assertEqual(name_of(self.container("web")), f"{self.project}-web-1")
        self.assertEqual(self.agent.service(self.project, "web")["replicas"]["desired"], 1)
        self.assert_no_conflict(mark)

    def test_an_apply_takes_the_image_back_from_a_tool_that_copied_the_labels(self):
        self.apply(PAIR)
        mark = self.agent.last_event_id()
        watchtower_update(self.docker, self.container("db"), "evenkeel/test:2")
        self.wait_event("deployment.changed_elsewhere", mark)
        self.wait_converged()
        self.assertEqual(self.container("db")["Image"], self.docker.image_id("evenkeel/test:2"))
        self.apply(PAIR)
        self.assertEqual(self.container("db")["Image"], self.docker.image_id("evenkeel/test:1"))

    def test_an_apply_rolls_out_what_an_inline_config_holds(self):
        self.apply(WITH_CONFIG)
        before = self.container("web")["Id"]
        self.apply(WITH_CONFIG)
        self.assertEqual(self.container("web")["Id"], before)
        self.apply(WITH_CONFIG.replace("one", "two"))
        self.assertNotEqual(self.container("web")["Id"], before)
        self.docker.run_in(self.container("web")["Id"], "grep", "-qx", "two", "/motd")

    def test_a_network_of_another_name_is_changed_for_the_old_one_and_both_go_with_the_deployment(self):
        names = [f"{self.project}-{n}" for n in "ab"]
        for name in names:
            self.apply(ON_NETWORK % name)
            self.assertEqual(list(self.container("web")["NetworkSettings"]["Networks"]), [name])
        self.agent.delete(f"/v1/deployments/{self.project}", containers="true", wait="20s")
        left = {network["Name"] for network in self.docker.api("GET", "/networks")}
        self.assertFalse(left & set(names))

    def test_a_network_that_another_deployment_uses_names_it_and_what_to_do(self):
        name = f"{self.project}-n"
        self.apply(ON_NETWORK % name)
        self.apply(GUEST % name, "another")
        changed = (ON_NETWORK % name).replace('"}', '", internal: true}')
        changed = changed.replace('test:1", internal: true}', 'test:1"}')
        self.agent.put_compose(self.project, changed)
        self.wait_service("web", "needs_operator")
        self.assertIn("once another-guest-1 of another/guest is off it: run `evenkeel stop another guest`, "
                      "and then `evenkeel start another guest`", self.agent.explain(f"{self.project}/web"))
        self.agent.post("/v1/deployments/another/services/guest/stop", wait="20s")
        self.wait_converged()
        self.agent.post("/v1/deployments/another/services/guest/start", wait="20s")
        self.wait_converged("another")
        made = self.docker.api("GET", f"/networks/{name}")
        self.assertTrue(made["Internal"])
        self.assertEqual(len(made["Containers"]), 2)


if __name__ == "__main__":
    unittest.main()
