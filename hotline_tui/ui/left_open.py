"""What is still open on a ticket that somebody is about to close."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

from hotline_tui.domain.words import OPEN_CLOCKS, ClockState, Milestone
from hotline_tui.locale import _
from hotline_tui.locale.dates import moment
from hotline_tui.locale.words import join_words, label

if TYPE_CHECKING:
    from hotline_tui.domain.board import TicketView

_OWN = frozenset({"review", "hold"})
"""Clocks that only remind this desk: nobody outside waits for them."""


def left_open(view: TicketView, zone: tzinfo, now: float) -> str:
    """Promises and targets that closing would set aside, and complaints without an answer; '' where nothing is left."""
    clocks = [
        _("{milestone} by {time}").format(milestone=label(one.milestone, Milestone), time=moment(one.due, zone, now))
        for one in view.clocks
        if one.state in OPEN_CLOCKS and one.state != ClockState.WAITING and one.key not in _OWN and one.due is not None
    ]
    complaints = [_("a complaint without an answer") for one in view.complaints if one.answered is None]
    return join_words([*clocks, *complaints[:1]])
