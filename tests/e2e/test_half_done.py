"""What is only half done: a container that dies right after its start, a hold in the middle of a
replacement, a dependency that is restarted with those that are to follow it, a state that is full."""

import os
import signal
import subprocess
import time
import unittest

from .harness.agent import Agent
from .harness.case import Case
from .harness.docker import service_of

CRASH = """
services:
  web: {image: "evenkeel/test:1", command: [crash]}
"""
OBEY = CRASH.replace("crash", "obey")
SLOW_TO_GO = """
services:
  web: {image: "evenkeel/test:1", command: [stubborn], stop_grace_period: 3s}
"""
NETWORK = """
services:
  db: {image: "evenkeel/test:1", command: [stubborn], stop_grace_period: 3s, networks: [back]}
  web: {image: "evenkeel/test:1", command: [stubborn], stop_grace_period: 3s, networks: [back], depends_on: [db]}
networks: {back: {}}
"""
LONG_GOODBYE = """
services:
  db: {image: "evenkeel/test:1", command: [obey]}
  web: {image: "evenkeel/test:1", command: [stubborn], stop_grace_period: 40s}
"""
FOLLOWS = """
services:
  db: {image: "evenkeel/test:1", command: [obey]}
  web: {image: "evenkeel/test:1", command: [obey], depends_on: {db: {condition: service_started, restart: true}}}
  free: {image: "evenkeel/test:1", command: [obey], depends_on: [db]}
"""


class HalfDone(Case):
    def started_at(self, service):
        return self.container(service)["State"]["StartedAt"]

    def stop_began(self):
        return [event for event in self.events_of(0, "action.started")
                if event["data"]["action"] == "stop"]

    def stopped_by_us(self, service):
        return [event for event in self.events_of(0, "action.succeeded")
                if event["service"] == service and event["data"]["action"] == "stop"]

    def running_of(self, service):
        return [c["Id"] for c in self.docker.containers(self.project)
                if service_of(c) == service and c["State"]["Running"]]

    def test_what_dies_right_after_its_start_is_not_converged_for_who_waits(self):
        self.assertEqual(self.agent.put_compose(self.project, CRASH, wait="5s").status, 202)
        began = time.monotonic()
        self.assertEqual(self.agent.put_compose(self.project, OBEY, wait="30s").status, 200)
        self.assertLess(time.monotonic() - began, 15)

    def test_what_died_again_and_again_is_no_success_of_an_upgrade_of_the_agent(self):
        self.apply(OBEY)
        self.agent.put_compose(self.project, CRASH)
        self.wait_service("web", "backoff")
        after = self.agent.last_event_id()
        self.agent.stop()
        self.agent.start()
        event = self.wait_event("recovery.completed", after, 60)
        found = [one for one in event["data"]["deployments"] if one["name"] == self.project]
        self.assertIn(found[0]["outcome"], ("failed", "pending"), event)

    def test_a_hold_in_the_middle_of_a_replacement_leaves_nothing_down(self):
        self.apply(SLOW_TO_GO)
        first = self.container("web")["Id"]
        self.agent.put_compose(self.project, SLOW_TO_GO.replace("3s", "4s"))
        self.eventually(self.stop_began, "the old one is being stopped")
        reply = self.agent.post(f"/v1/deployments/{self.project}/hold", {"for": "1m"})
        self.assertIn(reply.status, (200, 201, 202))
        fresh = self.wait_running("web", not_id=first)
        self.stays(lambda: self.docker.inspect(fresh["Id"])["State"]["Running"], 2, "it runs")
        self.assert_one_each("web")
        self.agent.post(f"/v1/deployments/{self.project}/resume")

    def test_a_hold_while_a_changed_network_is_made_again_leaves_nothing_down(self):
        self.apply(NETWORK)
        self.agent.put_compose(self.project, NETWORK.replace("{back: {}}", "{back: {internal: true}}"))
        self.eventually(self.stop_began, "the first one is being stopped")
        self.agent.post(f"/v1/deployments/{self.project}/hold", {"for": "5m"})
        self.eventually(lambda: self.stopped_by_us("web"), "it is down")
        for service in ("web", "db"):
            self.wait_running(service)
        self.agent.post(f"/v1/deployments/{self.project}/resume")
        self.eventually(lambda: self.docker.api("GET", f"/networks/{self.project}_back")["Internal"],
                        "the network is made again after the hold", 40)
        self.wait_converged()

    def test_who_dies_while_a_sibling_is_being_stopped_is_started_at_once(self):
        self.apply(LONG_GOODBYE)
        self.agent.put_compose(self.project, LONG_GOODBYE.replace("40s", "41s"))
        self.eventually(self.stop_began, "the old one is being stopped")
        pid, old = self.container("db")["State"]["Pid"], self.running_of("web")
        os.kill(pid, signal.SIGKILL)
        self.wait_running("db", not_pid=pid, timeout=8)
        self.assertEqual(self.running_of("web"), old, "the stop is still under way")
        for ident in old:
            self.docker.kill(ident)
        self.wait_converged()
        self.assert_one_each("web", "db")

    def test_a_restart_takes_along_those_that_are_to_follow(self):
        self.apply(FOLLOWS)
        before = {name: self.started_at(name) for name in ("db", "web", "free")}
        reply = self.agent.post(f"/v1/deployments/{self.project}/services/db/restart", wait="30s")
        self.assertEqual(reply.status, 200, reply.text)
        self.assertNotEqual(self.started_at("db"), before["db"])
        self.assertGreater(self.started_at("web"), self.started_at("db"))
        self.assertEqual(self.started_at("free"), before["free"])

    def test_a_full_disk_under_the_state_is_told_of_a_few_times_and_survived(self):
        small = f"{self.engine.dir}/small-disk"
        os.mkdir(small)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", small], check=True)
        self.addCleanup(subprocess.run, ["umount", "-l", small], check=True)
        agent = Agent(self.engine, name="small", config={"state_dir": f"{small}/state"})
        self.addCleanup(agent.kill9)
        agent.start()
        self.agent, usual = agent, self.agent
        self.addCleanup(setattr, self, "agent", usual)
        self.apply(OBEY)
        fill = os.open(f"{small}/fill", os.O_WRONLY | os.O_CREAT)
        try:
            while True:
                os.write(fill, bytes(4096))
        except OSError:
            pass
        finally:
            os.close(fill)
        self.docker.remove(self.container("web")["Id"])
        self.eventually(lambda: agent.get("/readyz").status == 503, "the store cannot be written")
        time.sleep(6)
        os.unlink(f"{small}/fill")
        self.eventually(lambda: agent.get("/readyz").status == 200, "the store can be written")
        self.wait_converged()
        self.assert_one_each("web")
        self.assertLess(len(agent.events(type="action.failed")), 12)
        agent.delete(f"/v1/deployments/{self.project}", containers="true")
        self.eventually(lambda: not agent.items("/v1/deployments"), "it is deleted")
        agent.stop()


if __name__ == "__main__":
    unittest.main()
