"""What is defined otherwise, lost, or not evenkeel's: networks, replicas, what others added, and what changes hands."""

import time
import unittest

from .harness.agent import free_port
from .harness.case import Case
from .harness.yaml_text import to_yaml

OPEN = """
services:
  db: {image: "evenkeel/test:1", command: [obey]}
  web: {image: "evenkeel/test:1", command: [obey], networks: [default, back]}
networks:
  default: {}
  back: {}
"""
CLOSED = OPEN.replace("back: {}", "back: {internal: true}")
TWO = """
services:
  web: {image: "evenkeel/test:1", command: [obey], scale: 2}
"""


class Redefined(Case):
    def network(self, key):
        return self.docker.api("GET", f"/networks/{self.project}_{key}")

    def add_stranger(self):
        """As `compose up` makes a service that evenkeel was not given."""
        labels = {**self.container("db")["Config"]["Labels"], "com.docker.compose.service": "guest"}
        ident = self.docker.create(f"{self.project}-guest-1", {
            "Image": "evenkeel/test:1", "Cmd": ["obey"], "Labels": labels,
            "HostConfig": {"NetworkMode": f"{self.project}_default"}})
        self.addCleanup(lambda: self.docker.exists(ident) and self.docker.remove(ident))
        self.docker.start(ident)
        return ident

    def is_up(self, ident):
        return self.docker.inspect(ident)["State"]["Running"]

    def test_a_changed_network_is_made_again_under_the_same_containers(self):
        self.apply(OPEN)
        before = {name: self.container(name)["Id"] for name in ("db", "web")}
        self.apply(CLOSED)
        self.wait_converged()
        self.assertTrue(self.network("back")["Internal"])
        for service, ident in before.items():
            self.assertEqual(self.container(service)["Id"], ident)
            self.assertTrue(self.is_up(ident))
        attached = self.container("web")["NetworkSettings"]["Networks"][f"{self.project}_back"]
        self.assertEqual(attached["NetworkID"], self.network("back")["Id"])

    def test_a_running_container_is_connected_to_the_network_that_it_lost(self):
        self.apply(OPEN)
        web = self.container("web")
        self.docker.api("POST", f"/networks/{self.project}_back/disconnect",
                        {"Container": web["Id"], "Force": True})
        self.docker.remove_network(f"{self.project}_back")

        def is_back():
            networks = self.container("web")["NetworkSettings"]["Networks"]
            return networks[f"{self.project}_back"]["NetworkID"] == self.network("back")["Id"]
        self.eventually(is_back, "web is on its network again", 40)
        self.assertEqual(self.container("web")["State"]["Pid"], web["State"]["Pid"])
        self.wait_converged()

    def test_the_stop_of_one_replica_leaves_the_other_and_the_intent(self):
        self.apply(TWO)
        first, second = sorted(c["Id"] for c in self.docker.containers(self.project))
        self.docker.stop(second)
        self.stays(lambda: self.is_up(first) and not self.is_up(second), 6, "one runs, one is left")
        self.assert_intent("web", "running")

    def test_what_others_added_is_left_alone(self):
        self.apply(OPEN)
        guest = self.add_stranger()
        self.apply(OPEN.replace("[obey]}", "[obey], environment: {A: b}}", 1))
        self.wait_converged()
        self.stays(lambda: self.is_up(guest), 6, "the guest runs")

    def test_a_deletion_comes_through_while_others_change_the_deployment(self):
        self.apply(OPEN)
        guest = self.add_stranger()
        web = self.container("web")["Id"]
        self.docker.stop(web)
        self.docker.start(web)
        mark = self.agent.last_event_id()
        self.agent.delete(f"/v1/deployments/{self.project}", containers="true")
        gone = self.wait_event("deployment.deleted", mark, deployment=self.project)
        self.assertIn("guest", gone["message"])
        self.assertFalse(self.docker.exists(web))
        self.assertTrue(self.is_up(guest))
        self.docker.remove(guest)
        self.eventually(lambda: self.docker.remove_network(f"{self.project}_default") or True, "its network can go", 5)

    def test_a_deletion_waits_for_the_end_of_a_hold_and_forgets_nothing(self):
        self.apply(OPEN)
        web = self.container("web")["Id"]
        self.agent.post(f"/v1/deployments/{self.project}/hold", {"for": "3s"})
        self.agent.delete(f"/v1/deployments/{self.project}", containers="true")
        time.sleep(1)
        self.assertIsNotNone(self.agent.deployment(self.project))
        self.assertTrue(self.is_up(web))
        self.eventually(lambda: self.agent.deployment(self.project) is None, "it is deleted after the hold")
        self.assertFalse(self.docker.exists(web))


def service(**keys):
    return {"image": "evenkeel/test:1", "command": ["obey"], **keys}


