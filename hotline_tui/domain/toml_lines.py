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


_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\s*=")
_PART = re.compile(r"[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'")
_AT = re.compile(r"\(at line (\d+), column \d+\)")
_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")


def load_toml(text: str, name: str) -> tuple[dict[str, object], dict[Path, int]]:
    """The parsed text, and the line of every table header and key. Raises Faulty with the line when it is not TOML."""
    try:
        data: dict[str, object] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        what = _AT.sub("", str(error)).strip()
        raise Faulty(name, [Fault(line, N_("not valid TOML: {what}"), {"what": what})]) from None
    return data, _lines(text)


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of a value; of the nearest table around it when it stands nowhere (a missing key)."""
    for length in range(len(path), -1, -1):
        line = lines.get(path[:length])
        if line is not None:
            return line
    return 1


def _lines(text: str) -> dict[Path, int]:
    """The line of every header and key of a text that is TOML."""
    lines: dict[Path, int] = {(): 1}
    base: Path = ()
    counts: dict[Path, int] = {}
    depth, closing = 0, ""
    for number, line in enumerate(text.split("\n"), start=1):
        if closing:
            closing = "" if closing in line else closing
            continue
        if depth == 0:
            header = _HEADER.match(line)
            if header and not _KEY.match(line):
                base = _table(header[1] == "[[", _split(header[2]), counts)
                lines.setdefault(base, number)
                lines.setdefault(base[:1], number)
                continue
            key = _KEY.match(line)
            if key:
                lines.setdefault((*base, *_split(key[1])), number)
        closing = _left_open(line)
        depth += 0 if closing else _depth(line)
    return lines


def _table(is_array: bool, parts: Path, counts: dict[Path, int]) -> Path:
    """The path of a header, with the index of every array of tables on the way."""
    path: Path = ()
    for place, part in enumerate(parts):
        path = (*path, part)
        if is_array and place == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _split(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _left_open(line: str) -> str:
    """The closing mark of a multi-line string that this line begins and does not end."""
    for mark in ('"""', "'''"):
        if line.count(mark) % 2:
            return mark
    return ""


def _depth(line: str) -> int:
    """Brackets opened less brackets closed, outside strings and comments."""
    bare = _STRING.sub("", line).split("#", 1)[0]
    return bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
