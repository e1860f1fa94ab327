"""Cleaning of text that comes from outside. Such text is hostile until it has been through here.

`clean` at entry, before anything is stored or hashed; `plain` again at rendering, for what an older console, another
program or a restored file may have left in the database. Removed: control characters (C0, C1), bidi controls, NUL, lone
surrogates, noncharacters, invisible fillers and tag characters; kept: CJK, emoji with their joiners, every script. Work
is linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

MARK = "…"
"""Stands where text was cut."""

MAX_LINE = 200
"""Characters kept of a one-line field when nothing else is said: names, numbers, models."""

MAX_TEXT = 20_000
"""Characters kept of a text of many lines: mails, fault descriptions."""

MAX_MARKS = 4
"""Combining marks kept after one character: more than any living script needs, too few to climb over other rows."""

_BREAKS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_HOSTILE = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and newline, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # bidi controls, and the deprecated ones beside them
    "\u00ad\u180e\u200b\u2060-\u2065\ufeff\ufff9-\ufffb"  # invisible: soft hyphen, zero-width space, BOM, annotations
    "\u115f\u1160\u3164\uffa0"  # fillers that look like nothing
    "\ud800-\udfff"  # lone surrogates
    "\ufdd0-\ufdef\ufffe\uffff"  # noncharacters
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "\U000e0000-\U000e007f"  # tag characters: text that no one sees
    "]+"
)
_JOINERS = "\u200c\u200d"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_JOINER_RUN = re.compile(f"[{_JOINERS}]{{2,}}")
# A zero-width joiner hides the next character from who counts cells: it is kept between emoji only, three in a row.
_EMOJI = "\u2194\u2195\u2640\u2642\u2695\u2696\u26d3\u26f9\u2708\u2764\u27a1\u2b1b\U0001f000-\U0001faff"
_TONES = "\ufe0f\U0001f3fb-\U0001f3ff"
_STRAY_ZWJ = re.compile(f"\u200d(?![{_EMOJI}])|(?<![{_EMOJI}{_TONES}])\u200d")
_LONG_ZWJ = re.compile(f"[{_EMOJI}][{_TONES}]{{0,2}}(?:\u200d[{_EMOJI}][{_TONES}]{{0,2}}){{4,}}")
_SELECTOR_RUN = re.compile(f"([{_SELECTORS}])[{_SELECTORS}]+")
_LONE_JOINER = re.compile(f"(?:(?<![^\\s])[{_JOINERS}]+|[{_JOINERS}]+(?!\\S))")
# What nearly every text is made of: nothing in it can do harm, and drawing need not look further.
_ORDINARY = re.compile(
    "[ -~\xa0-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u2bff\u3000-\u3029\u3030-\u3098"
    "\u309b-\u3163\u3165-\u9fff\uac00-\ud7a3\uff00-\uff9f]*"
)
_SPACES = re.compile(r"\s+")
_EMPTY_LINES = re.compile(r"\n{3,}")


@cache
def _mark_suspect() -> re.Pattern[str]:
    """Long stretches without ASCII, CJK, Hangul or kana: the only places where a pile of marks can hide.

    Made when a text asks for it, as the next one: it takes longer than all the others, and few texts do.
    """
    return re.compile(
        "[^\x00-\u02ff\u2010-\u20cf\u2100-\u2cee\u3000-\u3029\u3030-\u3098\u309b-\ua66e\uac00-\ud7a3"
        f"\uf900-\ufaff\uff00-\uffef\U0001f000-\U0001faff\U00020000-\U0003ffff]{{{MAX_MARKS + 1},}}"
    )


@cache
def _first_marks() -> re.Pattern[str]:
    """Marks at the beginning of a line: they have nothing to stand on."""
    return re.compile(
        "(?:^|(?<=\n))(?:[ \t]|[^\x00-\u02ff\u2010-\u20cf\u2100-\u2cee\u3030-\u3098\u309b-\ua66e\uac00-\ud7a3])+"
    )


def clean(text: str, *, limit: int | None = None, lines: bool = False) -> str:
    """Text from outside as it may be stored: harmless, at most `limit` characters, cut with a mark.

    `lines=False` makes one line of it (any white space becomes one space), `lines=True` keeps line breaks as
    `\\n`, with at most one empty line between two. The default limit is MAX_LINE or MAX_TEXT. Cleaning twice changes
    nothing.
    """
    if limit is None:
        limit = MAX_TEXT if lines else MAX_LINE
    if limit < 1:
        raise ValueError("the limit is at least one character")
    harmless = _settle(_harmless(text))
    if lines:
        rows = (row.rstrip() for row in harmless.replace("\t", "    ").split("\n"))
        return cut(_EMPTY_LINES.sub("\n\n", "\n".join(rows)).strip("\n"), limit)
    return cut(_SPACES.sub(" ", harmless).strip(), limit)


def plain(text: str, *, lines: bool = False) -> str:
    """Text as it may be drawn: harmless, one line unless `lines`. The second line of defence; nothing is cut."""
    if _ORDINARY.fullmatch(text):
        return text
    harmless = _settle(_harmless(text)).replace("\t", " ")
    return harmless if lines else harmless.replace("\n", " ")


def one_line(text: str) -> str:
    """Text drawn in a single row: harmless, every run of white space one space, no space at the ends."""
    return _SPACES.sub(" ", _settle(_harmless(text))).strip()


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, the last of them MARK when something was left out."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rstrip().rstrip(_JOINERS).rstrip() + MARK


def _harmless(text: str) -> str:
    """Without the characters that must not be; line breaks of every kind as `\\n`. Tabs stay."""
    if _ORDINARY.fullmatch(text):
        return text
    return _HOSTILE.sub("", _BREAKS.sub("\n", text))


def _settle(text: str) -> str:
    """Joiners only between two characters, one selector after one, marks bounded and never without a base."""
    if _ORDINARY.fullmatch(text):
        return text
    text = _mark_suspect().sub(_bounded, text)
    while True:  # taking one away may bring the next to the edge; each round shortens the text, two are usual
        settled = _first_marks().sub(_baseless, text)
        settled = _LONE_JOINER.sub("", _JOINER_RUN.sub(lambda found: found[0][0], settled))
        settled = _SELECTOR_RUN.sub(r"\1", settled)
        settled = _LONG_ZWJ.sub(_families, _STRAY_ZWJ.sub("", settled))
        if settled == text:
            return text
        text = settled


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def _bounded(found: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for char in found[0]:
        if char in _JOINERS:
            kept.append(char)
            continue
        marks = marks + 1 if _is_mark(char) else 0
        if marks <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def _families(found: re.Match[str]) -> str:
    """No joined emoji has more than four members (a family): the rest stands beside it."""
    members = found[0].split("\u200d")
    return "".join("\u200d".join(members[at : at + 4]) for at in range(0, len(members), 4))


def _baseless(found: re.Match[str]) -> str:
    text = found[0]
    end = 0
    for at, char in enumerate(text):
        if _is_mark(char) or char in _JOINERS:
            end = at + 1
        elif not char.isspace():
            break
    return text[end:]


_FULL_WIDTH = {0xFF01 + i: chr(0x21 + i) for i in range(94)} | {
    0x3000: " ",
    ord("。"): ".",
    ord("、"): "/",
    ord("《"): "<",
    ord("》"): ">",
    ord("【"): "[",
    ord("】"): "]",
    ord("“"): '"',
    ord("”"): '"',
    ord("‘"): "'",
    ord("’"): "'",
    ord("·"): "`",
    ord("￥"): "$",
}


def normalise_key(char: str) -> str:
    """The key meant by a character that an input method made of it: `：` `／` `？` `、` → `:` `/` `?` `/`, `ａ` → `a`.

    Anything else comes back unchanged.
    """
    return char.translate(_FULL_WIDTH)
