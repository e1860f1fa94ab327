"""The state line (console.md rule 1): who is on duty, what waits, what is late, who is free, how old all this is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING

from rich.cells import set_cell_size
from textual import events

from hotline_tui.domain.standing import looks_on
from hotline_tui.locale import _, ngettext
from hotline_tui.locale.dates import clock_time, number
from hotline_tui.ui.console import console
from hotline_tui.ui.context import LIVE, OPENING, STALE
from hotline_tui.ui.format import waited

from .line import Group, Word, fitting, group
from .word_lines import WordLines

if TYPE_CHECKING:
    from hotline_tui.domain.board import Figures, Me
    from hotline_tui.domain.board.duty import HandoverState

GAP = 3
BY_SECOND = 60
"""The longest wait is read by the second in its first minute; after that the queue says it so, and here it is calm."""
TOLD_MOST = 100
"""As far as the board counts."""


@dataclass(frozen=True, slots=True)
class State:
    """What the line says. Instants are epoch seconds."""

    zone: tzinfo
    me: Me | None = None
    figures: Figures | None = None
    """None before the first board: then there is nothing to say."""
    link: str = OPENING
    stale_since: float | None = None
    busy: bool = False
    unsettled: int = 0
    """Acts of which it is not known whether they were written."""
    alarms: int = 0
    muted_until: float | None = None
    handover: HandoverState | None = None


FULL, NO_HOURS, SHORT = 0, 1, 2
"""How many words there is room for."""


def groups_of(state: State, now: float, room: int) -> list[Group]:
    """The line's groups in order; `wait` is the one that ticks."""
    brand = (" " + _("Hotline") + " ", "brand")
    if state.alarms:
        alarm = (" " + _("Alarm") + f" {state.alarms} ", "alarm")
        out = [group("brand", 0, brand, (" ", ""), alarm, (" F12", "key"))]
    else:
        out = [group("brand", 0, brand)]
    out.append(_who(state, room))
    if state.me is not None and (state.me.read_only or looks_on(state.me.roles)):
        out.append(group("looks_on", 0, (_("Read-only"), "warn")))
    if state.handover is not None:
        out += _handover(state.handover, now)
    if state.figures is not None:
        out += _figures(state.figures, now, short=room == SHORT)
    out.append(_link(state, now))
    if state.unsettled:
        words = ngettext("{count} act not confirmed", "{count} acts not confirmed", state.unsettled)
        out.append(group("unsettled", 0, (words.format(count=number(state.unsettled)), "hot")))
    if state.muted_until is not None:
        until = _("Muted to {time}").format(time=clock_time(state.muted_until, state.zone))
        out.append(group("mute", 0, (until, "warn")))
    return out


def _handover(state: HandoverState, now: float) -> list[Group]:
    """Only what wants a hand: one to take, one that is due or open, one that was missed."""
    if state.for_me:
        word, style = _("Take the desk over"), "hot"
    elif state.mine:
        word, style = (_("You answer until signed"), "warn") if state.given else (_("Handover begun"), "label")
    elif state.missed_since is not None:
        word, style = _("Not handed over"), "hot"
    elif state.due is not None:
        word, style = _("Hand over"), "hot" if now >= state.due else "warn"
    elif state.countersign is not None:
        word, style = _("To countersign"), "warn"
    else:
        return []
    return [group("handover", 1, (word, style), (" h", "key"))]


def _figures(figures: Figures, now: float, *, short: bool) -> list[Group]:
    calls, late, soon = figures.waiting, figures.breached, figures.due_soon
    out = [group("calls", 1, (_("Calls") + " ", "label"), (number(calls), "warn" if calls else "value"))]
    if figures.longest_entered is not None:
        label = "" if short else _("longest") + " "
        out.append(group("wait", 1, (label, "label"), (waited(now - figures.longest_entered, BY_SECOND)[0], "warn")))
    out.append(group("late", 1, (_("Overdue") + " ", "label"), (number(late), "hot" if late else "value")))
    label = _("Due soon") if short else _("Due in 30 min")
    out.append(group("soon", 2, (label + " ", "label"), (number(soon), "warn" if soon else "value")))
    if figures.to_tell:
        count = f"{number(figures.to_tell)}+" if figures.to_tell >= TOLD_MOST else number(figures.to_tell)
        out.append(group("tell", 6, (_("To tell") + " ", "label"), (count, "warn"), (" T", "key")))
    label = _("Eng.") if short else _("Engineers")
    free = f"{number(figures.engineers_free)}/{number(figures.engineers_on_duty)}"
    out.append(group("field", 5, (label + " ", "label"), (free, "value")))
    return out


