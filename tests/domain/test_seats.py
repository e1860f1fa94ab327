"""Waiting after wrong PINs, and finding oneself in the list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_tui.domain.seats import FREE_TRIES, LONGEST_WAIT, Credentials, Seat, matching, next_try, wait_after

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wrong", "seconds"), [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 900), (99, 900)]
)
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(wrong: int, seconds: int) -> None:
    assert wait_after(wrong) == timedelta(seconds=seconds)


@given(st.integers(0, 10_000), st.integers(-10_000_000, 10_000_000))
def test_nobody_waits_longer_than_once(wrong: int, ago: int) -> None:
    """Also when the clock was set back by weeks after the last try."""
    again = next_try(wrong, NOW - timedelta(seconds=ago), NOW)
    assert again is None or NOW < again <= NOW + LONGEST_WAIT
    assert again is None or wrong >= FREE_TRIES


def test_after_the_wait_one_may_try() -> None:
    last = NOW - timedelta(seconds=30)
    assert next_try(5, last, NOW) is None
    assert next_try(5, last, NOW - timedelta(seconds=1)) == NOW
    assert next_try(5, None, NOW) is None


def test_every_word_counts() -> None:
    people = tuple(Seat(n, name, login, words=words) for n, (name, login, words) in enumerate(
        [("李娜", "lina", "李娜 lina ln na"), ("李强", "liq", "李强 liq lq")]
    ))  # fmt: skip
    assert [seat.login for seat in matching(people, "L")] == ["lina", "liq"]
    assert [seat.login for seat in matching(people, "李 lq")] == ["liq"]
    assert matching(people, "x") == ()
    assert matching(people, "  ") == people


def test_a_pin_is_not_shown_with_its_owner() -> None:
    assert "4711" not in repr(Credentials(1, "4711"))
