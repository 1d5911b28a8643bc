"""What scripts/tidy.py needs to see in C++: code without comments and strings, the functions, the co_await expressions."""

import re
from typing import Iterator, NamedTuple

_noise = re.compile(
    r'R"(?P<mark>[^\s()\\]{0,16})\((?s:.*?)\)(?P=mark)"'
    r'|//[^\n]*'
    r'|/\*(?s:.*?)\*/'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])*'"
)


def without_comments_and_strings(text: str) -> str:
    """The same lines with comments blanked and strings emptied."""

    def blank(match: re.Match) -> str:
        found = match.group()
        lines = "\n" * found.count("\n")
        return lines if found.startswith("/") else '""' + lines

    return _noise.sub(blank, text)


def count_code_lines(text: str) -> int:
    """Lines that hold more than blanks and comments. Lines of a raw string count."""
    without_comments = _noise.sub(lambda m: re.sub(r"[^\n]", "", m[0]) if m[0].startswith("/") else m[0], text)
    return sum(1 for line in without_comments.splitlines() if line.strip())


class Function(NamedTuple):
    line: int
    lines: int
    name: str


_container = re.compile(r"^(?:\s|template\s*<[^{}]*>|\[\[.*?\]\]|inline|static|typedef|export|constexpr|const)*"
                        r"(namespace|class|struct|union|enum|extern)\b")
_signature_end = re.compile(r"\)\s*(?:(?:const|noexcept(?:\s*\([^()]*\))?|override|final|mutable|try|&&?)\s*)*"
                            r"(?:->[^;{}]*|requires[^;{}]*)?$")
_initializers = re.compile(r"\)\s*(?:noexcept\s*)?:\s*[\w:]")
_name = re.compile(r"([~\w:]+|operator\s*\S+?)\s*\(")


def _kind_of_brace(header: str) -> str:
    stripped = header.strip()
    assigns = re.search(r"(?<![=!<>])=(?!=)[^()]*$", stripped) and "operator" not in stripped
    if _container.match(stripped) and not stripped.endswith(")"):
        return "container"
    if "(" in stripped and not assigns:
        if _signature_end.search(stripped):
            return "function"
        if _initializers.search(stripped) and stripped.endswith("}"):
            return "function"
    return "value"


def functions(text: str) -> Iterator[Function]:
    """The outermost functions of a file. `text` as `without_comments_and_strings` gives it."""
    code = re.sub(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", lambda m: "\n" * m[0].count("\n"), text, flags=re.MULTILINE)
    stack: list[tuple[str, str, int]] = []  # kind, header, line where the header begins
    header, header_line, line = "", 1, 1
    for character in code:
        inside_function = any(kind == "function" for kind, _, _ in stack)
        if character == "\n":
            line += 1
        if character == "{":
            kind = "block" if inside_function else _kind_of_brace(header)
            stack.append((kind, header, header_line))
            if kind != "value":
                header = ""
            continue
        if character == "}" and stack:
            kind, opened, opened_line = stack.pop()
            if kind == "function":
                named = _name.search(opened)
                yield Function(opened_line, line - opened_line + 1, named.group(1) if named else "lambda")
            header = opened + "{}" if kind == "value" else ""
            continue
        if inside_function:
            continue
        if character == ";":
            header = ""
        elif header.strip() or not character.isspace():
            if not header.strip():
                header, header_line = "", line
            header += character


class Await(NamedTuple):
    line: int
    text: str


def awaits(text: str) -> Iterator[Await]:
    """Each co_await with what it awaits, up to the end of the expression."""
    for match in re.finditer(r"\bco_await\b", text):
        depth, end = 0, match.end()
        while end < len(text):
            character = text[end]
            if character in "([":
                depth += 1
            elif character in ")]":
                depth -= 1
            if depth < 0 or (depth == 0 and character in ";{,?"):
                break
            end += 1
        yield Await(text.count("\n", 0, match.start()) + 1, text[match.start():end])


_capturing_lambda = re.compile(r"[(,=]\s*\[\s*(?:[&=]|\w)[^\]]*\]\s*(?:\(|\{|mutable)")
_plain_lambda = re.compile(r"\[\s*\]\s*(?:\([^()]*\))?[^{}()]*\{[^{}]*\}")


def has_capturing_lambda(expression: str) -> bool:
    return bool(_capturing_lambda.search(expression))


def has_braced_value(expression: str) -> bool:
    return "{" in _plain_lambda.sub("", expression)
