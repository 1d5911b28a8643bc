"""The arithmetic of the reports, on figures whose answer is known."""

import random
import unittest

from tests.bench.bench_kit import figures


class Figures(unittest.TestCase):
    def test_the_median_of_an_even_count_lies_between_the_middle_two(self):
        self.assertEqual(figures.median([4, 1, 3, 2]), 2.5)

    def test_the_99th_percentile_of_100_values_leaves_one_above(self):
        self.assertEqual(figures.percentile(range(1, 101), 0.99), 99)

    def test_the_p99_of_few_values_is_the_longest(self):
        self.assertEqual(figures.percentile([1, 2, 9], 0.99), 9)

    def test_the_interval_holds_the_ratio_and_narrows_with_more_rounds(self):
        dice = random.Random(7)
        few, many = ([dice.gauss(100, 10) for _ in range(count)] for count in (20, 400))
        ratios = [figures.Ratio([2 * one + dice.gauss(0, 3) for one in base], base, dice) for base in (few, many)]
        for ratio in ratios:
            self.assertTrue(ratio.low <= ratio.value <= ratio.high)
            self.assertAlmostEqual(ratio.value, 2, delta=0.1)
        self.assertLess(ratios[1].high - ratios[1].low, ratios[0].high - ratios[0].low)

    def test_a_goal_inside_the_interval_is_said(self):
        ratio = figures.Ratio([10, 11, 12, 13, 30], [10, 11, 12, 13, 14], random.Random(1))
        self.assertIn("met, the interval reaches", ratio.against(1.0))


if __name__ == "__main__":
    unittest.main()
