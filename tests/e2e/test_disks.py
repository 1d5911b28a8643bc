"""The disk under the engine runs full: who fills it is named, once, with what to do."""

from .harness.small_disk import SmallDiskCase

# What each takes is written at once: to its log, into its own layer, and into a volume.
FILLERS = """
services:
  talker:
    image: evenkeel/test:1
    stop_signal: KILL
    command: [sh, -c, "busybox yes xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx | head -c 24m; echo; sleep 100000"]
  writer:
    image: evenkeel/test:1
    stop_signal: KILL
    command: [sh, -c, "dd if=/dev/zero of=/written bs=1M count=50; sleep 100000"]
  keeper:
    image: evenkeel/test:1
    stop_signal: KILL
    volumes: ["kept:/kept"]
    command: [sh, -c, "dd if=/dev/zero of=/kept/file bs=1M count=30; sleep 100000"]
volumes: {kept: {}}
"""


class Filled(SmallDiskCase):
    CONFIG = {"monitor": {"disks": {"warn": 50, "critical": 99}}}

    def look(self):
        return self.agent.cli("checks", "run", f"disk:{self.data}")

    def told(self, mark):
        name = f"disk:{self.data}"
        return [event for event in self.agent.events(mark, type="check.*") if event["data"]["check"] == name]

    def test_who_fills_it_is_named_with_what_to_do(self):
        mark = self.agent.last_event_id()
        self.assertEqual(self.look().returncode, 0)
        self.apply(FILLERS)
        self.eventually(lambda: self.look().returncode == 1, "the disk is told to be full")
        self.eventually(lambda: self.told(mark), "and an event says so")
        event = self.told(mark)[0]
        self.assertEqual((event["type"], event["severity"]), ("check.failed", "warning"))
        eaters = {eater["what"]: eater for eater in event["data"]["eaters"]}
        talker, writer = f"{self.project}-talker-1", f"{self.project}-writer-1"
        for what, mebibytes, command in (
                (f"what {writer} wrote into its own layer", 50, f"docker diff {writer}"),
                (f"the volume {self.project}_kept", 30, f"docker ps -a --filter volume={self.project}_kept")):
            self.assertIn(what, eaters)
            self.assertAlmostEqual(eaters[what]["bytes"] / (1 << 20), mebibytes, delta=0.02 * mebibytes)
            self.assertEqual(eaters[what]["command"], command)
            self.assertIn(f"{what}, ", event["message"])
        log = eaters[f"the log of {talker}, which is never rotated"]
        self.assertGreater(log["bytes"], 24 << 20)  # each line has its time and its stream
        self.assertEqual(log["command"], "set logging.options.max-size")
        self.assertEqual(self.agent.delete(f"/v1/deployments/{self.project}", containers="true", volumes="true").status, 202)
        self.eventually(lambda: self.look().returncode == 0, "the disk is well again")
        self.assertEqual([each["type"] for each in self.told(mark)], ["check.failed", "check.recovered"])