def _who(state: State, room: int) -> Group:
    me = state.me
    if me is None:
        return group("who", 6)
    from hotline_tui.domain.text import one_line

    # A shift without a name of its own comes as a message id.
    name, shift = one_line(me.operator), one_line(_(me.shift))
    if room == SHORT:
        return group("who", 4, (name, "value"))
    hours = ""
    if room == FULL and me.shift_start is not None and me.shift_end is not None:
        hours = f" {clock_time(me.shift_start, state.zone)}-{clock_time(me.shift_end, state.zone)}"
    return group("who", 4, (shift + " " if shift else "", "value"), (name, "value"), (hours, "label"))


def _link(state: State, now: float) -> Group:
    if state.link == LIVE:
        word, style, rank = (_("working"), "warn", 0) if state.busy else (_("live"), "ok", 7)
        return group("link", rank, (word, style))
    if state.link == OPENING:
        return group("link", 3, (_("opening the database"), "label"))
    if state.stale_since is None:
        return group("link", 0, (_("no database"), "hot"))
    return group("link", 0, (_("offline") + " ", "hot"), (waited(now - state.stale_since)[0], "hot"))


def line_of(state: State, now: float, width: int) -> tuple[Group, ...]:
    """The groups that are shown in `width` cells: in full where there is room, else in short words, else fewer."""
    gap = gap_for(width)
    for room in (FULL, NO_HOURS):
        groups = [item for item in groups_of(state, now, room) if item.words]
        if sum(item.width for item in groups) + gap * (len(groups) - 1) <= width:
            return tuple(groups)
    return fitting(groups_of(state, now, SHORT), width, gap)


def gap_for(width: int) -> int:
    """Cells between two groups."""
    return GAP if width >= 100 else GAP - 1


class StateLine(WordLines):
    """While the state stays the same nothing is put into words again before something reads differently."""

    PREFIX = "state--"
    COMPONENT_CLASSES = {
        "state--brand", "state--alarm", "state--label", "state--value",
        "state--warn", "state--hot", "state--ok", "state--key",
    }  # fmt: skip

    def __init__(self) -> None:
        super().__init__(id="state")
        self._state: State | None = None
        self._width = 0
        self._stands = (math.inf, -math.inf)
        """From when to when it reads as it was said."""

    def show(self, state: State) -> None:
        """Say another state, at the next tick."""
        if state != self._state:
            self._state = state
            self.relabel()

    def tick(self, now: float) -> float | None:
        """Repaint what reads differently; return when something will next."""
        state, (since, until) = self._state, self._stands
        if state is None or not self.is_mounted:
            return None
        if since <= now < until:
            return until
        self._width = self.size.width or self.app.size.width
        time = Word(clock_time(now, state.zone) + " ", "value")
        room = self._width - time.width - 2
        words = _spaced(line_of(state, now, room), gap_for(room), room)
        pad = Word(" " * (self._width - time.width - sum(word.width for word in words)))
        self.say((*words, pad, time))
        self._stands = (now, self._next(state, now))
        return self._stands[1]

    def relabel(self) -> None:
        """Colours or language have changed."""
        self._stands = (math.inf, -math.inf)

    def on_resize(self, event: events.Resize) -> None:
        """Other words fit."""
        if event.size.width != self._width:
            self.relabel()
            console(self).poke()

    def _next(self, state: State, now: float) -> float:
        times = [(now // 60 + 1) * 60]
        if state.figures is not None and state.figures.longest_entered is not None:
            times.append(now + waited(now - state.figures.longest_entered, BY_SECOND)[1])
        if state.link == STALE and state.stale_since is not None:
            times.append(now + waited(now - state.stale_since)[1])
        return min(times)


def _spaced(groups: tuple[Group, ...], gap: int, room: int) -> list[Word]:
    """The words with space between the groups (the ticking wait belongs to the calls), in `room` cells at most."""
    out: list[Word] = []
    for index, item in enumerate(groups):
        if index:
            out.append(Word(" " * (1 if item.name == "wait" else gap)))
        out += item.words
    while out and (over := sum(word.width for word in out) - room) > 0:
        last = out.pop()
        if last.width > over:
            out.append(Word(set_cell_size(last.text, last.width - over), last.style))
    return out
