"""What is made of seconds and files, where the answer is known."""

import random
import tempfile
import unittest
from pathlib import Path

from tests.bench.sampling_bench import own_files, report, tree, watching
from tests.bench.sampling_bench.others import Cost
from tests.bench.sampling_bench.turns import Measured
from tests.bench.sampling_bench.watching import Seconds
from tests.e2e.harness.engine import ROOT


class SecondsOfCpu(unittest.TestCase):
    def test_a_block_holds_ten_seconds_and_a_rest_is_left_out(self):
        self.assertEqual(watching.blocks([1] * 10 + [3] * 10 + [100] * 9), [1, 3])

    def test_fewer_than_a_block_are_one(self):
        self.assertEqual(watching.blocks([1, 3]), [2])

    def test_a_minutes_end_counts_a_sixtieth_in_each_second(self):
        rest = [10] * 20
        rest[7], rest[8] = 310, 310
        whole, minute = watching.smoothed(Seconds([5] * 20, rest, 7))
        self.assertEqual(minute, 600)
        self.assertEqual(whole, [25] * 20)

    def test_without_a_minutes_end_nothing_is_added(self):
        self.assertEqual(watching.smoothed(Seconds([5, 6, 7], [1, 1, 1], None)), ([6, 7, 8], 0))


class OwnFiles(unittest.TestCase):
    def test_the_seldom_files_are_those_of_the_sampler(self):
        paces = own_files.paces_in(ROOT / "monitor/counter_files.cpp")
        self.assertGreaterEqual(len(paces), 10)
        self.assertEqual({name for name, pace in paces.items() if pace in ("seldom", "moved")}, set(own_files.SELDOM))
        self.assertEqual(set(paces.values()), {"first", "always", "moved", "seldom"})

    def test_files_of_containers_are_told_from_the_hosts(self):
        group = f"/sys/fs/cgroup/memory/docker/{'a' * 64}"
        self.assertEqual(own_files.with_pace([f"{group}/memory.stat", "/proc/7/net/dev", "/tmp/x/proc/pressure/io"]),
                         [f"seldom {group}/memory.stat", "always /proc/7/net/dev", "host /tmp/x/proc/pressure/io"])
        for path, wanted in ((f"{group}/memory.stat", True), ("/proc/7/net/dev", True), ("/proc/stat", False),
                             (f"/x/{'a' * 64}-json.log", False), ("socket:[7]", False)):
            self.assertEqual(bool(own_files.OF_CONTAINERS.search(path)), wanted, path)

    def test_a_tree_has_a_group_in_every_hierarchy_for_each_container(self):
        with tempfile.TemporaryDirectory() as folder:
            tree.make(Path(folder), 3)
            groups = [path for path in Path(folder, "cgroup").glob("*/docker/*") if any(path.iterdir())]
            self.assertEqual(len(groups), 3 * len(tree.CONTROLLERS))
            self.assertEqual(len(list(Path(folder, "proc").glob("[0-9]*/cgroup"))), 3)


class Report(unittest.TestCase):
    def found(self, count=200):
        found = Measured(count)
        found.looks, found.reader, found.whole, found.host = [12.0] * 4, [8.0] * 4, [21.0] * 4, [2.0] * 4
        found.core_percent, found.hertz = [0.5] * 4, [1.0, 1.0]
        found.minute, found.flush, found.quiet = [0.0], [0.0], [0.0]
        found.engine_fast, found.engine_quiet, found.growth = [0.0], [0.0], [0]
        found.resident_usual, found.resident_fast, found.metrics = 11 * 1024, [30 * 1024], 5
        found.others = {"docker stats": Cost(300.0, 2000.0, None, 50.0), "netdata": "it is not installed"}
        return found

    def test_goals_are_met_and_missed_by_their_numbers(self):
        text = report.of_count(self.found(), random.Random(1))
        for line in ("sampler / kept-open reader of the same files, the containers' and the host's: 1.200 (1.200–1.200); goal ≤ 1.25: **met**",
                     "leaves the host's files out, which is no goal: 1.500", "2.100 (2.100–2.100); goal ≤ 2: **missed**",
                     "1/110 (the sampler alone 1/192); goal ≤ 1/100: **met**", "goal < 1 % at a true 1 Hz: **met**",
                     "≤ 12 MiB: **met**", "17.5 MiB: **missed**", "netdata was not measured: it is not installed."):
            self.assertIn(line, text)

    def test_what_a_full_hour_adds_counts(self):
        found = self.found()
        found.hour = 26.5
        text = report.of_count(found, random.Random(1))
        self.assertIn("all included / kept-open reader of the same files, the containers' and the host's: 4.750", text)
        self.assertIn("the whole process at 1 Hz: 1.03 % of a core", text)

    def test_a_goal_is_judged_at_the_number_of_containers_that_it_is_stated_at(self):
        text = report.of_count(self.found(10), random.Random(1))
        for goal in ("≤ 1.25", "≤ 2", "≤ 1/100"):
            self.assertIn(f"the goal, {goal}, is stated at 200 containers and not judged here", text)
        self.assertNotIn("met**", text)
        self.assertNotIn("missed", text)

    def test_busy_containers_are_held_against_the_reader_alone(self):
        text = report.of_busy(self.found(), random.Random(1))
        for line in ("## 200 containers that do something every second", "none of them rests", "1.200 (1.200–1.200); goal ≤ 1.25: **met**",
                     "2.100 (2.100–2.100); goal ≤ 2: **missed**", "goal < 1 % at a true 1 Hz: **met**"):
            self.assertIn(line, text)
        self.assertNotIn("docker stats", text)

    def test_500_are_extrapolated_from_idle_and_from_busy_ones(self):
        looks = [tree.Looks(200, [10.0], [8.0], 2200), tree.Looks(500, [20.0], [8.0], 5500)]
        busy = self.found()
        busy.core_percent = [0.4] * 4
        text = report.of_tree(looks, [self.found()], busy, random.Random(1))
        self.assertIn("(× 2.00 a container): 2.50 % of a core; goal < 2.5 %: **missed**", text)
        self.assertIn("all do something every second: 2.00 % of a core; goal < 2.5 %: **met**", text)

    def test_a_rate_that_is_not_reached_misses_its_goal(self):
        found = self.found()
        found.hertz = [1.0, 0.9]
        self.assertIn("goal < 1 % at a true 1 Hz: **missed**", report.of_count(found, random.Random(1)))


if __name__ == "__main__":
    unittest.main()
