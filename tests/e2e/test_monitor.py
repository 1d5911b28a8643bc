"""What containers use: right numbers, one spike for one condition, and no descriptor left behind."""

import os
import time
import unittest

from .harness.case import Case
from .harness.kernel import Kernel

BURNER = 'touch /tmp/burn; while :; do [ -e /tmp/burn ] || sleep 1; done'


# Some seconds of everything, when it is told to; past the page cache, which the kernel charges to whom it likes.
WORKER = (
    "sleep 1000 & sleep 1000 & while [ ! -e /tmp/work ]; do sleep 0.3; done; i=0; "
    "while [ $$i -lt 800000 ]; do i=$$((i+1)); done; "
    "dd if=/dev/zero of=/disk/file bs=1M count=32 oflag=direct; dd if=/disk/file of=/dev/null bs=1M iflag=direct; rm /disk/file; "
    "wget -q -O /dev/null http://page/page; touch /disk/done; sleep 100000")


def counted_io(folder):
    """Version 1 counts the bytes of a disk only where it has something to throttle: far above what comes."""
    device = os.stat(folder).st_dev
    with open(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}/uevent", encoding="ascii") as file:
        name = next(line.removeprefix("DEVNAME=") for line in file.read().split() if line.startswith("DEVNAME="))
    limit = f"[{{path: /dev/{name}, rate: 4gb}}]"
    return f"""
    blkio_config: {{device_read_bps: {limit}, device_write_bps: {limit}}}"""


def counted(kernel):
    """By the names of the metrics; the CPU in percent of a core, for a second."""
    (read, written), (received, sent) = kernel.block_bytes(), kernel.network_bytes()
    return {"cpu_percent": kernel.cpu_ns() / 1e7, "block_read_rate": read, "block_written_rate": written,
            "network_received_rate": received, "network_sent_rate": sent}


def busy(name, cpus):
    return f"""
  {name}:
    image: evenkeel/test:1
    stop_signal: KILL
    cpus: {cpus}
    command: [sh, -c, "{BURNER}"]"""


