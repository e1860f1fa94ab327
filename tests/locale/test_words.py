"""The words of the field: every stored word is said in both languages, none is said twice, narrow ones fit."""

from __future__ import annotations

import inspect
import re
from enum import StrEnum
from pathlib import Path

import pytest
from rich.cells import cell_len

from hotline_tui.domain import words as w
from hotline_tui.locale import language, set_language
from hotline_tui.locale.words import TABLES, join_words, label, short

KINDS = [
    kind for _name, kind in inspect.getmembers(w, inspect.isclass) if issubclass(kind, StrEnum) and kind is not StrEnum
]


@pytest.fixture(autouse=True)
def _restored():
    spoken = language()
    yield
    set_language(spoken)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tongue", ["zh_CN", "en"])
def test_every_stored_word_is_said(kind: type[StrEnum], tongue: str) -> None:
    set_language(tongue)
    said = [label(member) for member in kind]
    assert all(said)
    assert len(set(said)) == len(said), "two states must not read the same"
    assert len({short(member) for member in kind}) == len(said)
    assert set(TABLES[kind.__name__.lower()]) == set(kind)
    if kind is not w.Level:
        chinese = [any("\u4e00" <= char <= "\u9fff" for char in text) for text in said]
        assert all(chinese) if tongue == "zh_CN" else not any(chinese)


@pytest.mark.parametrize("name", sorted(set(TABLES) - {"role", "trigger", "thingkind", "callstate"}))
def test_short_words_are_short(name: str) -> None:
    for tongue, most in (("en", 9), ("zh_CN", 6)):
        set_language(tongue)
        long = [short(word, name) for word in TABLES[name] if cell_len(short(word, name)) > most]
        assert not long, (tongue, long)


def test_a_word_of_a_newer_console_is_shown_raw() -> None:
    assert label("levitating", w.EngineerState) == "levitating"
    assert short("levitating", "engineerstate") == "levitating"
    assert label("anything") == "anything"
    assert label("x", "no such kind") == "x"


def test_by_member_class_or_name() -> None:
    set_language("zh_CN")
    assert label(w.Milestone.ARRIVE) == label("arrive", w.Milestone) == label("arrive", "milestone") == "到场"
    assert short("gold", "service_level") == "金"
    assert join_words(["甲", "乙"]) == "甲、乙"
    set_language("en")
    assert short(w.EngineerState.AVAILABLE) == "free"
    assert join_words(["a", "b"]) == "a, b"


def test_every_reason_that_ends_a_clock_is_said() -> None:
    """The codes that the services and the rules write into facts; none is shown raw."""
    package = Path(w.__file__).parents[1]
    sources = "".join(path.read_text() for room in ("services", "domain") for path in (package / room).glob("*.py"))
    given = set(re.findall(r'(?:Voided|PromiseVoid|Closed)\([^()]*(?:\([^()]*\)[^()]*)*, "(\w+)"\)', sources))
    given |= set(re.findall(r'call_clocks\.(?:ended|answered)\(w, "(\w+)"\)', sources))
    given |= set(re.findall(r'ended\(w, ticket, c\.kind, state, "(\w+)"', sources))
    assert {"by_hand", "called_off", "abandoned", "closed", "merged", "passed"} <= given
    assert given <= set(TABLES["voidreason"])
