"""Every target of every shipped policy (requirements §3), one row each, and what the files must say."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from hotline_tui.domain.escalation import chain_of
from hotline_tui.domain.policy import SlaFacts
from hotline_tui.domain.policy_text import parse_overrides
from hotline_tui.domain.sla_facts import Met, Triggered

_spec = importlib.util.spec_from_file_location("sla_desk", Path(__file__).with_name("sla_desk.py"))
desk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(desk)
Ticket, at_of, m = desk.Ticket, desk.at_of, desk.m

TO_MIDNIGHT = 15 * 60  # from 09:00
SOFT, EQUIP, QUESTION = {"fault": "software"}, {"fault": "hardware"}, {"fault": "operation", "level": "P4"}
KNOWN = {"known_solution": True}

# policy, facts, things that happened, milestone → (requirement, minutes from 09:00 until due)
TABLE = [
    ("campus", SOFT, [], {"respond": ("SL-A1", 5), "arrive": ("SL-A2", 30), "restore": ("SL-A3", 360)}),
    (
        "campus",
        SOFT | {"level": "P3"},
        [],
        {"respond": ("SL-A1", 5), "arrive": ("SL-A2", 30), "restore": ("SL-A3", 360)},
    ),
    ("campus", {"fault": "virus"}, [], {"respond": ("SL-A1", 5), "arrive": ("SL-A2", 30), "restore": ("SL-A3", 360)}),
    (
        "campus",
        {"fault": "configuration"},
        [],
        {"respond": ("SL-A1", 5), "arrive": ("SL-A2", 30), "restore": ("SL-A3", 360)},
    ),
    ("campus", SOFT | {"warranty": "out"}, [], {"respond": ("SL-A1", 5)}),
    ("campus", EQUIP, [], {"respond": ("SL-A1", 5), "restore": ("SL-A4", 240)}),
    ("campus", EQUIP | {"warranty": "out"}, [], {"respond": ("SL-A1", 5), "restore": ("SL-A4", 240)}),
    ("campus", EQUIP | {"region": "outside"}, [], {"respond": ("SL-A1", 5), "restore": ("SL-A4", 480)}),
    ("campus", {"fault": "line", "region": "outside"}, [], {"respond": ("SL-A1", 5), "restore": ("SL-A4", 480)}),
    ("campus", EQUIP | {"level": "P4"}, [], {"respond": ("SL-A1", 5)}),
    ("campus", SOFT | {"level": "P4"}, [], {"respond": ("SL-A1", 5)}),
    ("campus", QUESTION, [], {"respond": ("SL-A1", 5)}),
    ("campus", QUESTION | KNOWN, [], {"respond": ("SL-A1", 5), "resolve": ("SL-A5", TO_MIDNIGHT)}),
    ("campus", QUESTION | {"unusable": True}, [], {"respond": ("SL-A1", 5), "loaner": ("SL-A7", "promise")}),
    ("integrator", SOFT, [], {"respond": ("SL-B1", 60), "restore": ("SL-B3", 240), "report": ("SL-B5", 240)}),
    ("integrator", SOFT | {"disaster": True}, [], {"respond": ("SL-B1", 60), "report": ("SL-B5", 240)}),
    (
        "integrator",
        SOFT | {"disaster": True},
        [Triggered(m(30), "phone_failed")],
        {"respond": ("SL-B1", 60), "report": ("SL-B5", 240), "measures": ("SL-B2", 90)},
    ),
    (
        "integrator",
        SOFT | {"disaster": True},
        [Triggered(m(30), "restore_impossible")],
        {"respond": ("SL-B1", 60), "report": ("SL-B5", 240), "replace": ("SL-B4", 1440)},
    ),
    ("security-vendor", SOFT, [], {}),
    ("security-vendor", SOFT | KNOWN, [], {"resolve": ("SL-A5", TO_MIDNIGHT)}),
    ("low-voltage", SOFT, [], {"respond": ("SL-D1", 120), "arrive": ("SL-D2", 1440)}),
    ("low-voltage", SOFT | {"channel": "fax"}, [], {"respond": ("SL-D1", 120), "arrive": ("SL-D2", 1440)}),
    ("low-voltage", SOFT | {"channel": "email"}, [], {"arrive": ("SL-D2", 1440)}),
    ("low-voltage", SOFT | {"visit_needed": False}, [], {"respond": ("SL-D1", 120)}),
    ("low-voltage", QUESTION, [], {"respond": ("SL-D1", 120)}),
    ("low-voltage", {"level": None, "fault": None}, [], {"respond": ("SL-D1", 120)}),
    ("technical-service", {"level": None, "fault": None}, [], {}),
    ("low-voltage", QUESTION | {"visit_needed": True}, [], {"respond": ("SL-D1", 120), "arrive": ("SL-D2", 1440)}),
    ("low-voltage", QUESTION, [Met(m(40), "restore")], {"respond": ("SL-D1", 120), "report": ("SL-D4", "promise")}),
    ("technical-service", {"level": "P1"}, [], {"respond": ("SL-E1", 240)}),
    ("technical-service", {"level": "P2"}, [], {"respond": ("SL-E1", 480)}),
    ("technical-service", {"level": "P3"}, [], {"respond": ("SL-E1", 1440)}),
    ("technical-service", {"level": "P4"}, [], {"respond": ("SL-E1", 1440)}),
    (
        "technical-service",
        {"level": "P1", "channel": "email"},
        [],
        {"respond": ("SL-E1", 240), "reply": ("SL-E2", 1440)},
    ),
]


@pytest.mark.parametrize(("policy", "facts", "happened", "expected"), TABLE)
def test_targets(policy, facts, happened, expected):
    clocks = Ticket(policy, *happened, **facts).clocks(41 if happened else 1).values()
    found = {}
    for clock in clocks:
        if clock.key == "review" or (clock.state == "waiting" and clock.waits_for != "promise"):
            continue
        due = "promise" if clock.waits_for == "promise" else at_of(clock.due)
        found[str(clock.milestone)] = (clock.requirement, due)
    assert found == expected


@pytest.mark.parametrize("policy", desk.POLICIES)
def test_a_complaint_is_answered_in_15_minutes(policy):
    clock = Ticket(policy, thing="complaint").clocks(1)["reply:1"]
    assert (at_of(clock.due), clock.requirement) == (15, "SL-A6" if policy == "campus" else "CU-5")


def test_loaner_of_c_comes_with_a_maintenance_contract_once_the_contracts_restore_is_missed():
    clause = {"zh": "合同", "en": "Contract"}
    lines = [
        {"id": "restore", "requirement": "SL-C1", "milestone": "restore", "within": "2h", "clause": clause},
        {
            "id": "loaner",
            "requirement": "SL-C2",
            "milestone": "loaner",
            "within": "24h",
            "trigger": "restore_missed",
            "when": {"maintenance_contract": True},
            "clause": clause,
        },
    ]
    ticket = Ticket("security-vendor", overrides=lines, maintenance_contract=True)
    assert at_of(ticket.clock("restore:1", 1).due) == 120
    assert ticket.clock("loaner:1", 1).state == "waiting"
    assert at_of(ticket.clock("loaner:1", 121).due) == 120 + 1440
    assert "loaner:1" not in Ticket("security-vendor", overrides=lines, maintenance_contract=False).clocks(121)


def test_requirements_named_by_the_policies_are_all_there():
    named = {target.requirement for name in desk.POLICIES for target in desk.shipped(name).targets}
    catalogue = {f"SL-A{n}" for n in range(1, 8)} | {f"SL-B{n}" for n in range(1, 6)}
    catalogue |= {"SL-C1", "SL-C2", "SL-D1", "SL-D2", "SL-D4", "SL-E1", "SL-E2", "CU-5"}
    assert named == catalogue


@pytest.mark.parametrize("name", desk.POLICIES)
def test_every_policy_speaks_both_languages_and_names_its_people(name):
    policy = desk.shipped(name)
    texts = [policy.title, policy.out_of_warranty, *policy.levels.values(), *(t.clause for t in policy.targets)]
    for text in texts:
        assert re.search(r"[\u4e00-\u9fff]", text.zh) and not re.search(r"[\u4e00-\u9fff]", text.en)
    assert chain_of(policy.escalation).steps[0].percent == 75
    assert policy.id == name and len(policy.sha256) == 64
    assert policy.asks_key_point == (name == "technical-service")


def test_complaints_go_to_the_role_the_document_names():
    assert desk.shipped("campus").complaints_to == "service_director"
    assert desk.shipped("integrator").complaints_to == "cs_manager"


def test_under_d_no_target_is_ever_stopped():
    assert not any(target.stopped_by for target in desk.shipped("low-voltage").targets)


@pytest.mark.parametrize(
    ("fault", "software", "equipment"),
    [
        ("software", True, False),
        ("configuration", True, False),
        ("virus", True, False),
        ("hardware", False, True),
        ("line", False, True),
        ("operation", False, False),
        (None, False, False),
    ],
)
def test_fault_classes(fault, software, equipment):
    value = SlaFacts(fault=fault).value("fault_class")
    assert (value == "software", value == "equipment") == (software, equipment)


def test_a_contracts_line_with_the_id_of_a_target_replaces_it_and_others_stay():
    own = parse_overrides(
        [
            {
                "id": "respond",
                "requirement": "SL-0",
                "milestone": "respond",
                "within": "10m",
                "clause": {"zh": "十分钟", "en": "Ten minutes"},
            }
        ]
    )
    merged = desk.shipped("campus").with_overrides(own)
    assert [str(target.within) for target in merged.of("respond")] == ["10m"]
    assert len(merged.targets) == len(desk.shipped("campus").targets)
    assert desk.shipped("campus").target("respond").requirement == "SL-A1"