class Usage(Case):
    CONFIG = {"monitor": {"interval": "1s",
                          "spikes": {"cpu": {"above": 80, "clear": 50, "for": "5s"},
                                     "memory": {"above": 80, "clear": 50, "for": "3s"}}}}

    def usage(self, service):
        shown = self.agent.service(self.project, service)
        return shown and shown["usage"]

    def known_usage(self, service, key):
        self.eventually(lambda: (seen := self.usage(service)) and seen[key] is not None,
                        f"{key} of {service} is known")
        return self.usage(service)[key]

    def samples(self, subject, metric, **query):
        return self.agent.get("/v1/samples", subject=subject, metric=metric, **query)

    def spikes(self, mark, kind):
        return [event for event in self.events_of(mark, kind)]

    def test_cpu_and_memory_are_what_the_kernel_counts(self):
        """CPU within five percent (and half a percent of a core) over the same time, memory within two."""
        self.apply(f"""
services:{busy("burner", 0.5)}
  holder:
    image: evenkeel/test:1
    stop_signal: KILL
    command: [sh, -c, "dd if=/dev/zero bs=20M | sleep 100000"]
""")
        self.known_usage("burner", "cpu_percent")
        kernel = Kernel(self.container("burner")["State"]["Pid"])
        before, began = kernel.cpu_ns(), time.time()
        time.sleep(8)
        after, ended = kernel.cpu_ns(), time.time()
        true = (after - before) / 1e7 / (ended - began)
        reply = self.samples(f"{self.project}/burner", "cpu_percent", step="8s", aggregation="mean",
                             **{"from": _moment(began), "to": _moment(ended)})
        self.assertEqual(reply.status, 200, reply.text)
        seen = [item["value"] for item in reply.json()["items"] if item["value"] is not None]
        self.assertAlmostEqual(sum(seen) / len(seen), true, delta=true * 0.05 + 0.5)

        held = Kernel(self.container("holder")["State"]["Pid"])
        self.eventually(lambda: held.working_set() > 20_000_000, "the memory is held")
        self.eventually(lambda: abs(self.usage("holder")["memory_bytes"] - held.working_set())
                        <= 0.02 * held.working_set(), "memory within 2 % of the kernel's")

    def test_a_limit_that_the_owner_sets_is_seen_at_the_next_look(self):
        """Files that seldom change are read every ten seconds: each of these updates follows right after such a read."""
        self.apply("""
services:
  limited: {image: "evenkeel/test:1", mem_limit: 64m, command: [obey]}
""")
        self.known_usage("limited", "memory_limit_bytes")
        self.seconds_until_limit_is_seen(96)
        self.assertLess(min(self.seconds_until_limit_is_seen(mib) for mib in (48, 80, 112)), 6)

    def seconds_until_limit_is_seen(self, mib):
        limit, began = mib * 2**20, time.monotonic()
        self.docker.api("POST", f"/containers/{self.container('limited')['Id']}/update", {"Memory": limit, "MemorySwap": 2 * limit})
        self.eventually(lambda: self.usage("limited")["memory_limit_bytes"] == limit, f"a limit of {mib} MiB is seen")
        return time.monotonic() - began

    def test_all_that_a_container_does_is_counted_as_the_kernel_counts_it(self):
        """Work with rest before and after it: whatever the moments of the looks, their sum is all of it."""
        self.apply(f"""
services:
  worker:
    image: evenkeel/test:1
    stop_signal: KILL
    command: [sh, -c, "{WORKER}"]
    volumes: ["{self.engine.dir}:/disk"]{counted_io(self.engine.dir)}
  page:
    image: evenkeel/test:1
    stop_signal: KILL
    command: [sh, -c, "mkdir -p /tmp/w && dd if=/dev/zero of=/tmp/w/page bs=1M count=40; httpd -f -p 80 -h /tmp/w"]
""")
        self.known_usage("worker", "cpu_percent")
        container = self.container("worker")
        kernel, subject = Kernel(container["State"]["Pid"]), f"{self.project}/worker"
        time.sleep(4)
        before, began = counted(kernel), time.time()
        self.docker.run_in(container["Id"], "touch", "/tmp/work")
        self.eventually(lambda: os.path.exists(f"{self.engine.dir}/done"), "the work is done", 60)
        time.sleep(4)
        after, ended = counted(kernel), time.time()
        seen = {metric: self.total(subject, metric, began - 1, ended - 1) for metric in before}
        for metric, least in (("cpu_percent", 50), ("block_written_rate", 30e6), ("block_read_rate", 30e6),
                              ("network_received_rate", 40e6), ("network_sent_rate", 1e4)):
            true = after[metric] - before[metric]
            with self.subTest(metric):
                self.assertGreaterEqual(true, least)
                self.assertAlmostEqual(seen[metric], true, delta=true * 0.02)
        pids = self.samples(subject, "pids", step="1s", **{"from": _moment(ended - 2)}).json()["items"]
        self.assertEqual([item["value"] for item in pids if item["value"] is not None][-1], kernel.pids())

    def total(self, subject, metric, began, ended):
        """What came together in this time: a value is the mean since the one before, one second or a look that was late."""
        reply = self.samples(subject, metric, step="1s", **{"from": _moment(began), "to": _moment(ended)})
        self.assertEqual(reply.status, 200, reply.text)
        values, since = 0.0, 0
        for index, item in enumerate(reply.json()["items"], 1):
            if item["value"] is not None:
                values, since = values + item["value"] * (index - since), index
        return values

    def test_a_burner_is_one_spike_that_begins_and_ends(self):
        mark = self.agent.last_event_id()
        self.apply(f"services:{busy('web', 0.2)}")
        started = self.wait_event("spike.started", mark, deployment=self.project)
        self.assertEqual(started["severity"], "warning")
        self.assertEqual(started["alert"], {"key": f"spike/{self.project}/web/cpu/threshold",
                                            "state": "firing"})
        self.assertRegex(started["message"], r"CPU at \d+ % of its limit \(20 % of a core\) for \d+s; most of it by sh")
        self.docker.run_in(self.container("web")["Id"], "rm", "/tmp/burn")
        ended = self.wait_event("spike.ended", mark, deployment=self.project)
        self.assertEqual(ended["alert"]["state"], "resolved")
        time.sleep(3)
        self.assertEqual(len(self.spikes(mark, "spike.*")), 2)

    def test_a_spike_is_told_once_over_all_restarts_of_the_agent(self):
        mark = self.agent.last_event_id()
        self.apply(f"services:{busy('web', 0.2)}")
        self.wait_event("spike.started", mark, deployment=self.project)
        self.agent.kill9()
        self.agent.start()
        self.known_usage("web", "cpu_percent")
        self.stays(lambda: len(self.spikes(mark, "spike.*")) == 1, 8, "the spike is told once")
        self.agent.stop()
        self.docker.run_in(self.container("web")["Id"], "rm", "/tmp/burn")
        self.agent.start()
        ended = self.wait_event("spike.ended", mark, deployment=self.project)
        self.assertEqual(ended["alert"], {"key": f"spike/{self.project}/web/cpu/threshold", "state": "resolved"})
        self.stays(lambda: len(self.spikes(mark, "spike.*")) == 2, 3, "it is over once")

    def test_memory_near_its_limit_is_a_spike(self):
        mark = self.agent.last_event_id()
        self.apply("""
services:
  eater:
    image: evenkeel/test:1
    stop_signal: KILL
    mem_limit: 32m
    command: [sh, -c, "dd if=/dev/zero bs=27M | sleep 100000"]
""")
        spike = self.wait_event("spike.started", mark, deployment=self.project)
        self.assertEqual(spike["service"], "eater")
        self.assertRegex(spike["message"], r"memory at \d+ % of its limit \(32 MiB\)")
        self.assertEqual(self.usage("eater")["memory_limit_bytes"], 32 << 20)

    def test_who_runs_out_of_memory_is_told_of_once_and_so_is_what_came_of_it(self):
        mark = self.agent.last_event_id()
        self.apply("""
services:
  eater:
    image: evenkeel/test:1
    mem_limit: 24m
    memswap_limit: 24m
    command: [sh, -c, "[ -e /tmp/ate ] && exec sleep 100000; touch /tmp/ate; sleep 3; exec tail -c 64m /dev/zero"]
""")
        killed = self.wait_event("service.oom_killed", mark, deployment=self.project)
        self.assertEqual((killed["service"], killed["severity"]), ("eater", "warning"))
        ended = self.wait_event("service.exited", mark, deployment=self.project)
        self.assertEqual(ended["message"], "eater was killed because it ran out of memory")
        self.assertEqual(ended["data"]["exit_code"], 137)
        self.wait_converged()
        self.stays(lambda: len(self.spikes(mark, "service.oom_killed")) == 1, 3, "it is told once")

    def test_who_may_use_one_core_is_held_against_it_and_its_processes_are_named_at_once(self):
        mark = self.agent.last_event_id()
        self.apply(f"""services:{busy('web', 0)}
    cpuset: "0"
    x-evenkeel: {{spikes: {{cpu: {{above: 60, clear: 10, for: "0s"}}}}}}
""".replace("    cpus: 0\n", ""))
        started = self.wait_event("spike.started", mark, deployment=self.project)
        self.assertRegex(started["message"], r"of its limit \(100 % of a core\) for \d+m?s; most of it by sh \(\d+ % of a core\)")

    def test_a_container_is_followed_through_its_restarts_and_no_descriptor_is_left(self):
        self.apply(f"services:{busy('web', 0.2)}")
        self.known_usage("web", "cpu_percent")
        ident = self.container("web")["Id"]
        before = self.descriptors()
        for _ in range(10):
            self.docker.api("POST", f"/containers/{ident}/restart", t=0)
        self.wait_converged()
        restarted = time.time()
        self.eventually(lambda: (seen := self.usage("web")) and seen["cpu_percent"] is not None
                        and seen["at"] > _moment(restarted + 2), "seen again after the restarts")
        self.eventually(lambda: self.descriptors() <= before + 2, "no more descriptors than before")

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.agent.pid}/fd"))

    def test_two_replicas_are_one_service_and_two_containers(self):
        self.apply(f"services:{busy('web', 0.2)}\n    scale: 2")
        self.eventually(lambda: (self.known_usage("web", "cpu_percent") or 0) > 30,
                        "the sum of both")
        text = self.agent.get("/metrics").text
        for number in (1, 2):
            self.assertIn(f'container="{self.project}-web-{number}"', text)

    def test_the_host_has_samples_too(self):
        self.eventually(lambda: self.agent.get("/v1/host").json()["memory"], "memory of the host")
        host = self.agent.get("/v1/host").json()
        self.assertGreater(host["memory"]["total_bytes"], host["memory"]["used_bytes"])
        self.assertTrue(any(disk["mount_point"] == "/" for disk in host["disks"]), host["disks"])
        reply = self.samples("host", "memory_bytes", **{"from": "1m"})
        self.assertEqual(reply.json()["unit"], "bytes")

    def test_who_asks_for_what_is_not_there_is_told_what_is(self):
        wrong = self.samples("host", "speed")
        self.assertEqual(wrong.status, 400)
        self.assertIn("cpu_percent", wrong.text)
        self.assertEqual(self.samples("shop/nobody", "pids").status, 404)


class Unseen(Case):
    """The agent sees no process of the containers, as with an engine in a virtual machine."""

    CONFIG = {"monitor": {"interval": "1s"}}

    @classmethod
    def make_agent(cls):
        agent = super().make_agent()
        agent.wrapper = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"]
        return agent

    def test_what_cannot_be_seen_is_asked_of_the_engine(self):
        self.apply(f"services:{busy('web', 0.2)}")
        shown = self.eventually(
            lambda: (seen := self.agent.service(self.project, "web")["usage"])
            and seen["cpu_percent"] is not None and seen, "usage by the engine", 40)
        self.assertAlmostEqual(shown["cpu_percent"], 20, delta=8)
        self.assertGreater(shown["memory_bytes"], 0)


def _moment(seconds):
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return f"{whole}.{int(seconds % 1 * 1000):03}Z"


if __name__ == "__main__":
    unittest.main()
