"""Every sentence of the clock rules (domain.md, 5 to 11 and SL-1) as a table of facts and what must follow."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib.util
from pathlib import Path

import pytest

from hotline_tui.domain.sla import evaluate, merge_fact, next_change, next_due, share_instant
from hotline_tui.domain.sla_facts import (
    Changed,
    Closed,
    CustomerContact,
    HoldEnded,
    HoldStarted,
    Met,
    OurWord,
    Pin,
    Promised,
    PromiseMet,
    PromiseVoid,
    Received,
    Reopened,
    Touched,
    Triggered,
    Undone,
    Voided,
)
from hotline_tui.domain.sla_rules import make_pin

_spec = importlib.util.spec_from_file_location("sla_desk", Path(__file__).with_name("sla_desk.py"))
desk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(desk)
Ticket, at_of, m, policy_of, target_text = desk.Ticket, desk.at_of, desk.m, desk.policy_of, desk.target_text

HOUR = 60


def changed(ticket, minute, **facts):
    return Changed(m(minute), dataclasses.replace(ticket.facts, **facts))


# ── rule 5: what starts a clock, which target counts ────────────────────────────────────────────────────────────────
def test_respond_runs_on_the_call_from_the_queue_and_passes_to_its_ticket():
    call = Ticket("campus", thing="call", level=None, fault=None)
    assert set(call.clocks(3)) == {"respond:1"}
    ticket = Ticket("campus", Met(m(7), "respond"))
    assert call.clock("respond:1", 3).due == ticket.clock("respond:1", 8).due == m(5)
    assert ticket.clock("respond:1", 8).state == "missed"


def test_a_call_by_mail_has_a_reply_clock():
    assert set(Ticket("technical-service", thing="call", level=None, channel="email").clocks(1)) == {"reply:1"}


def test_a_target_starts_at_the_first_occurrence_of_its_trigger():
    ticket = Ticket("integrator", Triggered(m(30), "phone_failed"), Triggered(m(50), "phone_failed"))
    clock = ticket.clock("measures:1", 60)
    assert (at_of(clock.start), at_of(clock.due), clock.trigger) == (30, 90, "phone_failed")


def test_before_its_trigger_a_target_waits():
    clock = Ticket("integrator").clock("measures:1", 10)
    assert (clock.state, clock.start, clock.due, clock.waits_for) == ("waiting", None, None, "phone_failed")


def test_proposing_a_visit_implies_that_the_phone_failed():
    ticket = Ticket("integrator", Triggered(m(30), "visit_decided"))
    assert at_of(ticket.clock("measures:1", 60).due) == 90


def test_restore_missed_is_dated_at_the_due_instant():
    policy = policy_of(
        target_text("r", "restore", '"1h"'), target_text("l", "loaner", '"2h"', trigger='"restore_missed"')
    )
    ticket = Ticket(policy)
    assert ticket.clock("loaner:1", 60).state == "waiting"  # at the due instant it is not missed yet
    assert (at_of(ticket.clock("loaner:1", 61).start), at_of(ticket.clock("loaner:1", 61).due)) == (60, 180)


def test_replacement_counts_from_receipt_once_restore_is_missed_or_impossible():
    assert Ticket("integrator").clock("replace:1", 239).state == "waiting"
    missed = Ticket("integrator").clock("replace:1", 300)
    assert (missed.state, at_of(missed.due)) == ("running", 24 * HOUR)
    given_up = Ticket("integrator", Triggered(m(30), "restore_impossible")).clock("replace:1", 31)
    assert (given_up.state, at_of(given_up.due)) == ("running", 24 * HOUR)


def test_a_report_is_promised_once_restored():
    ticket = Ticket("low-voltage", Met(m(60), "restore"))
    assert ticket.clock("report:1", 59).waits_for == "restored"
    assert ticket.clock("report:1", 61).waits_for == "promise"
    assert ticket.clock("report:1", 61).requirement == "SL-D4"


def test_a_promise_fills_the_target_that_asks_for_one():
    ticket = Ticket("low-voltage", Met(m(60), "restore"), Promised(m(70), "8", "report", m(600)))
    clocks = ticket.clocks(80)
    assert "report:1" not in clocks
    assert (clocks["promise:8"].requirement, at_of(clocks["promise:8"].due)) == ("SL-D4", 600)


def test_a_withdrawn_promise_leaves_the_target_asking_again():
    facts = Met(m(60), "restore"), Promised(m(70), "8", "report", m(600)), PromiseVoid(m(80), "8", "moved")
    clocks = Ticket("low-voltage", *facts).clocks(90)
    assert clocks["report:1"].waits_for == "promise"
    assert (clocks["promise:8"].state, clocks["promise:8"].void_reason) == ("void", "moved")


OWN = {
    "id": "own",
    "requirement": "SL-0",
    "milestone": "arrive",
    "within": "2h",
    "trigger": "visit_decided",
    "clause": {"zh": "合同", "en": "Contract"},
}


def test_the_contracts_own_line_wins_even_before_it_starts():
    ticket = Ticket("campus", Triggered(m(50), "visit_decided"), overrides=[OWN])
    assert ticket.clock("arrive:1", 40).state == "waiting"
    clock = ticket.clock("arrive:1", 60)
    assert (at_of(clock.start), at_of(clock.due), clock.target.own) == (50, 170, True)


def test_of_two_targets_the_one_with_more_conditions_wins_then_the_earlier_due():
    wide = target_text("wide", "restore", '"1h"')
    narrow = target_text("narrow", "restore", '"5h"', when='{ level = "P1" }')
    soon = target_text("soon", "restore", '"4h"', when='{ fault = "software" }')
    assert Ticket(policy_of(wide, narrow)).clock("restore:1", 1).target.id == "narrow"
    assert Ticket(policy_of(wide, narrow, soon)).clock("restore:1", 1).target.id == "soon"
    assert Ticket(policy_of(wide, narrow), level="P2").clock("restore:1", 1).target.id == "wide"


def test_the_pinned_version_counts_until_a_newer_one_is_adopted():
    old, new = policy_of(target_text("r", "restore", '"4h"')), policy_of(target_text("r", "restore", '"2h"'))
    pin = make_pin(new, desk.calendars())
    ticket = Ticket(old, Changed(m(60), pin=pin), others=[new])
    assert at_of(ticket.clock("restore:1", 59).due) == 240
    assert at_of(ticket.clock("restore:1", 60).due) == 120


def test_the_contracts_own_calendar_takes_the_policys_place():
    clock = Ticket("integrator", calendar="cn-office").clock("restore:1", 1)
    assert (clock.calendar, at_of(clock.due)) == ("cn-office", 5 * HOUR)  # lunch from 12 to 13


# ── rule 6: changes ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_change_of_level_recomputes_from_the_clocks_own_start():
    ticket = Ticket("technical-service", level="P3")
    ticket.timeline += (changed(ticket, 120, level="P1"),)
    assert at_of(ticket.clock("respond:1", 100).due) == 24 * HOUR
    clock = ticket.clock("respond:1", 121)
    assert (at_of(clock.start), at_of(clock.due), clock.elapsed_s) == (0, 240, 121 * 60)


def test_a_change_of_region_or_fault_kind_chooses_another_target():
    ticket = Ticket("campus", fault="hardware")
    ticket.timeline += (changed(ticket, 10, region="outside"), changed(ticket, 20, fault="software"))
    assert [at_of(ticket.clock("restore:1", minute).due) for minute in (5, 15, 25)] == [240, 480, 360]


def test_what_no_longer_applies_is_void_and_comes_back_with_its_time_used():
    ticket = Ticket("campus")
    ticket.timeline += (changed(ticket, 10, level="P4"), changed(ticket, 40, level="P2"))
    assert (ticket.clock("restore:1", 20).state, ticket.clock("restore:1", 20).void_reason) == (
        "void",
        "not_applicable",
    )
    assert (ticket.clock("restore:1", 50).state, at_of(ticket.clock("restore:1", 50).due)) == ("running", 360)


def test_a_breach_once_reached_stays_when_the_level_is_lowered():
    ticket = Ticket("technical-service", level="P1")
    ticket.timeline += (changed(ticket, 300, level="P4"),)
    for minute in (250, 300, 400):
        clock = ticket.clock("respond:1", minute)
        assert (clock.state, at_of(clock.breached_at), at_of(clock.due), clock.by_raise) == (
            "breached",
            240,
            240,
            False,
        )


def test_a_breach_once_reached_stays_under_a_hold():
    ticket = Ticket("integrator", HoldStarted(m(250), "customer"), HoldEnded(m(600)))
    for minute in (245, 260, 700):
        assert ticket.clock("restore:1", minute).state == "breached"


def test_lowering_the_level_in_time_prevents_the_breach_even_at_the_due_instant():
    for minute in (239, 240):
        ticket = Ticket("technical-service", level="P1")
        ticket.timeline += (changed(ticket, minute, level="P2"),)
        assert ticket.clock("respond:1", 300).state == "running"


def test_a_breach_that_comes_only_from_raising_the_level_is_counted_apart():
    ticket = Ticket("technical-service", level="P3")
    ticket.timeline += (changed(ticket, 300, level="P1"),)
    clock = ticket.clock("respond:1", 301)
    assert (clock.state, clock.by_raise, at_of(clock.breached_at)) == ("breached", True, 300)
    assert ticket.clock("respond:1", 24 * HOUR).by_raise
    assert not ticket.clock("respond:1", 24 * HOUR + 1).by_raise  # by now P3 is broken as well


def test_raising_with_time_left_and_then_being_late_is_an_ordinary_breach():
    ticket = Ticket("technical-service", level="P3")
    ticket.timeline += (changed(ticket, 100, level="P1"),)
    clock = ticket.clock("respond:1", 241)
    assert (clock.state, clock.by_raise) == ("breached", False)


def test_what_is_put_right_within_the_same_second_was_never_a_breach():
    ticket = Ticket("technical-service", level="P3")
    ticket.timeline += (changed(ticket, 300, level="P1"), Met(m(300), "callback"), changed(ticket, 300, level="P3"))
    assert ticket.clock("respond:1", 400).state == "running"


def test_another_change_that_breaks_a_target_is_not_by_raise():
    ticket = Ticket("campus", fault="hardware", region="outside")
    ticket.timeline += (changed(ticket, 300, region="in_city"),)
    clock = ticket.clock("restore:1", 301)
    assert (clock.state, clock.by_raise) == ("breached", False)


def test_a_raise_taken_back_leaves_its_breach_marked():
    ticket = Ticket("technical-service", level="P3")
    ticket.timeline += (changed(ticket, 300, level="P1"), changed(ticket, 310, level="P3"))
    assert (ticket.clock("respond:1", 400).state, ticket.clock("respond:1", 400).by_raise) == ("breached", True)


def test_what_was_met_stays_judged_by_the_target_then_in_force():
    ticket = Ticket("technical-service", Met(m(300), "respond"), level="P3")
    ticket.timeline += (changed(ticket, 300, level="P1"), changed(ticket, 400, level="P1"))
    clock = ticket.clock("respond:1", 500)
    assert (clock.state, at_of(clock.due), clock.elapsed_s) == ("met", 24 * HOUR, 300 * 60)


def test_met_at_the_due_instant_is_in_time_and_a_second_later_is_not():
    on_time = Ticket("integrator", Met(m(240), "restore"))
    late = Ticket("integrator", Met(m(240) + dt.timedelta(seconds=1), "restore"))
    assert on_time.clock("restore:1", 300).state == "met"
    assert late.clock("restore:1", 300).state == "missed"


# ── rule 7: holds ───────────────────────────────────────────────────────────────────────────────────────────────────
ALL = [
    "respond",
    "reply",
    "update",
    "progress",
    "measures",
    "arrive",
    "restore",
    "resolve",
    "replace",
    "report",
    "callback",
]


@pytest.mark.parametrize("reason", ["customer", "appointment", "parts", "vendor"])
@pytest.mark.parametrize("milestone", ALL)
def test_which_holds_stop_which_milestones(milestone, reason):
    trigger = '"customer_contact"' if milestone == "update" else '"received"'
    policy = policy_of(target_text("t", milestone, '"4h"', trigger=trigger))
    ticket = Ticket(policy, CustomerContact(m(0)), HoldStarted(m(60), reason), HoldEnded(m(90)))
    key = f"{milestone}:1:1" if milestone in ("update", "progress") else f"{milestone}:1"
    stops = milestone in ("arrive", "restore", "resolve") and reason in ("customer", "appointment")
    assert ticket.clock(key, 70).state == ("held" if stops else "running")
    assert at_of(ticket.clock(key, 120).due) == (270 if stops else 240)


@pytest.mark.parametrize("reason", ["customer", "appointment"])
def test_under_d_no_hold_stops_anything(reason):
    ticket = Ticket("low-voltage", HoldStarted(m(60), reason))
    assert (ticket.clock("arrive:1", 100).state, at_of(ticket.clock("arrive:1", 100).due)) == ("running", 24 * HOUR)


def test_while_held_what_is_left_is_shown_not_a_due_time():
    ticket = Ticket("integrator", HoldStarted(m(60), "customer", m(120)), HoldEnded(m(500)))
    clock = ticket.clock("restore:1", 400)
    assert (clock.state, clock.due, clock.left_s, at_of(clock.held_since)) == ("held", None, 180 * 60, 60)
    assert (clock.hold_reason, at_of(clock.t50)) == ("customer", None)
    assert at_of(ticket.clock("restore:1", 501).due) == 240 + 440


def test_every_hold_has_a_review_time_that_counts_down():
    ticket = Ticket("integrator", HoldStarted(m(60), "parts", m(120)), HoldEnded(m(500)))
    clock = ticket.clock("hold", 100)
    assert (clock.milestone, clock.state, at_of(clock.due), clock.hold_reason) == ("review", "running", 120, "parts")
    assert ticket.clock("hold", 130).state == "breached"
    assert ticket.clock("hold", 501) is None


def test_a_new_hold_ends_the_one_before():
    ticket = Ticket("integrator", HoldStarted(m(60), "customer"), HoldStarted(m(90), "parts"))
    assert at_of(ticket.clock("restore:1", 100).due) == 270


def test_a_promise_of_a_kind_that_only_a_newer_console_knows_is_kept_raw():
    clock = Ticket("campus", Promised(m(5), "1", "telepathy", m(60))).clock("promise:1", 10)
    assert (clock.milestone, clock.state) == ("telepathy", "running")


# ── rule 8: update and progress ─────────────────────────────────────────────────────────────────────────────────────
UPDATING = target_text("u", "update", '"2h"', trigger='"customer_contact"')


def test_update_runs_from_the_first_unanswered_contact_to_our_next_word():
    ticket = Ticket(
        policy_of(UPDATING),
        CustomerContact(m(10)),
        CustomerContact(m(60)),
        OurWord(m(100)),
        CustomerContact(m(200)),
        Met(m(400), "callback"),
    )
    assert "update:1:1" not in ticket.clocks(5)
    assert at_of(ticket.clock("update:1:1", 70).due) == 130
    assert ticket.clock("update:1:1", 150).state == "met"
    clock = ticket.clock("update:1:2", 500)
    assert (clock.state, at_of(clock.start), at_of(clock.due)) == ("missed", 200, 320)


def test_progress_is_reported_again_and_again_until_restored():
    policy = policy_of(target_text("p", "progress", '"1h"'))
    ticket = Ticket(policy, Met(m(50), "progress"), Met(m(115), "progress"), Met(m(150), "restore"))
    clocks = ticket.clocks(120)
    assert [clocks[f"progress:1:{n}"].state for n in (1, 2, 3)] == ["met", "missed", "running"]
    assert [at_of(clocks[f"progress:1:{n}"].due) for n in (1, 2, 3)] == [60, 110, 175]
    assert ticket.clock("progress:1:3", 200).state == "void"


# ── rule 9: void ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_restored_voids_an_unmet_arrive_and_loaner():
    ticket = Ticket("campus", Promised(m(5), "3", "loaner", m(500)), Met(m(20), "restore"))
    clocks = ticket.clocks(100)
    assert [(clocks[key].state, clocks[key].void_reason) for key in ("arrive:1", "promise:3")] == [
        ("void", "restored")
    ] * 2
    assert clocks["arrive:1"].breached_at is None


def test_a_met_arrive_stays_met_when_restored():
    assert Ticket("campus", Met(m(15), "arrive"), Met(m(20), "restore")).clock("arrive:1", 100).state == "met"


def test_a_breach_of_arrive_stays_on_the_record_when_restored():
    clock = Ticket("campus", Met(m(60), "restore")).clock("arrive:1", 100)
    assert (clock.state, at_of(clock.breached_at)) == ("void", 30)


def test_an_engineer_who_arrives_after_restoring_is_not_late():
    assert Ticket("campus", Met(m(20), "restore"), Met(m(50), "arrive")).clock("arrive:1", 100).state == "void"


def test_calling_off_the_last_visit_voids_arrive_with_a_reason_and_a_new_visit_brings_it_back():
    ticket = Ticket("campus", Voided(m(10), "arrive", "called_off"), Triggered(m(20), "visit_decided"))
    clock = ticket.clock("arrive:1", 15)
    assert (clock.state, clock.void_reason, at_of(clock.void_at)) == ("void", "called_off", 10)
    assert (ticket.clock("arrive:1", 25).state, at_of(ticket.clock("arrive:1", 25).due)) == ("running", 30)


def test_no_breach_while_void():
    assert Ticket("campus", Voided(m(10), "arrive", "called_off")).clock("arrive:1", 500).breached_at is None


# ── rule 10: cycles and merging ─────────────────────────────────────────────────────────────────────────────────────
def test_reopening_starts_a_second_cycle_and_the_first_keeps_its_results():
    facts = Met(m(10), "respond"), Met(m(200), "restore"), Closed(m(300)), Reopened(m(1000))
    clocks = Ticket("integrator", *facts).clocks(1010)
    assert [(clocks[key].state, at_of(clocks[key].due)) for key in ("restore:1", "restore:2")] == [
        ("met", 240),
        ("running", 1240),
    ]
    assert clocks["respond:2"].state == "running"
    assert clocks["measures:2"].state == "waiting"
    assert clocks["report:1"].state == "void"


def test_merging_takes_the_earliest_start_and_the_earliest_met_but_no_holds():
    policy = policy_of(target_text("r", "restore", '"4h"'), target_text("a", "respond", '"1h"'))
    first = Ticket(policy, HoldStarted(m(5), "customer"), HoldEnded(m(100)), Met(m(30), "respond"))
    pin = first.pin
    second = (
        Received(m(60), first.facts, pin),
        Met(m(110), "respond"),
        merge_fact(m(115), first.timeline, first.rules),
    )
    clocks = {clock.key: clock for clock in evaluate(second, first.rules, m(120))}
    assert (at_of(clocks["restore:1"].start), at_of(clocks["restore:1"].due)) == (0, 240)
    assert (clocks["respond:1"].state, at_of(clocks["respond:1"].met_at)) == ("met", 30)


def test_what_is_open_is_void_when_closed():
    clocks = Ticket("integrator", Promised(m(5), "1", "callback", m(500)), Closed(m(20), "merged")).clocks(600)
    assert {clock.state for clock in clocks.values()} == {"void"}
    assert {clock.void_reason for clock in clocks.values()} == {"merged"}
    assert not any(clock.breached_at for clock in clocks.values())


# ── rule 11: states, shares; promises; SL-1; undo ───────────────────────────────────────────────────────────────────
def test_the_share_used_and_its_marks():
    ticket = Ticket("integrator")
    clock = ticket.clock("restore:1", 60)
    assert [at_of(t) for t in (clock.t50, clock.t75, clock.t90, clock.due)] == [120, 180, 216, 240]
    assert (clock.share, clock.left_s) == (0.25, 180 * 60)
    assert [at_of(share_instant(clock, ticket.rules, share)) for share in (0.9, 1, 1.5)] == [216, 240, 360]
    assert at_of(next_change(clock, m(130))) == 180


def test_at_the_due_instant_it_still_runs_and_a_second_later_it_is_breached():
    ticket = Ticket("integrator")
    assert ticket.clock("restore:1", 240).state == "running"
    assert ticket.clock("restore:1", 240 + 1 / 60).state == "breached"


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ((), "running"),
        ((PromiseMet(m(55), "1"),), "met"),
        ((Met(m(60), "callback"),), "met"),
        ((PromiseMet(m(61), "1"),), "missed"),
        ((PromiseVoid(m(30), "1", "withdrawn"),), "void"),
        ((HoldStarted(m(20), "customer"),), "running"),
    ],
)
def test_a_promise_is_a_clock_of_its_own(facts, state):
    clock = Ticket("campus", Promised(m(10), "1", "callback", m(60)), *facts).clock(
        "promise:1", 60 if not facts else 62
    )
    if facts and isinstance(facts[0], HoldStarted):
        assert clock.state == "breached"  # no hold stops a promise
    else:
        assert clock.state == state
    assert (at_of(clock.start), at_of(clock.due), clock.want_s) == (10, 60, 50 * 60)


def test_an_open_ticket_without_another_clock_is_reviewed_four_hours_after_its_last_event():
    ticket = Ticket("security-vendor", Touched(m(30)), known_solution=False)
    clock = ticket.clock("review", 40)
    assert (clock.requirement, at_of(clock.start), at_of(clock.due)) == ("SL-1", 30, 270)
    assert ticket.clock("review", 271).state == "breached"


def test_a_promise_takes_the_place_of_the_review():
    ticket = Ticket("security-vendor", Promised(m(30), "1", "callback", m(90)), PromiseMet(m(80), "1"))
    assert "review" not in ticket.clocks(40)
    assert at_of(ticket.clock("review", 100).due) == 80 + 240


@pytest.mark.parametrize("name", desk.POLICIES)
def test_an_open_ticket_always_has_a_clock(name):
    for minute in range(0, 3000, 97):
        for facts in ((), (Met(m(60), "restore"),), (HoldStarted(m(60), "customer", m(100)),)):
            clocks = Ticket(name, *facts, level="P4", fault="operation").clocks(minute).values()
            assert any(clock.state in ("running", "held", "breached") for clock in clocks)


def test_without_a_contract_there_are_reviews_and_promises_only():
    ticket = Ticket("campus")
    ticket.timeline = (dataclasses.replace(ticket.timeline[0], pin=Pin()),)
    assert set(ticket.clocks(5)) == {"review"}


def test_an_act_undone_leaves_no_trace_on_the_clocks():
    ticket = Ticket("integrator", Met(m(10), "restore"), Undone(m(11), 1))
    assert ticket.clocks(9) == Ticket("integrator").clocks(9)
    assert ticket.clock("restore:1", 20).state == "running"


def test_what_happened_earlier_than_it_was_typed_counts_from_when_it_happened():
    ticket = Ticket("campus", Touched(m(40)), Met(m(25), "arrive"))
    assert (ticket.clock("arrive:1", 50).state, at_of(ticket.clock("arrive:1", 50).met_at)) == ("met", 25)


def test_the_most_urgent_clock():
    clocks = Ticket("integrator", Met(m(30), "respond"), Triggered(m(40), "phone_failed")).clocks(50).values()
    assert next_due(clocks).key == "measures:1"


def test_complaints_have_a_clock_of_their_own():
    complaint = Ticket("campus", thing="complaint")
    assert {key: at_of(clock.due) for key, clock in complaint.clocks(1).items()} == {"reply:1": 15}
    assert "reply:1" not in Ticket("campus").clocks(1)
