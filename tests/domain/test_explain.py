"""Every clock explains itself, by the same computation that made its due time (clock rule 12)."""

from __future__ import annotations

import importlib.util
import json
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from hotline_tui.domain.explain import as_json, as_text, explain, explain_texts
from hotline_tui.domain.sla_facts import (
    Closed,
    CustomerContact,
    HoldEnded,
    HoldStarted,
    Met,
    Promised,
    Touched,
    Triggered,
    Voided,
)

_spec = importlib.util.spec_from_file_location("sla_desk", Path(__file__).with_name("sla_desk.py"))
desk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(desk)
Ticket, m = desk.Ticket, desk.m

LIVES = {
    "plain": (),
    "met": (Met(m(4), "respond"), Met(m(25), "arrive"), Met(m(200), "restore")),
    "late": (Met(m(40), "respond"), Met(m(900), "restore")),
    "held twice": (HoldStarted(m(60), "customer"), HoldEnded(m(100)), HoldStarted(m(150), "appointment", m(400))),
    "hold over": (HoldStarted(m(60), "customer"), HoldEnded(m(100)), Touched(m(120))),
    "called off": (Triggered(m(10), "visit_decided"), Voided(m(20), "arrive", "called_off")),
    "given up": (Triggered(m(10), "restore_impossible"), Promised(m(12), "1", "loaner", m(300))),
    "asked": (CustomerContact(m(10)), Promised(m(12), "1", "callback", m(90))),
    "closed": (Met(m(30), "restore"), Closed(m(60))),
}


CLAUSE = {"zh": "合同", "en": "Contract"}
OWN = [
    {"id": "long", "requirement": "SL-0", "milestone": "restore", "within": "400h", "clause": CLAUSE},
    {"id": "days", "requirement": "SL-0", "milestone": "resolve", "within": "30wd_close", "clause": CLAUSE},
    {
        "id": "visit",
        "requirement": "SL-0",
        "milestone": "arrive",
        "within": "3wd",
        "trigger": "visit_decided",
        "clause": CLAUSE,
    },
]


def every_clock():
    ticket = Ticket("campus", Triggered(m(200), "visit_decided"), calendar="cn-office", overrides=OWN)
    for minute in (0, 300, 70_000):
        for clock in ticket.clocks(minute).values():
            yield ticket, clock, m(minute)
    for policy in desk.POLICIES:
        for calendar in ("", "cn-office", "8x7"):
            for life in LIVES.values():
                ticket = Ticket(policy, *life, calendar=calendar, known_solution=True, unusable=True, fault="hardware")
                for minute in (0, 30, 200, 5_000, 70_000):
                    for clock in ticket.clocks(minute).values():
                        yield ticket, clock, m(minute)


def test_every_explanation_leads_to_the_due_time_it_explains():
    seen = set()
    for ticket, clock, now in every_clock():
        lines = explain(clock, ticket.rules, now)
        by_code = {line.code: line for line in lines}
        seen |= set(by_code)
        assert lines[-1].code == f"state_{clock.state}" or lines[-2].code == f"state_{clock.state}"
        if clock.due is not None and not clock.promise and clock.calendar:
            assert by_code["due"].params["due"] == clock.due
            if not any(line.code == "more" for line in lines):
                ran = [line.params for line in lines if line.code == "ran"]
                total = sum((part["end"] - part["begin"]).total_seconds() for part in ran)
                assert total == clock.want_s
        if clock.start is not None and clock.calendar and not clock.promise:
            still = [
                line.params for line in lines if line.code in ("ran", "still_hold", "still_closed", "still_holiday")
            ]
            for left, right in pairwise(still):
                if not any(line.code == "more" for line in lines):
                    assert left["end"] == right["begin"]  # without gaps
        assert ("predicted" in by_code) == (clock.predicted and clock.start is not None)
    assert {"clause", "promise", "review", "hold_review", "shifted", "waits", "needs_promise", "predicted"} <= seen
    assert {
        "outside",
        "same_day",
        "length",
        "still_hold",
        "still_closed",
        "still_holiday",
        "more",
        "breach_stays",
    } <= seen


def test_explanations_as_text_and_json():
    for ticket, clock, now in every_clock():
        lines = explain(clock, ticket.rules, now)
        assert all(text and "{" not in text for text in as_text(lines))
        for entry in json.loads(json.dumps(as_json(lines))):
            assert entry["code"] and entry["text"]
            for name in ("begin", "end", "due"):
                assert name not in entry or datetime.fromisoformat(entry[name]).tzinfo
        assert [msgid.format(**dict(params)) for msgid, params in explain_texts(lines)] == as_text(lines)


def test_an_explanation_in_full():
    ticket = Ticket("campus", HoldStarted(m(60), "customer"), HoldEnded(m(120)), calendar="cn-office", fault="line")
    lines = as_text(explain(ticket.clock("restore:1", 130), ticket.rules, m(130)))
    assert lines == [
        "SL-A4: A fault of equipment inside the city is restored within 4 hours",
        "It applies because the level is P1.",
        "It applies because the fault counts as one of equipment.",
        "It applies because the site lies inside the city.",
        "It counts from when it was received.",
        "It counts by calendar cn-office, in the time of Asia/Shanghai.",
        "The target is 4h of opening time.",
        "It ran from 2026-11-20 09:00 to 2026-11-20 10:00: 1h.",
        "It stood still from 2026-11-20 10:00 to 2026-11-20 11:00: on hold, waiting for the customer.",
        "It ran from 2026-11-20 11:00 to 2026-11-20 12:00: 1h.",
        "It stood still from 2026-11-20 12:00 to 2026-11-20 13:00: outside opening hours.",
        "It ran from 2026-11-20 13:00 to 2026-11-20 15:00: 2h.",
        "The holds took 1h of opening time: the due time moved from 2026-11-20 14:00 to 2026-11-20 15:00.",
        "So it is due at 2026-11-20 15:00.",
        "1h10m of 4h are used.",
        "It is running.",
    ]


@pytest.mark.parametrize("level", ["P1", "P3"])
def test_a_level_table_says_the_level_and_a_raise_says_so(level):
    ticket = Ticket("technical-service", level=level)
    assert f"It applies because the level is {level}." in as_text(
        explain(ticket.clock("respond:1", 1), ticket.rules, m(1))
    )
