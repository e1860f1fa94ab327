"""A small desk for clock tests: shipped policies and calendars, and a ticket written as minutes after 09:00."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache

from hotline_tui.domain.calendar_spec import make_calendar, parse_calendar
from hotline_tui.domain.policy import SlaFacts
from hotline_tui.domain.policy_text import parse_policy
from hotline_tui.domain.sla import evaluate
from hotline_tui.domain.sla_facts import Received, timeline_from_json, timeline_to_json
from hotline_tui.domain.sla_rules import Rules, make_pin
from hotline_tui.resources import data_root

UTC = dt.UTC
START = dt.datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
"""Friday, 09:00 in Shanghai."""
POLICIES = ("campus", "integrator", "security-vendor", "low-voltage", "technical-service")
CALENDARS = ("24x7", "8x7", "cn-office")

HEAD = """
id = "{id}"
title = {{ zh = "测试", en = "Test" }}
calendar = "24x7"
wording = "AC"
complaints_to = "cs_manager"
out_of_warranty = {{ zh = "收费", en = "charged" }}
[levels]
P1 = {{ zh = "一", en = "one" }}
P2 = {{ zh = "二", en = "two" }}
P3 = {{ zh = "三", en = "three" }}
P4 = {{ zh = "四", en = "four" }}
"""


def target_text(id, milestone, within, **more):
    lines = ["[[targets]]", f'id = "{id}"', 'requirement = "SL-0"', f'milestone = "{milestone}"', f"within = {within}"]
    lines += [f"{key} = {value}" for key, value in more.items()]
    return "\n".join([*lines, 'clause = { zh = "条款", en = "Clause" }', ""])


def policy_of(*targets, id="test"):
    return parse_policy(HEAD.format(id=id) + "\n".join(targets), id)


@cache
def shipped(name):
    return parse_policy((data_root() / "policies" / f"{name}.toml").read_text("utf-8"), name)


@cache
def calendars():
    found = {}
    for name in CALENDARS:
        data = tomllib.loads((data_root() / "calendars" / f"{name}.toml").read_text("utf-8"))
        found[name] = make_calendar(parse_calendar(data), 2024, 2028)
    return found


def rules_for(*policies):
    return Rules({p.sha256: p for p in policies}, {c.sha256: c for c in calendars().values()})


def m(minutes):
    return START + dt.timedelta(minutes=minutes)


def at_of(instant):
    """Minutes after the start, for short assertions; None stays None."""
    return None if instant is None else (instant - START).total_seconds() / 60


class Ticket:
    """A timeline under one policy; `clocks(minute)` evaluates it, after a round trip through JSON."""

    def __init__(self, policy, *facts, thing="ticket", overrides=(), calendar="", others=(), **known):
        self.policy = shipped(policy) if isinstance(policy, str) else policy
        self.rules = rules_for(self.policy, *others)
        self.pin = make_pin(self.policy, calendars(), overrides, calendar)
        known = {"level": "P1", "fault": "software", "warranty": "in", "region": "in_city", "channel": "phone"} | known
        self.facts = SlaFacts(**known)
        self.timeline = (Received(START, self.facts, self.pin, thing), *facts)

    def clocks(self, minute):
        read = timeline_from_json(timeline_to_json(self.timeline))
        assert read == self.timeline
        return {clock.key: clock for clock in evaluate(read, self.rules, m(minute))}

    def clock(self, key, minute):
        return self.clocks(minute).get(key)
