"""docs/prometheus against what /metrics really shows (tests/data/api/metrics.txt, which test_api compares with the code)."""

import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = TOP / "tests/data/api/metrics.txt"
FOLDER = TOP / "docs/prometheus"
PROMTOOL = shutil.which("promtool")
NEEDED = unittest.skipUnless(PROMTOOL, "no promtool: apt-get install --no-install-recommends prometheus")

# What Grafana puts in their place.
VARIABLES = {"$__rate_interval": "5m", "$instance": ".*", "$deployment": ".*"}


def promtool(*arguments, text=None, folder=FOLDER):
    done = subprocess.run([PROMTOOL, *arguments], input=text, cwd=folder, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


def families():
    return set(re.findall(r"^# TYPE (\S+) ", SAMPLE.read_text(), re.MULTILINE))


def documented():
    """What stands in backticks in docs/api.md, `a_{b,c}_d` as both of its names."""
    names = set()
    for text in re.findall(r"`([^`\n]+)`", (TOP / "docs/api.md").read_text()):
        choice = re.fullmatch(r"(\w*)\{([\w,]+)\}(\w*)", text)
        names |= {choice[1] + one + choice[3] for one in choice[2].split(",")} if choice else {text}
    return names


def family_of(name):
    """A histogram is asked for by the names of its series."""
    base = re.sub(r"_(bucket|sum|count)$", "", name)
    return base if base in families() else name


def names_in(expression):
    return {family_of(name) for name in re.findall(r"\b(?:evenkeel|process)_\w+", expression)}


def panels():
    return [panel for panel in json.loads((FOLDER / "dashboard.json").read_text())["panels"] if panel["type"] != "row"]


def panel_expressions():
    for panel in panels():
        for target in panel["targets"]:
            yield panel["title"], target["expr"]


def without_variables(expression):
    for name, value in VARIABLES.items():
        expression = expression.replace(name, value)
    return expression


class Names(unittest.TestCase):
    def test_the_rules_use_only_families_that_exist(self):
        expressions = re.findall(r"expr: (.+?)\n +(?:for|labels):", (FOLDER / "alerts.yaml").read_text(), re.DOTALL)
        self.assertGreater(len(expressions), 10)
        for expression in expressions:
            self.assertLessEqual(names_in(expression), families(), expression)

    def test_the_tests_of_the_rules_use_only_families_that_exist(self):
        self.assertLessEqual(names_in(" ".join(re.findall(r"series: '([a-z_0-9]+)", (FOLDER / "alerts_test.yaml").read_text()))),
                             families())

    def test_every_family_is_documented(self):
        self.assertLessEqual({name.removeprefix("evenkeel_") for name in families()}, documented())

    def test_every_rule_is_tested(self):
        rules = set(re.findall(r"- alert: (\w+)", (FOLDER / "alerts.yaml").read_text()))
        tested = set(re.findall(r"alertname: (\w+)", (FOLDER / "alerts_test.yaml").read_text()))
        self.assertEqual(rules, tested)

    def test_the_dashboard_uses_only_families_that_exist(self):
        for title, expression in panel_expressions():
            names = names_in(expression)
            self.assertTrue(names, title)
            self.assertLessEqual(names, families(), title)


class Dashboard(unittest.TestCase):
    def test_its_panels_have_their_own_ids_and_places(self):
        places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels()]
        self.assertEqual(len(places), len(set(places)))
        self.assertEqual(len({panel["id"] for panel in panels()}), len(panels()))
        for panel in panels():
            self.assertLessEqual(panel["gridPos"]["x"] + panel["gridPos"]["w"], 24, panel["title"])

    @NEEDED
    def test_its_questions_are_promql(self):
        rules = [{"record": f"panel_{number}", "expr": without_variables(expression)}
                 for number, (_, expression) in enumerate(panel_expressions())]
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "panels.yaml"
            path.write_text(json.dumps({"groups": [{"name": "panels", "rules": rules}]}))
            status, said = promtool("check", "rules", str(path))
        self.assertEqual(status, 0, said)
        self.assertIn(f"{len(rules)} rules found", said)


@NEEDED
class Promtool(unittest.TestCase):
    def test_what_is_shown_follows_the_conventions(self):
        status, said = promtool("check", "metrics", text=SAMPLE.read_text())
        self.assertEqual((status, said), (0, ""))

    def test_it_would_find_a_name_that_does_not(self):
        status, said = promtool("check", "metrics", text="# HELP evenkeel_x A.\n# TYPE evenkeel_x counter\nevenkeel_x 1\n")
        self.assertNotEqual(status, 0)
        self.assertIn("_total", said)

    def test_the_rules_are_rules(self):
        status, said = promtool("check", "rules", "alerts.yaml")
        self.assertEqual(status, 0, said)

    def test_the_rules_fire_when_they_should_and_only_then(self):
        status, said = promtool("test", "rules", "alerts_test.yaml")
        self.assertEqual(status, 0, said)


if __name__ == "__main__":
    unittest.main()
