"""What must hold for any record: recomputing changes nothing, a breach stays, states and figures agree."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from hotline_tui.domain.policy import SlaFacts
from hotline_tui.domain.sla import evaluate
from hotline_tui.domain.sla_facts import (
    Changed,
    Closed,
    CustomerContact,
    HoldEnded,
    HoldStarted,
    Met,
    OurWord,
    Promised,
    PromiseMet,
    Received,
    Reopened,
    Touched,
    Triggered,
    Voided,
    timeline_from_json,
    timeline_to_json,
)

_spec = importlib.util.spec_from_file_location("sla_desk", Path(__file__).with_name("sla_desk.py"))
desk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(desk)
m = desk.m

FACTS = st.builds(
    SlaFacts,
    level=st.sampled_from([None, "P1", "P2", "P3", "P4"]),
    fault=st.sampled_from([None, "software", "hardware", "operation", "virus"]),
    region=st.sampled_from(["", "in_city", "outside"]),
    warranty=st.sampled_from(["", "in", "out"]),
    channel=st.sampled_from(["", "phone", "email", "fax"]),
    known_solution=st.sampled_from([None, True, False]),
    disaster=st.booleans(),
    unusable=st.booleans(),
    maintenance_contract=st.booleans(),
)
MILESTONES = ["respond", "reply", "arrive", "restore", "resolve", "report", "loaner", "measures", "callback", "replace"]


def at_minute(minute):
    whole = st.just(m(minute))
    return st.one_of(
        st.builds(Changed, whole, FACTS),
        st.builds(Triggered, whole, st.sampled_from(["phone_failed", "visit_decided", "restore_impossible"])),
        st.builds(HoldStarted, whole, st.sampled_from(["customer", "appointment", "parts"]), st.just(m(minute + 60))),
        st.builds(HoldEnded, whole),
        st.builds(Met, whole, st.sampled_from(MILESTONES)),
        st.builds(Voided, whole, st.sampled_from(MILESTONES), st.just("because")),
        st.builds(Promised, whole, st.just(f"p{minute}"), st.sampled_from(MILESTONES), st.just(m(minute + 90))),
        st.builds(PromiseMet, whole, st.just(f"p{minute - 10}")),
        st.builds(CustomerContact, whole),
        st.builds(OurWord, whole),
        st.builds(Touched, whole),
        st.builds(Reopened, whole),
        st.builds(Closed, whole),
    )


@st.composite
def records(draw):
    ticket = desk.Ticket(draw(st.sampled_from(desk.POLICIES)), calendar=draw(st.sampled_from(["", "cn-office", "8x7"])))
    minutes = sorted(draw(st.lists(st.integers(0, 150).map(lambda n: n * 10), max_size=9)))
    timeline = (Received(m(0), draw(FACTS), ticket.pin), *(draw(at_minute(minute)) for minute in minutes))
    return ticket.rules, timeline


@settings(max_examples=120, deadline=None)
@given(records(), st.integers(0, 2000), st.integers(0, 2000))
def test_a_breach_once_reached_stays(record, one, other):
    rules, timeline = record
    earlier, later = sorted((one, other))
    after = {clock.key: clock for clock in evaluate(timeline, rules, m(later))}
    for clock in evaluate(timeline, rules, m(earlier)):
        if clock.breached_at is not None and clock.key not in ("review", "hold"):
            # A bare promise to be given has no clock of its own once its promise speaks for it; all others stay.
            assert after[clock.key].breached_at == clock.breached_at
            assert after[clock.key].due == clock.due
        if clock.state in ("met", "missed"):
            assert after[clock.key] == clock


@settings(max_examples=120, deadline=None)
@given(records(), st.integers(0, 2000))
def test_recomputing_from_the_record_changes_nothing(record, minute):
    rules, timeline = record
    written = json.dumps(timeline_to_json(timeline))
    assert evaluate(timeline_from_json(json.loads(written)), rules, m(minute)) == evaluate(timeline, rules, m(minute))
    known = tuple(fact for fact in timeline if fact.at <= m(minute))
    assert evaluate(known, rules, m(minute)) == evaluate(timeline, rules, m(minute))


@settings(max_examples=120, deadline=None)
@given(records(), st.integers(0, 2000))
def test_states_and_figures_agree(record, minute):
    rules, timeline = record
    now = m(minute)
    clocks = evaluate(timeline, rules, now)
    assert len({clock.key for clock in clocks}) == len(clocks)
    for clock in clocks:
        assert (clock.start is None) == (clock.want_s is None)
        if clock.start is not None:
            assert clock.elapsed_s >= 0
            assert clock.left_s == clock.want_s - clock.elapsed_s
        match clock.state:
            case "running":
                assert clock.due >= now and clock.elapsed_s <= clock.want_s and clock.breached_at is None
                marks = [mark for mark in (clock.t50, clock.t75, clock.t90) if mark]
                assert marks == sorted(marks) and marks[-1] <= clock.due
            case "breached":
                assert clock.breached_at <= now and clock.due < now and clock.met_at is None
            case "held":
                assert clock.due is None and clock.hold_reason in ("customer", "appointment")
            case "met":
                assert clock.met_at and clock.breached_at is None
            case "missed":
                assert clock.breached_at is not None and clock.due < clock.met_at
            case "void":
                assert clock.void_reason and clock.void_at <= now
            case "waiting":
                assert clock.waits_for and clock.due is None
    ended = next((fact for fact in reversed(timeline) if isinstance(fact, Closed | Reopened) and fact.at <= now), None)
    if not isinstance(ended, Closed):
        assert any(clock.state in ("running", "held", "breached") for clock in clocks)  # SL-1


@settings(max_examples=120, deadline=None)
@given(records(), st.integers(0, 2000))
def test_time_zone_of_the_instants_does_not_matter(record, minute):
    from zoneinfo import ZoneInfo

    rules, timeline = record
    moved = tuple(dataclasses.replace(fact, at=fact.at.astimezone(ZoneInfo("America/New_York"))) for fact in timeline)
    assert evaluate(moved, rules, m(minute)) == evaluate(timeline, rules, m(minute))
