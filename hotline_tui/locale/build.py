"""Compile the rooms' `.po` files into one catalogue a language, and find what is missing.

`python -m hotline_tui.locale.build` is a workshop tool: Babel reads the sources and the `.po` files here, and nowhere
at run time. The compiled file depends on the `.po` files alone (no dates, no tool versions), so that the committed one
can be compared byte by byte. `--check` writes nothing; it prints missing, orphaned, misfitting and stale entries by
room and ends with 1 when there are any.
"""

from __future__ import annotations

import argparse
import ast
import os
import string
import struct
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
SOURCE = HERE.parent
HEADER = {
    "zh_CN": (
        "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
        "Language: zh_CN\nPlural-Forms: nplurals=1; plural=0;\n"
    )
}
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}

Message = str | tuple[str, str]
"""A msgid, or singular and plural."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One translation as a room wrote it."""

    room: str
    line: int
    message: Message
    text: str


@dataclass(slots=True)
class Findings:
    """What keeps a language from being complete. Each line names a room or a source file and the sentence."""

    missing: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    orphaned: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)
    """Differing duplicates, places that do not fit, sentences built before they are translated."""
    stale: bool = False

    def __bool__(self) -> bool:
        return bool(self.missing or self.orphaned or self.wrong or self.stale)

    def lines(self) -> Iterator[str]:
        for room, messages in sorted(self.missing.items()):
            yield f"missing in {room}: {len(messages)}"
            yield from (f"  {message}" for message in messages)
        for room, messages in sorted(self.orphaned.items()):
            yield f"orphaned in {room} (nothing uses them): {len(messages)}"
            yield from (f"  {message}" for message in messages)
        yield from self.wrong
        if self.stale:
            yield "hotline.mo is not what the .po files say: run python -m hotline_tui.locale.build"


def sentences(source: Path = SOURCE) -> dict[Message, list[str]]:
    """Every sentence the sources mark for translation → the places (`ui/app.py:12`) that use it."""
    from babel.messages.extract import extract

    found: dict[Message, list[str]] = {}
    for path in sorted(source.rglob("*.py")):
        with path.open("rb") as file:
            for line, message, _comments, _context in extract(
                "python", file, keywords=KEYWORDS, options={"encoding": "utf-8"}
            ):
                if message and message != ("", ""):
                    key = (message[0], message[1]) if isinstance(message, tuple) else message
                    found.setdefault(key, []).append(f"{path.relative_to(source).as_posix()}:{line}")
    return found


def entries(language: str, folder: Path = HERE) -> list[Entry]:
    """All translations of a language, room by room, in the order of the files."""
    from babel.messages.pofile import read_po

    found: list[Entry] = []
    for path in sorted((folder / language).glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language, abort_invalid=True)
        for message in catalogue:
            if not message.id:
                continue
            identity: Message = message.id if isinstance(message.id, str) else (message.id[0], message.id[1])
            text = message.string if isinstance(message.string, str) else (message.string or ("",))[0]
            found.append(Entry(path.name, message.lineno or 0, identity, "" if message.fuzzy else text))
    return found


def merged(found: list[Entry]) -> tuple[dict[Message, str], list[str]]:
    """One translation a sentence, and complaints about sentences that two rooms translate differently."""
    table: dict[Message, Entry] = {}
    complaints: list[str] = []
    for entry in found:
        first = table.setdefault(entry.message, entry)
        if first.text != entry.text:
            complaints.append(
                f"{entry.room}:{entry.line}: {_id(entry.message)!r} is {entry.text!r} here and {first.text!r}"
                f" in {first.room}:{first.line}"
            )
    return {message: entry.text for message, entry in table.items() if entry.text}, complaints


def compiled(language: str, table: dict[Message, str]) -> bytes:
    """A GNU `.mo` file: magic, version, counts and offsets, then the sorted msgids, then the translations."""
    pairs = {"": HEADER[language]} | {
        message if isinstance(message, str) else "\0".join(message): text for message, text in table.items()
    }
    rows = sorted((msgid.encode(), text.encode()) for msgid, text in pairs.items())
    at = 28 + 16 * len(rows)
    index: list[bytes] = []
    body = b""
    for column in (0, 1):
        for row in rows:
            index.append(struct.pack("<II", len(row[column]), at + len(body)))
            body += row[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(rows), 28, 28 + 8 * len(rows), 0, at)
    return head + b"".join(index) + body


