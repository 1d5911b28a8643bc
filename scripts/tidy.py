#!/usr/bin/env python3
"""Style as a test: sizes, folder arrows, fences, bans, recipes. The rules are tables in tidy_tables.py.

    scripts/tidy.py [FILE...]      every file that git knows or would add, unless some are named
"""

import fnmatch
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Callable, Iterator, NamedTuple

import cpp_text
import tidy_tables as tables

root = Path(__file__).resolve().parent.parent


class Problem(NamedTuple):
    path: str
    line: int
    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}: {self.why}"


class File(NamedTuple):
    path: str
    text: str
    code: str  # without comments and strings; the text itself where it is not C++
    executable: bool = False

    def is_cpp(self) -> bool:
        return self.path.endswith((".hpp", ".cpp"))


def file_of(path: str, text: str, executable: bool = False) -> File:
    code = cpp_text.without_comments_and_strings(text) if path.endswith((".hpp", ".cpp")) else text
    return File(path, text, code, executable)


def is_in(path: str, places: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatch(path, place) if "*" in place else path.startswith(place) for place in places)


def matches(pattern: str | re.Pattern, text: str) -> Iterator[tuple[int, str]]:
    for match in re.finditer(pattern, text):
        yield text.count("\n", 0, match.start()) + 1, match.group().strip()


# --- rules of one file ------------------------------------------------------------------------------------------------


def check_size(file: File) -> Iterator[Problem]:
    limit = tables.code_lines_max.get(Path(file.path).suffix)
    if limit is None:
        return
    lines = cpp_text.count_code_lines(file.text) if file.is_cpp() else count_python_lines(file.text)
    if lines > limit:
        yield Problem(file.path, 1, f"{lines} lines of code", f"at most {limit}: it is two things, split it")


