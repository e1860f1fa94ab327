"""A terminal over a network that is gone is noticed; one that is merely quiet, or never answers, is left alone."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_tui.store.leases import TTL_MS
from hotline_tui.ui.driver import Line, SteadfastDriver
from hotline_tui.ui.pulse import ASK_S, LOOK, LOOK_S, MUTE, QUIET_S, Pulse, WatchedDriver, watched
from hotline_tui.ui.seating import TOLD_POLL_S

PATIENCE = 30.0


def pulse(**values: Any) -> Pulse:
    return Pulse(**{"patience_s": PATIENCE, "heard_at": 100.0} | values)


def test_it_asks_after_a_while_of_silence_and_once():
    one = pulse()
    assert not one.due(109.9)
    assert one.due(110.0)
    one.asked(110.0)
    assert not one.due(500.0)
    one.heard(111.0, answer=True)
    assert one.asked_at is None
    assert not one.due(120.9)
    assert one.due(121.0)


def test_no_answer_from_a_terminal_that_used_to_answer_is_the_end():
    one = pulse(answers=True)
    one.asked(110.0)
    assert not one.gone(139.9, None)
    assert one.gone(140.0, None)


def test_a_key_is_as_good_as_an_answer():
    one = pulse(answers=True)
    one.asked(110.0)
    one.heard(139.0, answer=False)
    assert not one.gone(168.9, None)


def test_a_terminal_that_never_answers_is_not_judged_by_its_silence():
    one = pulse()
    one.asked(110.0)
    assert not one.gone(1e9, None)


def test_a_write_that_does_not_end_is_the_end_for_any_terminal():
    one = pulse()
    assert not one.gone(129.9, 100.0)
    assert one.gone(130.0, 100.0)


@given(st.lists(st.tuples(st.floats(0.1, 60), st.booleans()), min_size=1, max_size=60))
def test_whoever_answers_within_the_patience_is_never_given_up(waits):
    """However keys and answers fall: no gap longer than the patience after a question, no end."""
    one, now = pulse(heard_at=0.0, answers=True), 0.0
    for wait, answer in waits:
        until = now + wait
        while now < until:
            now = min(until, now + PATIENCE / 6)
            silent = one.asked_at is not None and now - one.asked_at >= PATIENCE
            assert one.gone(now, None) is silent
            if silent:
                return
            if one.due(now):
                one.asked(now)
        one.heard(now, answer=answer)


@given(st.floats(1, 3600))
def test_a_frozen_client_is_noticed_within_twice_the_patience(patience):
    """Silence, question, patience, and a look every sixth of it: 30 s of patience are noticed within a minute."""
    one, now = Pulse(patience, 0.0, answers=True), 0.0
    while not one.gone(now, None):
        if one.due(now):
            one.asked(now)
        now += patience / 6
    assert now <= 2 * patience


def test_it_asks_sooner_while_others_wait_for_what_is_claimed_here_and_no_sooner_else():
    one = pulse()
    assert not one.due(100.0 + ASK_S)
    one.holding = True
    assert one.due(100.0 + ASK_S)
    assert pulse(patience_s=6.0, holding=True).due(102.0)  # who asks sooner anyhow goes on to


def test_no_answer_for_a_moment_lets_go_and_does_not_end_the_console():
    one = pulse(answers=True, holding=True)
    one.asked(105.0)
    assert not one.quiet(105.0 + QUIET_S - 0.1, None)
    assert one.quiet(105.0 + QUIET_S, None)
    assert not one.gone(105.0 + QUIET_S, None)
    one.heard(113.0, answer=True)
    assert not one.quiet(113.0, None)


def test_a_terminal_that_never_answers_keeps_its_claims_as_long_as_it_takes_what_is_written():
    one = pulse(holding=True)
    one.asked(105.0)
    assert not one.quiet(1e9, None)
    assert one.quiet(105.0 + QUIET_S, 105.0)


@given(st.floats(0, 10), st.floats(0, 5))
def test_a_line_that_is_cut_lets_go_before_a_lease_would_run_out(before, phase):
    """Whenever it is cut, and however the looks fall: the last of them may still be a slow one."""
    one, cut = pulse(heard_at=100.0 - min(before, ASK_S), answers=True, holding=True), 100.0
    now = cut + min(phase, PATIENCE * LOOK)
    while not one.quiet(now, None):
        if one.due(now):
            one.asked(now)
        now += LOOK_S
    assert now + TOLD_POLL_S - cut < TTL_MS / 1000


@pytest.mark.parametrize("term", MUTE)
def test_a_terminal_that_would_print_the_question_is_not_asked(term):
    assert watched(30.0, term) is SteadfastDriver


def test_the_patience_is_the_settings():
    kind = watched(7.0, "xterm")
    assert issubclass(kind, WatchedDriver) and kind.patience_s == 7.0


def test_what_is_stuck_in_a_dead_line_comes_free():
    """Nobody reads: the write blocks. Dropping the line ends it, and later writes go nowhere."""
    told: list[Any] = []
    app = SimpleNamespace(call_later=told.append, leave=None)
    before = signal.signal(signal.SIGWINCH, lambda *_: None)  # as the console's driver does
    far, near = os.openpty()
    file = os.fdopen(near, "w", encoding="utf-8")
    try:
        line = Line(file, cast("Any", app))
        writer = threading.Thread(target=lambda: (line.write("x" * 1_000_000), line.flush()), daemon=True)
        writer.start()
        writer.join(0.5)
        assert writer.is_alive() and line.writing_since is not None
        line.drop()
        writer.join(5)
        assert not writer.is_alive()
        line.write("more")
        line.flush()
        assert line.writing_since is None
    finally:
        signal.signal(signal.SIGWINCH, before)
        os.close(far)
        with contextlib.suppress(OSError):
            file.close()
