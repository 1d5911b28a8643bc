"""The reading of wrk's words, and what is made of them."""

import random
import types
import unittest

from tests.bench.http_bench import rates, wrk

SAID = """Running 8s test @ http://127.0.0.1:1/
  Latency Distribution
     50%    1.02ms
     99%  {p99}
  100 requests in 8.00s, 3.00MB read
{more}Requests/sec:  12034.50
"""


class Wrk(unittest.TestCase):
    def test_rate_and_p99_are_read_in_each_unit(self):
        for text, ms in (("950.00us", 0.95), ("12.30ms", 12.3), ("1.20s ", 1200)):
            load = wrk.load_of(SAID.format(p99=text, more=""))
            self.assertEqual(load.a_second, 12034.5)
            self.assertAlmostEqual(load.p99, ms)
            self.assertEqual(load.not_answered, 0)

    def test_what_was_not_answered_is_counted(self):
        more = "  Socket errors: connect 1, read 2, write 0, timeout 3\n  Non-2xx or 3xx responses: 40\n"
        self.assertEqual(wrk.load_of(SAID.format(p99="1.00ms", more=more)).not_answered, 46)

    def test_a_run_that_said_nothing_is_no_measurement(self):
        with self.assertRaises(AssertionError):
            wrk.load_of("unable to connect")

    def test_what_is_refused_fast_meets_no_goal(self):
        world = types.SimpleNamespace(body=b"[]")
        found = {"evenkeel": [wrk.Load(9000.0, 1.0, 0)], "nginx": [wrk.Load(10000.0, 1.0, 0)], "dockerd": [wrk.Load(10.0, 1.0, 0)]}
        self.assertEqual(rates.report(world, found, random.Random(1)).count("| met |"), 2)
        found["evenkeel"] = [wrk.Load(9000.0, 1.0, 7)]
        text = rates.report(world, found, random.Random(1))
        self.assertEqual(text.count("missed: 7 of evenkeel's answers were none"), 2)
        self.assertNotIn("| met |", text)


if __name__ == "__main__":
    unittest.main()
