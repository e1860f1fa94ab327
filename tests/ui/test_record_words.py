"""The record in sentences: every act of the house, times in the desk's zone, and what a newer console wrote."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from hotline_tui.domain import commands as c
from hotline_tui.domain.board import EventRow
from hotline_tui.locale import set_language
from hotline_tui.ui.record_words import SENTENCES, change_lines, record_sentence

ZONE = ZoneInfo("Asia/Shanghai")
SILENT = {"", "undo", "desk.acknowledge", "policy.load"}
"""Commands that write no event of a ticket, call or visit by their own name."""


def event(
    kind: str, *params: tuple[str, str], thing: str = "ticket", changes: tuple[tuple[str, str, str], ...] = ()
) -> EventRow:
    return EventRow(1, 1_795_328_580.0, "李娜", thing, 39, kind, params, changes, undone=False)


def kinds() -> list[str]:
    found: list[str] = []
    todo = [c.Command]
    while todo:
        command = todo.pop()
        todo += command.__subclasses__()
        if command.kind not in SILENT:
            found.append(command.kind)
    return sorted(set(found))


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_command_has_its_words_in_both_languages(kind: str, language: str) -> None:
    set_language(language)
    said = record_sentence(event(kind), ZONE)
    assert said != kind
    assert said.isascii() is (language == "en")


@pytest.mark.parametrize(
    ("kind", "params", "english", "chinese"),
    [
        (
            "ticket.hold",
            (("reason", "customer"), ("review_at", "2026-11-22T08:00:00+00:00")),
            "Put on hold: waiting for the customer, to be looked at Nov 22 2026 16:00",
            "挂起：等客户、2026-11-22 16:00 复核",
        ),
        (
            "call.call_back",
            (("reached", "false"), ("attempt", "2")),
            "Call-back tried: nobody answered, attempt 2",
            "尝试回电：无人接听、第 2 次",
        ),
        (
            "ticket.retriage",
            (("level", "P1"), ("reason", "全校停课")),
            "Triaged again: P1, 全校停课",
            "重新定级：P1、全校停课",
        ),
        (
            "ticket.escalate",
            (("role", "service_director"), ("note", "called")),
            "Escalated: Service director, called",
            "升级：服务总监、called",
        ),
        (
            "visit.finish",
            (("result", "换板"), ("restored", "true")),
            "Visit over: 换板, works again",
            "上门结束：换板、已恢复使用",
        ),
        ("ticket.note", (("text", "x"), ("asset", "31"), ("operator", "4")), "Note: x", "备注：x"),
    ],
)
def test_parameters_are_said_as_people_say_them(
    kind: str, params: tuple[tuple[str, str], ...], english: str, chinese: str
) -> None:
    assert record_sentence(event(kind, *params), ZONE) == english
    set_language("zh_CN")
    assert record_sentence(event(kind, *params), ZONE) == chinese


def test_what_a_newer_console_wrote_is_shown_raw() -> None:
    assert (
        record_sentence(event("ticket.teleport", ("text", "x"), ("state", "floating")), ZONE)
        == "ticket.teleport: x, floating"
    )


def test_changes_are_said_and_ids_are_left_out() -> None:
    changed = event(
        "ticket.edit",
        changes=(
            ("state", "open", "working"),
            ("owner_id", "1", "2"),
            ("fault_kind", "software", "line"),
            ("cause", "", "停电"),
        ),
    )
    assert change_lines(changed, ZONE) == ["state open > in work", "kind of fault Software > Line", "cause – > 停电"]
    visit = event("visit.accept", thing="visit", changes=(("state", "assigned", "accepted"),))
    assert change_lines(visit, ZONE) == ["state assigned > accepted"]


@pytest.mark.parametrize("value", ["", "not a time", "2026-99-99", "1795328580.0"])
def test_times_of_any_shape_are_survived(value: str) -> None:
    assert "{" not in record_sentence(event("ticket.promise", ("due", value)), ZONE)


def test_every_sentence_of_the_table_is_of_one_line() -> None:
    assert all("\n" not in words and "{" not in words for words in SENTENCES.values())
