"""The one table of actions: whole, free of clashes, fit for an input method, and true to what the widgets can do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hotline_tui.domain.errors import Invalid
from hotline_tui.locale import CHINESE, _, set_language
from hotline_tui.ui.actions import ACTIONS, BY_ID, FIELD, FORM, GLOBAL, QUEUE, SCOPE_LABELS, TICKETS, in_scope
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.commandline import COMMANDS, complete, entries, shared_prefix
from hotline_tui.ui.context import Context, Scope, live
from hotline_tui.ui.keymap import FORBIDDEN, Keymap, bindings, sign, typed_key
from hotline_tui.ui.screens.ticket import TicketScreen

from .fake_rows import alarms, call, clock, engineer, ticket
from .triage_desk import until

LIVE = Context(link="live")


def test_ids_are_unique() -> None:
    assert len(BY_ID) == len(ACTIONS)


@pytest.mark.parametrize("scope", list(Scope))
def test_no_key_means_two_things_in_one_scope(scope: Scope) -> None:
    keys = [key for action in in_scope(scope) for key in action.keys]
    assert sorted(keys) == sorted(set(keys))


def test_no_key_that_terminals_confuse_or_multiplexers_take() -> None:
    assert not FORBIDDEN & {key for action in ACTIONS for key in action.keys}


def test_a_main_act_of_a_list_has_a_letter_and_a_function_key() -> None:
    """An input method swallows letters; function keys still arrive."""
    main = {"call.claim", "call.next", "ticket.send", "clock.explain", "ticket.promise", "ticket.meet", "ticket.hold",
            "ticket.note", "visit.next", "visit.call_off", "reach", "alarm.acknowledge", "help", "command"}  # fmt: skip
    for ident in main:
        keys = BY_ID[ident].keys
        assert any(key[0] == "f" and key[1:].isdecimal() for key in keys), ident
        assert any(typed_key(key) or key == "enter" for key in keys), ident


def test_in_the_form_no_key_is_one_that_types() -> None:
    assert [action.id for action in FORM if any(typed_key(key) for key in action.keys)] == []


def test_full_width_twins_count() -> None:
    assert {"colon", "fullwidth_colon"} <= set(BY_ID["command"].keys)
    assert {"slash", "fullwidth_solidus"} <= set(BY_ID["rows.filter"].keys)
    assert {"question_mark", "fullwidth_question_mark"} <= set(BY_ID["help"].keys)


def test_digits_switch_panes() -> None:
    assert [BY_ID[f"pane.{name}"].keys for name in ("queue", "triage", "sla", "dispatch")] == [
        ("1",), ("2",), ("3",), ("4",)
    ]  # fmt: skip


def test_what_cannot_be_undone_asks_and_nothing_else_does() -> None:
    assert {action.id for action in ACTIONS if action.confirm} == {"form.discard", "quit"}


def test_every_word_of_the_table_is_spoken_in_chinese() -> None:
    set_language(CHINESE)
    words = [text for action in ACTIONS for text in (action.label, action.help, action.confirm) if text]
    words += [text for _name, takes, help_ in COMMANDS for text in (takes, help_) if text]
    words += list(SCOPE_LABELS.values())
    assert [text for text in words if _(text) == text and text not in ("ETA",)] == []


# ---- what can be done now -----------------------------------------------------------------------------------------

MINE = call(1, 10, state="claimed", mine=True, claimed_by="李娜")
THEIRS = call(1, 10, state="claimed", mine=False, claimed_by="王芳")
LOST = call(1, 10, state="abandoned")
WAITING = call(1, 10)
SLA_ROW = clock(39, "沪江中学", "P1", "restore", -252)
FREE = engineer(5, "周平", "available")
SENT = engineer(1, "王强", "on_site", visit_id=1, visit_state="on_site", ticket_id=39)
SENT_FAR = engineer(1, "王强", "remote", visit_id=1, visit_state="accepted", ticket_id=39)


@pytest.mark.parametrize(
    ("action", "context", "possible"),
    [
        ("call.claim", {"call": WAITING}, True),
        ("call.claim", {"call": MINE}, True),
        ("call.claim", {"call": THEIRS}, False),
        ("call.claim", {}, False),
        ("call.take_over", {"call": THEIRS}, True),
        ("call.take_over", {"call": WAITING}, False),
        ("call.release", {"call": MINE}, True),
        ("call.release", {"call": WAITING}, False),
        ("call.back", {"call": LOST}, True),
        ("call.back", {"call": WAITING}, False),
        ("call.next", {"waiting": 1}, True),
        ("call.next", {"waiting": 0}, False),
        ("form.save", {"form_open": True}, True),
        ("form.save", {"form_open": True, "form_missing": "First ask what still works."}, False),
        ("form.save", {}, False),
        ("form.solved", {"form_open": True}, False),
        ("form.solved", {"form_open": True, "form_call": 1}, True),
        ("ticket.send", {"clock": SLA_ROW}, True),
        ("ticket.send", {"clock": replace(SLA_ROW, thing_kind="complaint")}, False),
        ("ticket.send", {"engineer": SENT}, True),
        ("ticket.send", {"engineer": FREE}, False),
        ("ticket.start", {"ticket": ticket(39)}, False),
        ("ticket.hold", {"ticket": ticket(39)}, True),
        ("clock.explain", {"ticket": ticket(39)}, True),
        ("clock.explain", {}, False),
        ("visit.next", {"engineer": SENT}, True),
        ("visit.next", {"engineer": SENT_FAR}, True),
        ("visit.finish", {"engineer": SENT_FAR}, True),
        ("visit.depart", {"engineer": SENT_FAR}, False),
        ("visit.finish", {"engineer": SENT}, True),
        ("visit.block", {"engineer": SENT}, True),
        ("visit.eta", {"engineer": SENT}, False),
        ("visit.no_show", {"engineer": SENT}, False),
        ("visit.reassign", {"engineer": SENT}, False),
        ("visit.decline", {"engineer": SENT}, False),
        ("engineer.state", {"engineer": SENT}, False),
        ("engineer.state", {"engineer": FREE}, True),
        ("visit.next", {"engineer": FREE}, False),
        ("engineer.state", {"engineer": FREE}, True),
        ("alarm.acknowledge", {"alarms": len(alarms())}, True),
        ("alarm.acknowledge", {}, False),
        ("undo", {"undo": "Claimed."}, True),
        ("undo", {}, False),
        ("back", {"scope": Scope.QUEUE}, False),
        ("back", {"scope": Scope.SLA}, True),
        ("back", {"scope": Scope.QUEUE, "zoomed": True}, True),
        ("help", {}, True),
    ],
)
def test_when_an_action_is_possible(action: str, context: dict[str, object], possible: bool) -> None:
    refusal = BY_ID[action].available(replace(LIVE, **context))  # type: ignore[arg-type]
    assert (refusal is None) is possible
    assert refusal is None or str(refusal)


@pytest.mark.parametrize("link", ["stale", "opening"])
def test_nothing_is_written_without_the_database(link: str) -> None:
    context = Context(link=link, call=WAITING, clock=SLA_ROW, engineer=SENT, form_open=True, form_call=1, waiting=1)
    writing = [action for action in QUEUE + FORM + TICKETS + FIELD + GLOBAL if action.available(context) is None]
    reading = {"call.history", "call.show", "form.explain", "form.know", "form.read", "form.customer", "form.level",
               "form.discard", "ticket.show", "ticket.read", "clock.explain",
               "ticket.history"}  # fmt: skip
    assert {action.id for action in writing if action not in GLOBAL} <= reading
    assert live(context) is not None


# ---- keys ---------------------------------------------------------------------------------------------------------


def test_bindings_carry_the_ids_by_which_they_are_remapped() -> None:
    assert {binding.id for binding in bindings(Scope.SLA)} == {f"sla/{action.id}" for action in in_scope(Scope.SLA)}


def test_remapping_replaces_the_keys_in_every_scope() -> None:
    keymap = Keymap({"ticket.send": "S, f3"})
    assert keymap.keys(BY_ID["ticket.send"]) == ("S", "f3")
    assert set(keymap.for_textual()) == {"sla/ticket.send", "ticket/ticket.send", "dispatch/ticket.send"}


@pytest.mark.parametrize(
    ("remapped", "said"),
    [
        ({"no.such": "x"}, "there is no action no.such"),
        ({"call.claim": "ctrl+a"}, "^A for call.claim"),
        ({"call.dismiss": "H"}, "H would do both"),
    ],
)
def test_a_remapping_that_cannot_work_is_refused_with_a_sentence(remapped: dict[str, str], said: str) -> None:
    with pytest.raises(Invalid, match=said.replace("^", r"\^").replace(".", r"\.")):
        Keymap(remapped)


def test_keys_are_written_for_people() -> None:
    assert [sign(key) for key in ("enter", "f2", "ctrl+t", "slash", "escape", "x", "shift+tab")] == [
        "Enter", "F2", "^T", "/", "Esc", "x", "S-Tab"
    ]  # fmt: skip


# ---- the command line ---------------------------------------------------------------------------------------------


def test_every_action_can_be_typed_as_a_command() -> None:
    known = {entry.name for entry in entries(Keymap())}
    assert {action.id for action in ACTIONS} - known == {"command", "quit"} - known
    assert {"lang", "theme", "goto", "find", "quit"} <= known


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("goto", "goto"),
        ("lang z", "lang zh_CN"),
        ("theme li", "theme light"),
        ("hold", "ticket.hold"),
        ("pane.s", "pane.sla"),
        ("10", "goto 10"),
    ],
)
def test_completion_offers_what_was_meant_first(line: str, first: str) -> None:
    found = complete(line, entries(Keymap()), ("dark", "light"))
    assert found[0].name == first


async def test_a_bare_number_opens_the_ticket_and_nothing_else(app: HotlineApp) -> None:
    """The help of other commands has numbers too."""
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.board is not None)
        await pilot.press("colon", *"39", "enter")
        await until(pilot, lambda: isinstance(app.screen, TicketScreen))


def test_a_label_in_the_language_in_use_finds_its_action() -> None:
    set_language(CHINESE)
    assert complete("派工", entries(Keymap()), ())[0].name == "ticket.send"


def test_tab_adds_what_all_candidates_share() -> None:
    assert shared_prefix(complete("pane.", entries(Keymap()), ())) == "pane."
    assert shared_prefix(complete("fin", entries(Keymap()), ())[:1]) == "find"