class HandedOver(Case):
    """A generation takes something from a service and gives it to one that it needs from now on."""

    HEALTH = {"test": ["CMD", "test", "-e", "/tmp/ready"], "interval": "1s", "timeout": "2s", "retries": 30}

    def roll_out(self, before, after, **more):
        self.apply(to_yaml({"services": before, **more}))
        mark = self.agent.last_event_id()
        self.apply(to_yaml({"services": after, **more}))
        self.assert_one_each(*after)
        self.assertEqual(self.events_of(mark, "action.failed"), [], self.describe())
        for name in after:
            self.assert_intent(name, "running")

    def ports_of(self, service):
        bindings = self.container(service)["NetworkSettings"]["Ports"] or {}
        return [one["HostPort"] for all_of in bindings.values() for one in all_of or []]

    def test_a_port_goes_to_the_service_whose_network_is_shared(self):
        port = free_port()
        self.roll_out({"web": service(ports=[f"127.0.0.1:{port}:80"])},
                      {"vpn": service(ports=[f"127.0.0.1:{port}:80"]),
                       "web": service(network_mode="service:vpn")})
        self.assertEqual(self.ports_of("vpn"), [str(port)])
        self.assertEqual(self.container("web")["HostConfig"]["NetworkMode"],
                         f"container:{self.container('vpn')['Id']}")

    def test_a_port_goes_to_a_service_that_has_to_be_healthy_first(self):
        ports = [f"127.0.0.1:{free_port()}:80"]
        self.roll_out({"other": service(), "web": service(ports=ports)},
                      {"other": service(),
                       "front": service(command=["slow", "2"], healthcheck=self.HEALTH, ports=ports),
                       "web": service(depends_on={"front": {"condition": "service_healthy"}})})
        self.assertEqual(len(self.ports_of("front")), 1)

    def test_services_swap_their_ports(self):
        one, two = f"127.0.0.1:{free_port()}:80", f"127.0.0.1:{free_port()}:80"
        needs = {"depends_on": ["b"]}
        self.roll_out({"a": service(ports=[one], **needs), "b": service(ports=[two])},
                      {"a": service(ports=[two], **needs), "b": service(ports=[one])})
        self.assertIn(self.ports_of("a")[0], two)

    def test_an_address_goes_to_a_dependency(self):
        fixed = {"default": {"ipv4_address": "10.219.7.10"}}
        self.roll_out({"web": service(networks=fixed)},
                      {"front": service(networks=fixed), "web": service(depends_on=["front"])},
                      networks={"default": {"ipam": {"config": [{"subnet": "10.219.7.0/24"}]}}})
        network = self.container("front")["NetworkSettings"]["Networks"][f"{self.project}_default"]
        self.assertEqual(network["IPAddress"], "10.219.7.10")

    def test_a_name_goes_to_a_dependency_while_its_old_bearer_runs_on(self):
        fixed = f"{self.project}-fixed"
        self.roll_out({"web": service(container_name=fixed)},
                      {"front": service(container_name=fixed), "web": service(depends_on=["front"])})
        self.assertEqual(self.container("front")["Name"], f"/{fixed}")
        self.assertEqual(self.container("web")["Name"], f"/{self.project}-web-1")

    def test_a_name_comes_back_with_the_generation_that_had_it(self):
        fixed = f"{self.project}-fixed"
        before = {"web": service(container_name=fixed)}
        # Never healthy: the old container waits under another name.
        never = {**self.HEALTH, "test": ["CMD", "test", "-e", "/nowhere"]}
        after = {"front": service(container_name=fixed, healthcheck=never),
                 "web": service(depends_on={"front": {"condition": "service_healthy"}})}
        self.apply(to_yaml({"services": before}))
        web = self.container("web")["Id"]
        self.agent.put_compose(self.project, to_yaml({"services": after}))
        self.wait_running("front")
        self.assertTrue(self.docker.inspect(web)["State"]["Running"])
        self.apply(to_yaml({"services": before}))
        self.assertEqual(self.container("web")["Id"], web)
        self.assertEqual(self.container("web")["Name"], f"/{fixed}")
        self.assert_one_each("web")

    def test_who_is_held_keeps_its_port_until_the_hold_ends(self):
        ports = [f"127.0.0.1:{free_port()}:80"]
        self.apply(to_yaml({"services": {"web": service(ports=ports)}}))
        pid = self.container("web")["State"]["Pid"]
        self.agent.post(f"/v1/deployments/{self.project}/services/web/hold", {"for": "6s"})
        self.agent.put_compose(self.project, to_yaml({"services": {
            "front": service(ports=ports), "web": service(depends_on=["front"])}}))
        waits = self.wait_service("front", "waiting")
        self.assertIn(f"is still held by {self.project}-web-1", waits["why"])
        self.assertEqual(self.container("web")["State"]["Pid"], pid)
        self.wait_converged()
        self.assertEqual(len(self.ports_of("front")), 1)


if __name__ == "__main__":
    unittest.main()
