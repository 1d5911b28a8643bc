#!/usr/bin/env python3
"""Writes one translation unit for several tests: unite_tests.py OUT TEST...

Tests of one folder use the same local names for different things (`world`, `entry`), so that each becomes a namespace of its own here.
Its headers come before all of them: once included they are empty where the test includes them itself.
A test therefore opens no namespace with a name, and includes nothing under a condition."""

import pathlib
import re
import sys


def unite(tests):
    headers, namespaces = {}, []
    for number, test in enumerate(tests):
        for line in test.read_text().splitlines():
            if line.startswith("#include"):
                headers[beside(test, line)] = None
        namespaces.append(f'namespace {test.stem}_{number} {{\n#include "{test}"\n}}\n')
    return "\n".join(headers) + "\n\n" + "".join(namespaces)


def beside(test, line):
    """A header beside the test is found from there only."""
    name = re.match(r'#include "(.*)"', line)
    path = test.parent / name[1] if name else None
    return f'#include "{path}"' if path and path.exists() else line


if __name__ == "__main__":
    out, *given = map(pathlib.Path, sys.argv[1:])
    out.write_text(unite(given))
