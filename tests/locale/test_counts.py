"""Counts in sentences: one form of numbers everywhere, and in English one thing is not said like several."""

from __future__ import annotations

import re

import pytest

from hotline_tui.locale import ENGLISH, ngettext, set_language
from hotline_tui.locale.build import sentences

MANY = re.compile(
    r"(?<!×)\{(count|n|rows|events|clocks|things|days|hours|attempts|tickets|faults)\} (more |new )?[a-z]+s\b"
)
NEVER_ONE = {"The settings have {n} faults. {faults}", "Plan between 1 and {days} days, with at least one crew."}
"""Said of two and more only."""


def test_no_sentence_says_one_things() -> None:
    """A place for a count before a plural is a sentence of `ngettext`; elsewhere `1 faults` would be said."""
    single = [message for message in sentences() if isinstance(message, str) and MANY.search(message)]
    assert set(single) <= NEVER_ONE


@pytest.mark.parametrize(("count", "said"), [(1, "1 ticket"), (2, "2 tickets")])
def test_one_and_several(count: int, said: str) -> None:
    set_language(ENGLISH)
    assert ngettext("{count} ticket", "{count} tickets", count).format(count=count) == said


def test_chinese_has_one_form() -> None:
    set_language("zh_CN")
    try:
        assert {ngettext("{count} ticket", "{count} tickets", count) for count in (1, 2, 10_000)} == {"{count} 单"}
    finally:
        set_language(ENGLISH)