def count_python_lines(text: str) -> int:
    return sum(1 for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#"))


def check_functions(file: File) -> Iterator[Problem]:
    if not file.is_cpp():
        return
    for function in cpp_text.functions(file.code):
        if function.lines > tables.function_lines_max:
            yield Problem(file.path, function.line, f"{function.name} has {function.lines} lines",
                          f"at most {tables.function_lines_max}: name its parts")


def check_bans(file: File) -> Iterator[Problem]:
    if not file.is_cpp():
        return
    for pattern, allowed, instead in tables.bans:
        if not is_in(file.path, allowed):
            for line, found in matches(pattern, file.code):
                yield Problem(file.path, line, f"`{found}` is banned here", instead)


def check_awaits(file: File) -> Iterator[Problem]:
    if not file.is_cpp():
        return
    for expression in cpp_text.awaits(file.code):
        if cpp_text.has_capturing_lambda(expression.text):
            yield Problem(file.path, expression.line, "a capturing lambda inside co_await",
                          "GCC frees its captures twice: name it before (no coroutine may capture)")
        elif cpp_text.has_braced_value(expression.text):
            yield Problem(file.path, expression.line, "a braced value inside co_await",
                          "GCC may skip or repeat its destructor: name it before")


def includes(file: File) -> Iterator[tuple[int, str, str]]:
    for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', file.text, re.MULTILINE):
        yield file.text.count("\n", 0, match.start()) + 1, match.group(1), match.group(2)


def folder_of(path: str) -> str | None:
    return next((folder for folder in tables.arrows if path.startswith(folder + "/")), None)


def check_arrows(file: File) -> Iterator[Problem]:
    folder = folder_of(file.path)
    if folder is None or not file.is_cpp() or tables.arrows[folder] == tables.everything:
        return
    for line, quote, target in includes(file):
        if quote == "<":
            continue
        if "/" not in target:
            yield Problem(file.path, line, f'"{target}" is no path', f'write it from the root: "{folder}/{target}"')
            continue
        to = folder_of(target)
        allowed = (folder + "/", *tables.arrows[folder])
        if to is None or to == folder or (to + "/" in allowed) or is_in(target, tuple(p for p in allowed if p[-1] != "/")):
            continue
        reason = tables.arrow_reasons.get(folder, tables.arrow_reason_else)
        yield Problem(file.path, line, f"{folder}/ may not include {target}", reason)


def check_fences(file: File) -> Iterator[Problem]:
    if not file.is_cpp():
        return
    for line, _, target in includes(file):
        for pattern, places, instead in tables.fences:
            if re.match(pattern, target) and not is_in(file.path, places):
                yield Problem(file.path, line, f"<{target}> is fenced off from here", instead)
        if tables.pure_forbids.match(target) and is_in(file.path, tables.pure) and not is_in(file.path, tables.not_pure):
            yield Problem(file.path, line, f"<{target}> in a pure file", "give the answer as a value; the shell around it does I/O")


def check_header(file: File) -> Iterator[Problem]:
    if not file.path.endswith(".hpp"):
        return
    if not re.search(r"^#pragma once$", file.text, re.MULTILINE):
        yield Problem(file.path, 1, "no `#pragma once`", "every header begins with it")
    folder = file.path.split("/")[0]
    if folder_of(file.path) not in (None, "tests") and not re.search(rf"^namespace {folder}\b", file.code, re.MULTILINE):
        yield Problem(file.path, 1, f"no `namespace {folder}`", "the namespace is the folder")


def check_ports(file: File) -> Iterator[Problem]:
    if not file.path.endswith("/ports.hpp"):
        return
    for block in re.finditer(r"^(?:class|struct)\s+(\w+)[^;{]*\{(.*?)^\};", file.code, re.MULTILINE | re.DOTALL):
        count = len(re.findall(r"\bvirtual\b(?!\s*~)", block.group(2)))
        if count > tables.port_functions_max:
            line = file.code.count("\n", 0, block.start()) + 1
            yield Problem(file.path, line, f"port {block.group(1)} has {count} functions",
                          f"at most {tables.port_functions_max}: it serves two users, split it")


def check_words(file: File) -> Iterator[Problem]:
    for line, found in matches(tables.marks, file.text):
        yield Problem(file.path, line, f"leftover {found}", "do it, or write an issue")
    if file.path.endswith(".md"):
        return
    for line, found in matches(tables.british, file.text):
        if found.lower() not in tables.british_words_allowed:
            yield Problem(file.path, line, f"`{found}`", "American spelling, one for all")


def check_place(file: File) -> Iterator[Problem]:
    first, _, rest = file.path.partition("/")
    if rest and first not in tables.folders:
        yield Problem(file.path, 1, f"unknown folder {first}/", "the folders are those of docs/architecture.md")
    if not rest and first not in tables.root_files:
        yield Problem(file.path, 1, "unknown file at the root", "it belongs into a folder")
    if file.is_cpp() and tables.bad_file_name.search(Path(file.path).name):
        yield Problem(file.path, 1, f"the name {Path(file.path).name} says nothing", "name it after what it is or guarantees")
    if file.text.startswith("#!") and not file.executable:
        yield Problem(file.path, 1, "a script without its executable bit", f"chmod +x {file.path}")


file_rules: tuple[Callable[[File], Iterator[Problem]], ...] = (
    check_size, check_functions, check_bans, check_awaits, check_arrows, check_fences, check_header, check_ports, check_words,
    check_place)


def check_file(file: File) -> list[Problem]:
    if is_in(file.path, tables.verbatim):
        return list(check_place(file))
    return [problem for rule in file_rules for problem in rule(file)]


# --- rules of the whole tree ------------------------------------------------------------------------------------------


def check_recipes(files: dict[str, File]) -> Iterator[Problem]:
    """Every path that docs/adding.md names is there; <name> stands for something that is yet to be written."""
    guide = files.get("docs/adding.md")
    if guide is None:
        return
    known = set(files) | {str(parent) for path in files for parent in Path(path).parents}
    for line, quoted in matches(r"`[^`\n]+`", guide.text):
        path = quoted.strip("`").rstrip("/")
        if re.fullmatch(r"[\w.-]+(/[\w.{},-]+)+|[A-Z]\w+\.(md|txt)", path) and not set(expand(path)) <= known:
            yield Problem(guide.path, line, f"there is no {path}", "the recipe rotted: name the file that takes its place")


def expand(path: str) -> list[str]:
    match = re.search(r"\{([^}]*)\}", path)
    return [path.replace(match.group(), choice) for choice in match.group(1).split(",")] if match else [path]


def check_dead_headers(files: dict[str, File]) -> Iterator[Problem]:
    used = {target for file in files.values() if file.is_cpp() for _, _, target in includes(file)}
    for path in files:
        if path.endswith(".hpp") and not path.startswith(("tests/", "cmake/")) and path not in used:
            yield Problem(path, 1, "nobody includes it", "delete it, or use it")


tree_rules = (check_recipes, check_dead_headers)


def check_tree(files: dict[str, File]) -> list[Problem]:
    return [problem for rule in tree_rules for problem in rule(files)]


# --- the tree on disk -------------------------------------------------------------------------------------------------


def listed_paths() -> list[str]:
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    return sorted({path for path in listed.split("\0") if path and (root / path).is_file()})


def read(path: str) -> File | None:
    try:
        return file_of(path, (root / path).read_text(encoding="utf-8"), os.access(root / path, os.X_OK))
    except UnicodeDecodeError:
        return None  # an image, a recorded binary


def main(named: list[str]) -> int:
    files = {path: file for path in listed_paths() if (file := read(path)) is not None}
    chosen = [os.path.relpath(os.path.abspath(name), root) for name in named] or list(files)
    problems = [problem for path in chosen if path in files for problem in check_file(files[path])]
    if not named:
        problems += check_tree(files)
    for problem in problems:
        print(problem)
    print(f"tidy: {len(chosen)} files, {len(problems) or 'no'} problem{'' if len(problems) == 1 else 's'}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
