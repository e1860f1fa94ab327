"""Reading TOML so that every fault can be told with its line: `load_toml` gives the data and the line of each key.

Shared by policies, playbooks and articles.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hotline_tui.domain.errors import N_, Invalid

Path = tuple[str | int, ...]
"""The way to a value: keys of tables, indexes of lists: `("targets", 2, "within")`."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: its line, its sentence (a msgid without file and line), what stands in it."""

    line: int
    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.msgid.format(**self.params) if self.params else self.msgid


class Faulty(Invalid):
    """A file that cannot be used. `faults` are all that were found, by line; the sentence names the first."""

    def __init__(self, name: str, faults: Iterable[Fault]) -> None:
        self.name = name
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        first = self.faults[0]
        what = Invalid(first.msgid, **first.params)  # an error as a parameter is said in the reader's language
        super().__init__(
            N_("{file}, line {line}: {what} (faults in all: {count})"),
            file=name,
            line=first.line,
            what=what,
            count=len(self.faults),
        )


_KEY = re.compile(r"""\s*((?:[A-Za-z0-9_\-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_\-]+|"[^"]*"|'[^']*'))*)\s*=""")
_HEADER = re.compile(r"\s*(\[\[?)\s*(.*?)\s*\]\]?\s*(?:#.*)?$")
_PART = re.compile(r"""[A-Za-z0-9_\-]+|"[^"]*"|'[^']*'""")
_TOKENS = re.compile(r'''"""|\'\'\'|"(?:\\.|[^"\\])*"|'[^']*'|[\[\]{}]|#.*$''')
_AT = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")
MAX_TEXT = 1_000_000


def load_toml(text: str, name: str) -> tuple[dict[str, object], dict[Path, int]]:
    """The parsed text, and the line of every table header and key. Raises Faulty with the line when it is not TOML."""
    if len(text) > MAX_TEXT:
        raise Faulty(name, [Fault(1, N_("the file is too large"))])
    try:
        data: dict[str, object] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        line = int(found[1]) if found and found[1] else text.count("\n") + 1
        what = _AT.sub("", str(error)).strip()
        raise Faulty(name, [Fault(line, N_("not valid TOML: {what}"), {"what": what})]) from None
    except RecursionError:
        raise Faulty(name, [Fault(1, N_("the file is nested too deeply"))]) from None
    return data, key_lines(text)


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of a value; of the nearest table around it when it stands nowhere (a missing key)."""
    for length in range(len(path), -1, -1):
        line = lines.get(path[:length])
        if line is not None:
            return line
    return 1


def key_lines(text: str) -> dict[Path, int]:
    """The line of every table and of every key that begins a line. Elements of `[[arrays]]` are counted from 0."""
    lines: dict[Path, int] = {(): 1}
    counts: dict[Path, int] = {}
    table: Path = ()
    depth, quote = 0, ""
    for number, line in enumerate(text.split("\n"), start=1):
        value = line
        if not depth and not quote:
            if header := _HEADER.match(line):
                table = _table(header, counts)
                lines.setdefault(table, number)
                lines.setdefault(table[:1], number)
                continue
            if key := _KEY.match(line):
                path = table
                for part in _parts(key[1]):
                    path = (*path, part)
                    lines.setdefault(path, number)
                value = line[key.end() :]
        depth, quote = _follow(value, depth, quote)
    return lines


def _table(header: re.Match[str], counts: dict[Path, int]) -> Path:
    """The path of a header, with the index of every array of tables on the way."""
    parts = _parts(header[2])
    path: Path = ()
    for place, part in enumerate(parts):
        path = (*path, part)
        if place == len(parts) - 1 and header[1] == "[[":
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _parts(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in _PART.findall(dotted)]


def _follow(line: str, depth: int, quote: str) -> tuple[int, str]:
    """How many brackets, and which long string, are open after a line."""
    position = 0
    while True:
        if quote:
            end = line.find(quote, position)
            if end < 0:
                return depth, quote
            position, quote = end + 3, ""
        found = _TOKENS.search(line, position)
        if not found:
            return depth, ""
        mark, position = found[0], found.end()
        if mark in ('"""', "'''"):
            quote = mark
        elif mark in "[{":
            depth += 1
        elif mark in "]}":
            depth = max(0, depth - 1)
