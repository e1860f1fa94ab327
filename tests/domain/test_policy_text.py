"""Broken policy files: every fault at once, each with its line; nothing that is misspelt slips through."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline_tui.domain.errors import Invalid
from hotline_tui.domain.policy_text import overrides_text, parse_overrides, parse_policy
from hotline_tui.domain.toml_lines import Faulty, key_lines

_spec = importlib.util.spec_from_file_location("sla_desk", Path(__file__).with_name("sla_desk.py"))
desk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(desk)

GOOD = """\
id = "test"
title = { zh = "测试", en = "Test" }
calendar = "24x7"
wording = "AC"
complaints_to = "cs_manager"
out_of_warranty = { zh = "收费", en = "charged" }

[levels]
P1 = { zh = "一", en = "one" }
P2 = { zh = "二", en = "two" }
P3 = { zh = "三", en = "three" }
P4 = { zh = "四", en = "four" }

[[targets]]
id = "respond"
requirement = "SL-A1"
milestone = "respond"
within = "5m"
clause = { zh = "条款", en = "Clause" }

[[targets]]
id = "restore"
requirement = "SL-A3"
milestone = "restore"
within = { P1 = "4h", P2 = "same_day" }
when = { warranty = "in", fault = ["software", "virus"] }
stopped_by = ["customer"]
clause = { zh = "条款", en = "Clause" }
"""


def faults(text):
    with pytest.raises(Faulty) as caught:
        parse_policy(text, "test.toml")
    return {fault.line: str(fault) for fault in caught.value.faults}


def test_the_good_one_is_read():
    policy = parse_policy(GOOD)
    assert [target.line for target in policy.targets] == [14, 21]
    assert policy.targets[1].stopped_by == {"customer"}


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('calendar = "24x7"', 'calender = "24x7"', 3, "calender"),
        ('calendar = "24x7"', "calendar = 24", 3, "a text is needed"),
        ('wording = "AC"', 'wording = "B"', 4, "AC, E"),
        ('complaints_to = "cs_manager"', 'complaints_to = "boss"', 5, "service_director"),
        (
            'out_of_warranty = { zh = "收费", en = "charged" }',
            'out_of_warranty = { zh = "收费" }',
            6,
            "“en” is missing",
        ),
        ('P4 = { zh = "四", en = "four" }\n', "", 8, "“P4” is missing"),
        ('P4 = { zh = "四", en = "four" }', 'P4 = { zh = "四", en = "four" }\nP5 = 1', 13, "P5"),
        ('requirement = "SL-A1"\n', "", 14, "“requirement” is missing"),
        ('milestone = "respond"', 'milestone = "respnd"', 17, "respnd"),
        ('within = "5m"', 'within = "5 minutes"', 18, "5 minutes"),
        ('within = "5m"', "within = -5", 18, "-5"),
        ('within = "5m"', "within = 0", 18, "longer than nothing"),
        ('within = "5m"', "within = {}", 18, "at least one level"),
        ('within = "5m"', 'within = "5m"\ntriger = "received"', 19, "triger"),
        ('within = "5m"', 'within = "5m"\ntrigger = "recieved"', 19, "recieved"),
        ('within = "5m"', 'within = "5m"\ntrigger = []', 19, "at least one"),
        ('within = "5m"', 'within = "5m"\nstopped_by = ["customer"]', 19, "only name fewer"),
        ('within = "5m"', 'within = "5m"\nthresholds = [90, 50]', 19, "rising"),
        ('within = "5m"', 'within = "5m"\nthresholds = [true]', 19, "whole percent"),
        ('P1 = "4h"', 'P0 = "4h"', 25, "P0"),
        ('P1 = "4h"', 'P1 = "4 hours"', 25, "4 hours"),
        ('warranty = "in"', 'waranty = "in"', 26, "waranty"),
        ('"virus"]', '"viruses"]', 26, "viruses"),
        ('["software", "virus"]', "[]", 26, "at least one"),
        ('stopped_by = ["customer"]', 'stopped_by = ["vendor"]', 27, "vendor"),
        ('id = "restore"', 'id = "respond"', 22, "twice"),
        ('id = "test"', 'id = "te\\u001bst"', 1, "a text is needed"),
        ('id = "test"', 'id = "test"\nid = "test"', 2, "not valid TOML"),
        ('id = "test"', "id = ", 1, "not valid TOML"),
        ('id = "test"', 'id = "test"\nescalation = [{ percent = 90, role = "boss" }]', 2, "boss"),
        (
            'id = "test"',
            'id = "test"\nescalation = [{ percent = 90, role = "dispatcher" }, { percent = 80, role = "dispatcher" }]',
            2,
            "rises",
        ),
        ('id = "test"', 'id = "test"\ntargets = 5', 2, "a list is needed"),
    ],
)
def test_a_fault_is_told_with_its_line(old, new, line, words):
    text = GOOD.replace(old, new, 1)
    if new.endswith("targets = 5"):
        text = text[: text.index("[[targets]]")]
    assert old in GOOD
    found = faults(text)
    assert words in found[line], found


def test_all_faults_are_told_at_once():
    text = GOOD.replace('wording = "AC"', 'wording = "X"').replace('within = "5m"', 'within = "soon"')
    text = text.replace('fault = ["software"', 'fault = ["sofware"')
    assert list(faults(text)) == [4, 18, 26]


def test_the_sentence_names_file_line_and_count():
    with pytest.raises(Invalid, match=r"campus\.toml, line 1: .*\(faults in all: \d+\)"):
        parse_policy("x = 1", "campus.toml")


@pytest.mark.parametrize("text", ["", "[", "a = [" * 5000, "\x00", '"""', "[[targets]]\n" * 3, "targets = [1, [], {}]"])
def test_rubbish_is_refused_with_a_sentence(text):
    assert faults(text)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GOOD)), st.text(max_size=6), st.integers(0, 20))
def test_a_damaged_file_is_read_or_refused_but_never_crashes(place, inserted, cut):
    text = GOOD[:place] + inserted + GOOD[place + cut :]
    try:
        parse_policy(text)
    except Faulty as refused:
        assert all(1 <= fault.line <= text.count("\n") + 1 for fault in refused.faults)


def test_lines_of_keys_in_long_values():
    lines = key_lines(
        'a = """\nb = 1\n"""\nc = [\n  1, # ]\n]\n[t.u]\nd."e f" = { g = "]" }\n[[x]]\n[[x]]\nh=1\n[[x.y]]\ni=1'
    )
    assert lines[("c",)] == 4 and ("b",) not in lines
    assert lines[("t", "u", "d", "e f")] == 8
    assert lines[("x", 1, "h")] == 11 and lines[("x", 1, "y", 0, "i")] == 13


def test_a_contracts_own_lines_are_checked_alike():
    with pytest.raises(Faulty) as caught:
        parse_overrides([{"id": "a"}, {"id": "b", "when": {"levle": "P1"}}, 7], "contract 12")
    assert {fault.line for fault in caught.value.faults} == {1, 2, 3}


def test_overrides_are_pinned_as_one_text():
    assert overrides_text([]) == ""
    assert overrides_text([{"b": "条", "a": 1}]) == overrides_text([{"a": 1, "b": "条"}]) == '[{"a":1,"b":"条"}]'