def places(text: str) -> set[str]:
    """The names between braces of a sentence. Raises ValueError when the braces do not match."""
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def built_before(source: Path = SOURCE) -> Iterator[str]:
    """Sentences put together before they are translated: `_(f"…")`, `_("…".format(…))`, `_("a" + b)`, `_("%s" % x)`."""
    for path in sorted(source.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS):
                continue
            for argument in node.args[: 2 if node.func.id == "ngettext" else 1]:
                formatted = isinstance(argument, ast.Call) and getattr(argument.func, "attr", "") == "format"
                if formatted or isinstance(argument, ast.JoinedStr | ast.BinOp):
                    place = f"{path.relative_to(source).as_posix()}:{node.lineno}"
                    yield f"{place}: a sentence is built before it is translated"


def examine(language: str, folder: Path = HERE, source: Path = SOURCE) -> Findings:
    """Everything that is wrong with a language."""
    found = Findings()
    used = sentences(source)
    written = entries(language, folder)
    table, found.wrong = merged(written)
    found.wrong += built_before(source)
    for message, uses in used.items():
        if message not in table:
            found.missing[_room(uses[0])].append(f"{uses[0]}: {_id(message)!r}")
    for entry in written:
        if entry.message not in used:
            found.orphaned[entry.room].append(f"line {entry.line}: {_id(entry.message)!r}")
        elif entry.text and not _fits(entry):
            found.wrong.append(
                f"{entry.room}:{entry.line}: the places of {_id(entry.message)!r} do not fit {entry.text!r}"
            )
    binary = folder / language / "LC_MESSAGES" / "hotline.mo"
    found.stale = not binary.is_file() or binary.read_bytes() != compiled(language, table)
    return found


def build(language: str, folder: Path = HERE) -> int:
    """Write the compiled catalogue, whole or not at all; returns the number of sentences. ValueError on a conflict."""
    table, complaints = merged(entries(language, folder))
    if complaints:
        raise ValueError("\n".join(complaints))
    target = folder / language / "LC_MESSAGES" / "hotline.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(compiled(language, table))
    Path(name).chmod(0o644)
    Path(name).replace(target)
    return len(table)


def _id(message: Message) -> str:
    return message if isinstance(message, str) else message[0]


def _fits(entry: Entry) -> bool:
    """Whether both have the same places; a plural's translation may leave out what the singular leaves out."""
    ids = (entry.message,) if isinstance(entry.message, str) else entry.message
    try:
        wanted = [places(one) for one in ids]
        return places(entry.text) in wanted
    except ValueError:
        return False


def _room(use: str) -> str:
    """The room that answers for a source line: `ui/panes/sla.py:3` → `ui`, `cli.py:9` → `cli`."""
    return use.partition(":")[0].partition("/")[0].removesuffix(".py")


def main(arguments: list[str] | None = None) -> int:
    """Build, or only check. Ends with 1 when something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m hotline_tui.locale.build", description="Compile the translations.")
    parser.add_argument("--check", action="store_true", help="write nothing; print what is missing, orphaned or wrong")
    parser.add_argument("--room", help="print only this room's missing and orphaned sentences")
    chosen = parser.parse_args(arguments)
    bad = False
    for language in HEADER:
        if not chosen.check:
            try:
                print(f"{language}: {build(language)} sentences")
            except ValueError as error:
                print(error, file=sys.stderr)
                return 1
            continue
        found = examine(language)
        if chosen.room:
            found.missing = {room: rows for room, rows in found.missing.items() if room == chosen.room}
            found.orphaned = {room: rows for room, rows in found.orphaned.items() if room.startswith(chosen.room)}
        bad = bad or bool(found)
        print("\n".join(found.lines()) or f"{language}: complete")
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
