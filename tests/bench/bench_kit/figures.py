"""Medians, percentiles, and ratios with their spread. Pure, but for the seed that is handed in."""

import math

RESAMPLES = 2000


def median(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def percentile(values, share):
    """The smallest value that at least `share` of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


class Ratio:
    """median(ours) / median(theirs), with a 95 % bootstrap interval.

    The two lists were measured in turns: round i of both is drawn together, so that what drifts
    during the run widens neither.
    """

    def __init__(self, ours, theirs, random):
        count = min(len(ours), len(theirs))
        self.count, self.value = count, median(ours) / median(theirs)
        drawn = []
        for _ in range(RESAMPLES):
            rounds = [random.randrange(count) for _ in range(count)]
            drawn.append(median([ours[i] for i in rounds]) / median([theirs[i] for i in rounds]))
        self.low, self.high = percentile(drawn, 0.025), percentile(drawn, 0.975)

    def __str__(self):
        return f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f})"

    def against(self, goal):
        """Met or missed by the ratio itself; says where its interval reaches to the other side."""
        if self.value <= goal:
            return "met" if self.high <= goal else f"met, the interval reaches {self.high:.3f}"
        return "missed" if self.low > goal else f"missed, the interval reaches {self.low:.3f}"


def table(head, rows):
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines) + "\n"
