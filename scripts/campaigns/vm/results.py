"""What was checked, with the evidence, as Markdown."""

import sys
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Check:
    chapter: str
    what: str
    good: bool
    evidence: str


def word(good: bool) -> str:
    return "PASS" if good else "**FAIL**"


def cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


@dataclass
class Results:
    checks: list[Check] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)  # text that a failure needs, by title

    def check(self, chapter: str, what: str, good: bool, evidence: str) -> bool:
        self.checks.append(Check(chapter, what, bool(good), evidence))
        print(f"   {'PASS' if good else 'FAIL'} {chapter}: {what}: {cell(evidence)[:300]}", file=sys.stderr, flush=True)
        return bool(good)

    def failed(self) -> list[Check]:
        return [check for check in self.checks if not check.good]

    def markdown(self) -> str:
        lines = [f"{len(self.checks) - len(self.failed())} of {len(self.checks)} checks passed.", ""]
        lines += [f"- {fact}" for fact in self.facts]
        for chapter in dict.fromkeys(check.chapter for check in self.checks):
            lines += ["", f"## {chapter}", "", "| | check | evidence |", "|---|---|---|"]
            lines += [f"| {word(check.good)} | {check.what} | {cell(check.evidence)} |" for check in self.checks
                      if check.chapter == chapter]
        for title, text in self.notes.items():
            lines += ["", f"## {title}", "", "```", text.rstrip(), "```"]
        return "\n".join(lines)
