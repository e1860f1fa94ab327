"""Breaches, holds and changes of level against a desk diary that is walked through minute by minute."""

from __future__ import annotations

import dataclasses
import importlib.util
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from hotline_tui.domain.sla_facts import Changed, HoldEnded, HoldStarted, Met

_spec = importlib.util.spec_from_file_location("sla_desk", Path(__file__).with_name("sla_desk.py"))
desk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(desk)
Ticket, at_of, m, policy_of, target_text = desk.Ticket, desk.at_of, desk.m, desk.policy_of, desk.target_text

WANT = {"P1": 60, "P2": 120, "P3": 240, "P4": 480}
POLICY = policy_of(target_text("r", "restore", '{ P1 = "1h", P2 = "2h", P3 = "4h", P4 = "8h" }'))


class Diary:
    """Walks from minute to minute; `used[n]` are the minutes used before minute n."""

    def __init__(self, first, events, met, until):
        self.level, self.before, self.held, self.since = first, None, False, 0
        self.used, self.breach, self.by_raise, self.due, self.old_want = [0], None, False, None, None
        end = until if met is None else min(met, until)
        for minute in range(end + 1):
            if minute:
                self.used.append(self.used[-1] + (not self.held))
            self.look(minute)
            if minute < end or end != met:
                for what in [what for at, what in events if at == minute]:
                    self.happen(minute, what)
                self.look(minute)
        if self.by_raise and self.old_want in self.used and self.used.index(self.old_want) < end:
            self.by_raise = False
        self.want, self.elapsed = WANT[self.level], self.used[-1]

    def happen(self, minute, what):
        if what in WANT:
            if what != self.level:
                self.since = minute
            self.before, self.level = self.level, what
        else:
            self.before, self.held = self.level, what == "customer"

    def look(self, minute):
        """Past due? Only because the level has just been raised?"""
        if self.breach is not None or self.used[-1] < WANT[self.level]:
            return
        due = self.used.index(WANT[self.level])
        if due < minute:
            self.due, self.breach = due, max(due, self.since)
            self.by_raise = due < self.since and self.before is not None and self.level < self.before
            self.old_want = WANT.get(self.before)


@settings(max_examples=500, deadline=None)
@given(
    st.sampled_from(sorted(WANT)),
    st.lists(st.tuples(st.integers(1, 60), st.sampled_from([*WANT, "customer", "parts", "go on"])), max_size=7),
    st.one_of(st.none(), st.integers(1, 600)),
    st.integers(0, 700),
)
def test_the_clock_agrees_with_the_diary(first, events, met, until):
    events = sorted([(minute * 10, what) for minute, what in events], key=lambda event: event[0])
    # One change a minute keeps the diary simple; changes within one second have tests of their own.
    events = [event for i, event in enumerate(events) if not i or events[i - 1][0] != event[0]]
    met = None if met in [minute for minute, _ in events] else met
    ticket = Ticket(POLICY, level=first)
    for minute, what in events:
        if what in WANT:
            ticket.timeline += (Changed(m(minute), dataclasses.replace(ticket.facts, level=what)),)
        else:
            ticket.timeline += (HoldEnded(m(minute)) if what == "go on" else HoldStarted(m(minute), what),)
    if met is not None:
        ticket.timeline += (Met(m(met), "restore"),)
    clock, diary = ticket.clock("restore:1", until), Diary(first, events, met, until)
    assert (at_of(clock.breached_at), clock.by_raise) == (diary.breach, diary.by_raise)
    assert clock.elapsed_s == diary.elapsed * 60
    if met is not None and met <= until:
        assert clock.state == ("met" if diary.breach is None else "missed")
    elif diary.breach is not None:
        assert (clock.state, at_of(clock.due)) == ("breached", diary.due)
    else:
        assert clock.state == ("held" if diary.held else "running")
        assert clock.left_s == (diary.want - diary.elapsed) * 60
        if not diary.held:
            assert at_of(clock.due) == until + diary.want - diary.elapsed or diary.elapsed == diary.want
