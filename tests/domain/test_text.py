"""Text from outside: nothing dangerous is left, nothing legitimate is lost, and a megabyte is no burden."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_tui.domain.text import (
    MARK,
    MAX_LINE,
    MAX_MARKS,
    clean,
    cut,
    normalise_key,
    one_line,
    plain,
)

NASTY = (
    "\x00\x07\x08\x1b\x7f\x80\x9b\x9d\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\u2028\u2029"
    "\ufeff\ufffe\uffff\ufdd0\ud800\udfff\U000e0041\U0001fffe\ufe0f\ufe0e\u0301\u0489\u20dd\u0e49\u3099"
    "\t\n\r\v\f\x85\x1c \u00a0\u3000\u00ad"
)
FORBIDDEN = set(NASTY) - set("\u200c\u200d\ufe0f\ufe0e\u0301\u0489\u20dd\u0e49\u3099 \u00a0\u3000")
texts = st.text(st.one_of(st.sampled_from(NASTY), st.characters(), st.sampled_from("a1沪👩é")), max_size=80)
"""Any string, surrogates included, thick with the characters that matter."""


def longest_pile(text: str) -> int:
    longest = pile = 0
    for char in text:
        pile = pile + 1 if unicodedata.category(char)[0] == "M" else 0
        longest = max(longest, pile)
    return longest


@pytest.mark.parametrize(
    ("dirty", "kept"),
    [
        ("\x1b]52;c;ZXZpbA==\x07张敏", "]52;c;ZXZpbA==张敏"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x9b31mred", "31mred"),
        ("a\x00b", "ab"),
        ("abc\u202ecba\u202c", "abccba"),
        ("\u2066x\u2069\u061cy\u200e\u200f", "xy"),
        ("\ud83d lone \udc00", "lone"),
        ("\ufeffBOM", "BOM"),
        ("a\ufffe\uffff\ufdd0\U0010ffffb", "ab"),
        ("hi\U000e0068\U000e0069", "hi"),
        ("  沪江 \t 中学\r\n教务处 ", "沪江 中学 教务处"),
        ("one\u2028two\u2029three\x85four", "one two three four"),
        ("张\u3000三", "张 三"),
        ("[/foo] [@click=app.quit]x[/]", "[/foo] [@click=app.quit]x[/]"),
        ("", ""),
        ("\u0301\u0301start", "start"),
        ("x\u200d", "x"),
        ("\u115f\u3164\uffa0", ""),
    ],
)
def test_a_line(dirty: str, kept: str) -> None:
    assert clean(dirty) == kept


@pytest.mark.parametrize(
    "good",
    [
        "沪江中学 教务模块保存成绩时报错，其余正常",
        "👩‍👩‍👧‍👦 一家",
        "❤️ 🇨🇳 👍🏽",
        "葛󠄀城",  # an ideographic variation sequence in a name
        "นี้ ด้วย",
        "Tiếng Việt e\u0323\u0302",
        "می‌خواهم",  # ZWNJ inside a word
        "“引号”——…①→●",
        "Ω é ñ ß",
    ],
)
def test_what_people_write_stays(good: str) -> None:
    assert clean(good) == good
    assert plain(good) == good
    assert one_line(good) == good


def test_no_control_passes_for_an_ordinary_character() -> None:
    """All of the first 65,536: no control, surrogate or break is drawn, and no mark without a base."""
    bad = {"Cc", "Cs", "Zl", "Zp", "Mn", "Mc", "Me"}
    passed = {char for char in map(chr, range(0x10000)) for drawn in plain(char) if unicodedata.category(drawn) in bad}
    assert not passed
    formats = {char for char in map(chr, range(0x10000)) if unicodedata.category(char) == "Cf" and plain(char)}
    assert not formats & FORBIDDEN
    assert all(unicodedata.bidirectional(char) in ("AL", "AN", "ON", "BN", "L", "NSM") for char in formats)


def test_lines_keep_their_breaks() -> None:
    assert clean("a\r\nb\rc\u2028d\n\n\n\n\ne  \n\n", lines=True) == "a\nb\nc\nd\n\ne"
    assert clean("  indented\n\tcode", lines=True) == "  indented\n    code"


def test_zalgo_stays_in_its_row() -> None:
    pile = "Z" + "\u0301\u0489\u20dd" * 400 + "x" + "\u0e49" * 50
    assert longest_pile(clean(pile, limit=5000)) == MAX_MARKS
    assert longest_pile(plain(pile)) == MAX_MARKS
    spread = "Z" + "\u0301\u200d\u0489\ufe0f" * 400
    assert len(plain(spread)) < 20


def test_a_joiner_hides_nothing_from_who_counts_cells() -> None:
    assert clean("a\u200db\u200dc") == "abc"
    assert clean("沪\u200d江") == "沪江"
    assert clean("👩\u200d👩\u200d👧\u200d👦" * 2) == "👩\u200d👩\u200d👧\u200d👦" * 2
    assert clean("\u200d".join("👩" * 9)) == "👩\u200d👩\u200d👩\u200d👩" * 2 + "👩"


def test_cut_leaves_a_mark_and_no_dangling_joiner() -> None:
    assert clean("x" * 500) == "x" * (MAX_LINE - 1) + MARK
    assert clean("沪江中学", limit=3) == "沪江" + MARK
    assert clean("👩‍👩‍👧", limit=4) == "👩‍👩" + MARK
    assert clean("ab cdef", limit=4) == "ab" + MARK
    assert clean("abcd", limit=4) == "abcd"
    assert cut("abc", 1) == MARK
    with pytest.raises(ValueError):
        clean("x", limit=0)


@given(texts, st.integers(1, 60), st.booleans())
def test_cleaning_is_final(text: str, limit: int, lines: bool) -> None:
    once = clean(text, limit=limit, lines=lines)
    assert clean(once, limit=limit, lines=lines) == once
    assert len(once) <= limit
    assert once == (once.rstrip() if lines else once.strip())
    assert not once.startswith("\n")  # the first line may be indented, by ideographic spaces too
    assert not set(once) & (FORBIDDEN - {"\n"} if lines else FORBIDDEN)
    assert longest_pile(once) <= MAX_MARKS
    once.encode("utf-8")


@given(texts)
def test_drawing_is_safe_and_stable(text: str) -> None:
    drawn = plain(text)
    assert plain(drawn) == drawn
    assert not set(drawn) & FORBIDDEN
    assert longest_pile(drawn) <= MAX_MARKS
    assert one_line(drawn) == one_line(text)
    kept = plain(text, lines=True)
    assert not set(kept) & (FORBIDDEN - {"\n"})


@given(texts)
def test_what_was_cleaned_is_drawn_as_it_is(text: str) -> None:
    assert plain(clean(text)) == clean(text)
    assert plain(clean(text, lines=True), lines=True) == clean(text, lines=True)


MEGABYTE = {
    "words": "沪江中学" * 262_144,
    "marks": "a" + "\u0301" * 1_048_575,
    "marks and spaces": "\u0301 " * 524_288,
    "escapes": "\x1b]52;c;aaaa\x07" * 80_000,
    "joiners": "\u200d" * 1_048_576,
    "joiners and lines": "\u200d\n\u0301" * 349_525,
    "mixture": "a\u200c \ufe0f\n\u0301" * 174_762,
    "spaces, then a letter": " " * 1_048_575 + "x",
    "lines": "\n \n" * 349_525,
    "tags": "\U000e0041" * 1_048_576,
    "thai": "ด้" * 524_288,
}


@pytest.mark.parametrize("name", MEGABYTE)
@pytest.mark.parametrize("way", ["clean", "lines", "plain", "one_line"])
def test_a_megabyte_in_one_field(name: str, way: str) -> None:
    work = {"clean": clean, "lines": lambda t: clean(t, lines=True), "plain": plain, "one_line": one_line}[way]
    started = time.perf_counter()
    work(MEGABYTE[name])
    assert time.perf_counter() - started < 5, "not linear"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("：", ":"),
        ("／", "/"),
        ("？", "?"),
        ("、", "/"),
        ("ａ", "a"),
        ("１", "1"),
        ("　", " "),
        ("x", "x"),
        ("张", "张"),
        ("", ""),
    ],
)
def test_keys_behind_an_input_method(typed: str, meant: str) -> None:
    assert normalise_key(typed) == meant
