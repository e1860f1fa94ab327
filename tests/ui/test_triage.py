"""The triage form: from ring to saved ticket in a few keys, nothing asked that is known, nothing typed ever lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from textual import events

from hotline_tui.domain import commands as c
from hotline_tui.domain.board import ContactRow, Draft
from hotline_tui.domain.errors import Refused
from hotline_tui.domain.words import FaultKind, Level
from hotline_tui.locale import set_language
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.panes import triage_state
from hotline_tui.ui.panes.sla import SlaPane
from hotline_tui.ui.panes.triage_form import Typed
from hotline_tui.ui.panes.triage_frame import TEXT_LIMIT
from hotline_tui.ui.widgets.field import TextField
from hotline_tui.ui.widgets.question import Question

from . import fake_rows as rows
from .fake_desk import FakeDesk, broken
from .triage_desk import TriageDesk, asset, claim, complaint, form_pane, settled, shown, until

MakeApp = Callable[[FakeDesk], HotlineApp]
SIZE = (80, 24)


def saved(desk: FakeDesk) -> c.OpenTicket:
    """The one ticket that was opened."""
    (command,) = [command for command in desk.done if isinstance(command, c.OpenTicket)]
    return command


@pytest.mark.parametrize(("wording", "answers", "most"), [("AC", "122", 6), ("E", "122y", 7)])
async def test_from_ring_to_saved_ticket_in_seven_keys(
    make_app: MakeApp, wording: str, answers: str, most: int
) -> None:
    """Claim, (typing), Enter, kind, works, affects, key point under E, F2: at most 7 (console.md rule 3)."""
    desk = TriageDesk(contract_fields={"wording": wording})
    app = make_app(desk)
    keys = 0
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.board is not None)
        await settled(pilot, 0.1)
        await pilot.press("enter")
        keys += 1
        pane = form_pane(pilot)
        await until(pilot, lambda: pane.form is not None and isinstance(app.focused, TextField))
        await pilot.press(*"marks cannot be saved")
        for key in ("enter", *answers, "f2"):
            await pilot.press(key)
            keys += 1
        await until(pilot, lambda: pane.form is None)
    assert keys <= most <= 7
    command = saved(desk)
    assert (command.call, command.customer, command.contact, command.contract, command.asset) == (1, 1, 11, 21, 31)
    assert command.summary == "marks cannot be saved"
    assert command.fault_kind is FaultKind.SOFTWARE
    assert (command.answers.works, command.answers.affects) == ("partly", "department")
    assert command.answers.key_point is (True if wording == "E" else None)
    assert command.new_contact is None
    assert command.level is None


async def test_full_width_digits_and_letters_of_an_input_method_count(make_app: MakeApp) -> None:
    desk = TriageDesk(contract_fields={"wording": "E"})
    async with make_app(desk).run_test(size=SIZE) as pilot:
        pane = await claim(pilot)
        await pilot.press("x", "enter")
        for char in "１２３ｙ":
            pilot.app.post_message(_key(char))  # typed ahead: no pause between them
        await settled(pilot, 0.1)
        assert pane.form is not None
        assert pane.form.typed.kind == FaultKind.SOFTWARE
        assert dict(pane.form.typed.answers) == {"works": "partly", "affects": "one", "key_point": "yes"}


def _key(char: str | None, name: str = "") -> Any:
    return events.Key(name or char or "", char)


async def test_keys_typed_ahead_find_their_field(make_app: MakeApp) -> None:
    """A slow line delivers them in one piece: Enter and the digits behind it must not land in the text."""
    desk = TriageDesk(contract_fields={"wording": "E"})
    async with make_app(desk).run_test(size=SIZE) as pilot:
        pane = await claim(pilot)
        for char in "abc":
            pilot.app.post_message(_key(char))
        pilot.app.post_message(_key("\r", "enter"))
        for char in "122y":
            pilot.app.post_message(_key(char))
        pilot.app.post_message(_key(None, "f2"))
        await until(pilot, lambda: pane.form is None)
    command = saved(desk)
    assert command.summary == "abc"
    assert (command.answers.works, command.answers.affects, command.answers.key_point) == ("partly", "department", True)


async def test_the_head_says_all_before_anything_is_promised(make_app: MakeApp) -> None:
    """HA-7, console.md rule 4: charge, systems, open tickets, last problems, complaints, line dialled, talk time."""
    desk = TriageDesk(
        contract_fields={
            "in_warranty": False,
            "warranty_until": "2025-03-01",
            "charge_en": "On-site visits are charged.",
        },
        card_fields={"complaints": (complaint(),)},
    )
    async with make_app(desk).run_test(size=SIZE) as pilot:
        await claim(pilot)
        text = "\n".join(shown(pilot))
        for words in (
            "沪江中学", "HT-2024-118", "Gold", "out of warranty since Mar 1 2025", "On-site visits are charged.",
            "数字化校园", "0039 P1 无法登录", "F7 join", "态度不好", "from 4008", "021-5560-1180", "talking 00:00",
        ):  # fmt: skip
            assert words in text


async def test_talk_time_ticks(make_app: MakeApp, clock: Any) -> None:
    async with make_app(TriageDesk()).run_test(size=SIZE) as pilot:
        pane = await claim(pilot)
        clock.advance(38) if hasattr(clock, "advance") else setattr(clock, "at", rows.NOW + 38)
        pane.tick(pilot.app.now())  # type: ignore[attr-defined]
        assert "talking 00:38" in str(pane.border_title)


async def test_nothing_typed_is_lost_when_saving_fails(make_app: MakeApp) -> None:
    desk = TriageDesk(refuse={"ticket.open": Refused("This customer has ended its contract.")})
    async with make_app(desk).run_test(size=SIZE) as pilot:
        pane = await claim(pilot)
        await pilot.press(*"abc", "enter", "1", "2", "2", "f2")
        await until(pilot, lambda: bool(pane.notice))
        assert "This customer has ended its contract." in "\n".join(shown(pilot))
        assert pane.form is not None
        assert pane.form.typed.text == "abc"
        desk.refuse.clear()
        await pilot.press("f2")
        await until(pilot, lambda: pane.form is None)
        assert saved(desk).summary == "abc"


async def test_f2_with_something_missing_says_what_and_goes_there(make_app: MakeApp) -> None:
    desk = TriageDesk()
    async with make_app(desk).run_test(size=SIZE) as pilot:
        pane = await claim(pilot)
        await pilot.press("f2")
        assert "Write down what is wrong." in pane.notice
        assert pilot.app.focused.id == "text"  # type: ignore[union-attr]
        await pilot.press("x", "f2")
        assert pilot.app.focused.id == "kind"  # type: ignore[union-attr]
        await pilot.press("1", "2", "f2")
        assert pilot.app.focused.id == "affects"  # type: ignore[union-attr]
        assert not any(isinstance(command, c.OpenTicket) for command in desk.done)


async def test_escape_goes_from_field_to_form_to_queue_and_back_again_finds_all(make_app: MakeApp) -> None:
    """A single stray Esc of an input method never leaves the form."""
    async with make_app(TriageDesk()).run_test(size=SIZE) as pilot:
        pane = await claim(pilot)
        await pilot.press(*"abc", "escape")
        assert pilot.app.focused is pane
        await pilot.press("escape")
        await settled(pilot, 0.1)
        assert pilot.app.desk_screen.active == "queue"  # type: ignore[attr-defined]
        await pilot.press("2")
        await settled(pilot, 0.1)
        assert pane.form is not None
        assert pane.form.typed.text == "abc"
        assert isinstance(pilot.app.focused, Question)


async def test_letters_and_digits_in_the_text_are_text(make_app: MakeApp) -> None:
    async with make_app(TriageDesk()).run_test(size=SIZE) as pilot:
        pane = await claim(pilot)
        await pilot.press(*"q1d2u:?/", "space", "z")
        assert pane.form is not None
        assert pane.form.typed.text == "q1d2u:?/ z"


async def test_several_matches_are_a_choice_by_digit(make_app: MakeApp) -> None:
    matches = (
        ContactRow(11, "张敏", 1, "沪江中学", ("021-5560-1180",), "", may_call=True),
        ContactRow(12, "王老师", 2, "海天物流", ("021-5560-1180",), "", may_call=True, exact=False),
    )
    desk = TriageDesk(matches=matches)
    async with make_app(desk).run_test(size=SIZE) as pilot:
        pane = await claim(pilot)
        text = "\n".join(shown(pilot))
        assert "王老师" in text
        assert "maybe" in text
        await pilot.press("1")
        await until(pilot, lambda: pane.form is not None and pane.form.card is not None)
        await settled(pilot, 0.1)
        assert pane.form is not None
        assert (pane.form.typed.customer, pane.form.contact_id) == (1, 11)
        assert pilot.app.focused.id == "text"  # type: ignore[union-attr]


async def test_an_unknown_number_becomes_a_new_contact_in_the_same_form(make_app: MakeApp) -> None:
    """IN-4: organisation, person and number."""
    desk = TriageDesk()
    async with make_app(desk).run_test(size=SIZE) as pilot:
        pane = await claim(pilot, 2)
        assert pilot.app.focused.id == "organisation"  # type: ignore[union-attr]
        await pilot.press(*"New School", "enter", *"Wang", "enter", "enter")
        await pilot.press("1")  # region: city
        await pilot.press(*"broken", "enter", "2", "1", "1", "f2")
        await until(pilot, lambda: pane.form is None)
    contact = saved(desk).new_contact
    assert contact is not None
    assert (contact.organisation, contact.name, contact.phone, contact.region) == (
        "New School", "Wang", "138-1762-0094", "city",
    )  # fmt: skip
    assert saved(desk).customer is None


async def test_initials_find_the_customer_of_an_unknown_number(make_app: MakeApp) -> None:
    desk = TriageDesk()
    async with make_app(desk).run_test(size=SIZE) as pilot:
        pane = await claim(pilot, 2)
        await pilot.press(*"hjzx")
        await pilot.press("enter")  # before the answer is here
        await until(pilot, lambda: pilot.app.focused.id == "organisation-hits")  # type: ignore[union-attr]
        await pilot.press("1")
        await until(pilot, lambda: pane.form is not None and pane.form.card is not None)
        assert pane.form is not None
        assert pane.form.typed.customer == 1
        assert pane.form.contact_id == 11


async def test_one_of_several_systems_by_digit(make_app: MakeApp) -> None:
    desk = TriageDesk(card_fields={"assets": (asset(1), asset(2), asset(3))})
    async with make_app(desk).run_test(size=SIZE) as pilot:
        pane = await claim(pilot)
        await pilot.press("shift+tab", "2", *"abc", "enter", *"122", "f2")
        await until(pilot, lambda: pane.form is None)
    assert saved(desk).asset == 32


async def test_a_ticket_without_a_call(make_app: MakeApp) -> None:
    desk = TriageDesk()
    async with make_app(desk).run_test(size=SIZE) as pilot:
        app: Any = pilot.app
        await until(pilot, lambda: app.board is not None)
        await settled(pilot, 0.1)
        await pilot.press("n")
        pane = form_pane(pilot)
        await until(pilot, lambda: pane.form is not None)
        await settled(pilot, 0.1)
        await pilot.press("f8")
        await settled(pilot, 0.1)
        await pilot.press(*"htwl")
        await settled(pilot, 0.4)
        await pilot.press("enter", "1")
        await until(pilot, lambda: pane.form is not None and pane.form.card is not None)
        await settled(pilot, 0.1)
        await pilot.press(*"found by us", "enter", *"122", "f2")
        await until(pilot, lambda: pane.form is None)
    command = saved(desk)
    assert command.call is None
    assert command.customer == 2


async def test_f3_saves_and_asks_for_an_engineer(make_app: MakeApp) -> None:
    from hotline_tui.ui.messages import SendTo

    desk, seen = TriageDesk(), []
    app = make_app(desk)
    async with app.run_test(size=SIZE, message_hook=lambda m: seen.append(m)) as pilot:
        pane = await claim(pilot)
        await pilot.press(*"abc", "enter", *"122", "f3")
        await until(pilot, lambda: pane.form is None)
        await settled(pilot, 0.1)
    assert {m.ticket for m in seen if isinstance(m, SendTo)} == {53}


async def test_another_level_needs_a_reason_and_shows_both(make_app: MakeApp) -> None:
    """TR-1."""
    desk = TriageDesk()
    async with make_app(desk).run_test(size=SIZE) as pilot:
        pane = await claim(pilot)
        await pilot.press(*"abc", "enter", *"122", "ctrl+l")
        await settled(pilot, 0.1)
        await pilot.press("1", "f2")
        assert "Say why it is P1." in "\n".join(shown(pilot))
        await pilot.press(*"exam tomorrow", "f2")
        await settled(pilot, 0.1)
        assert "changed from P2: exam tomorrow" in "\n".join(shown(pilot))
        await pilot.press("f2")
        await until(pilot, lambda: pane.form is None)
    assert (saved(desk).level, saved(desk).reason) == (Level.P1, "exam tomorrow")


async def test_due_times_are_shown_before_saving_and_explained(make_app: MakeApp) -> None:
    desk = TriageDesk()
    async with make_app(desk).run_test(size=SIZE) as pilot:
        await claim(pilot)
        await pilot.press(*"abc", "enter", *"122")
        await settled(pilot)
        text = "\n".join(shown(pilot))
        for words in ("Respond 14:26 left 3m", "Arrive 14:51", "Restore 20:21", "Report as promised"):
            assert words in text
        await pilot.press("f6")
        await settled(pilot, 0.1)
        text = "\n".join(shown(pilot))
        assert "Counted from 14:21" in text
        assert "SL-A2" in text
    last = desk.previews[-1]
    assert (last.fault_kind, last.answers.works, last.call) == (FaultKind.SOFTWARE, "partly", 1)


async def test_duplicates_are_offered_and_f7_joins(make_app: MakeApp) -> None:
    desk = TriageDesk(duplicates=(replace(rows.ticket_row(44, "P2"), summary="成绩保存失败", score=0.9),))
    async with make_app(desk).run_test(size=SIZE) as pilot:
        pane = await claim(pilot)
        await pilot.press(*"abc", "enter", "1", "2")
        await settled(pilot)
        assert "0044 P2 成绩保存失败" in "\n".join(shown(pilot))
        await pilot.press("f7")
        await settled(pilot, 0.1)
        await pilot.press("1", "f2")
        await until(pilot, lambda: pane.form is None)
    (joined,) = [command for command in desk.done if isinstance(command, c.JoinCall)]
    assert (joined.call, joined.ticket, joined.text, joined.reopen, joined.contact, joined.customer) == (
        *(1, 44, "abc", False),
        *(11, 1),
    )


async def test_a_knowledge_hit_is_read_in_place_and_used(make_app: MakeApp) -> None:
    """TR-4, TR-5: the known solution goes onto the ticket."""
    desk = TriageDesk()
    async with make_app(desk).run_test(size=SIZE) as pilot:
        pane = await claim(pilot)
        await pilot.press(*"abc", "enter", *"122")
        await settled(pilot)
        await pilot.press("ctrl+o")
        await settled(pilot, 0.1)
        text = "\n".join(shown(pilot))
        assert "清缓存并重启服务" in text
        assert "Write down what is seen" in text
        assert "Chase the patch" in text
        await pilot.press("f2")
        await settled(pilot, 0.1)
        await pilot.press("f2")
        await until(pilot, lambda: pane.form is None)
    assert saved(desk).article == 118
    assert saved(desk).answers.known_solution is True


async def test_solved_on_the_phone_leaves_no_ticket(make_app: MakeApp) -> None:
    desk = TriageDesk()
    async with make_app(desk).run_test(size=SIZE) as pilot:
        pane = await claim(pilot)
        await pilot.press(*"how to print", "f4")
        await settled(pilot, 0.1)
        await pilot.press("f2")
        await until(pilot, lambda: pane.form is None)
    (advised,) = [command for command in desk.done if isinstance(command, c.AdviseCall)]
    assert (advised.text, advised.customer, advised.contact) == ("how to print", 1, 11)


async def test_a_call_back_is_promised_as_people_say_it(make_app: MakeApp) -> None:
    desk = TriageDesk()
    async with make_app(desk).run_test(size=SIZE) as pilot:
        await claim(pilot)
        await pilot.press(*"abc", "f5")
        await settled(pilot, 0.1)
        await pilot.press(*"15:00")
        await pilot.pause()
        assert "= today 15:00, in 37 min" in "\n".join(shown(pilot))
        await pilot.press("f2")
        await until(pilot, lambda: any(isinstance(command, c.PromiseCallBack) for command in desk.done))
    promised = next(command for command in desk.done if isinstance(command, c.PromiseCallBack))
    assert promised.due.timestamp() == rows.NOW + 37 * 60
    assert promised.text == "abc"


@pytest.mark.parametrize(
    ("key", "then", "kind"), [("ctrl+d", ("1", "f2"), "call.dismiss"), ("ctrl+r", (), "call.release")]
)
async def test_the_call_leaves_the_form(make_app: MakeApp, key: str, then: tuple[str, ...], kind: str) -> None:
    desk = TriageDesk()
    async with make_app(desk).run_test(size=SIZE) as pilot:
        pane = await claim(pilot)
        await pilot.press(*"abc", key)
        await settled(pilot, 0.1)
        await pilot.press(*then)
        await until(pilot, lambda: pane.form is None)
        assert desk.done[-1].kind == kind
        kept = pilot.app.spool.load("call:1")  # type: ignore[attr-defined]
        assert (kept is not None) == (kind == "call.release")


async def test_the_line_is_held_and_taken_up_again(make_app: MakeApp) -> None:
    desk = TriageDesk()
    async with make_app(desk).run_test(size=SIZE) as pilot:
        await claim(pilot)
        await pilot.press("ctrl+t")
        await settled(pilot, 0.1)
        await pilot.press("2")
        await until(pilot, lambda: any(isinstance(command, c.SetTalk) for command in desk.done))
    talk = next(command for command in desk.done if isinstance(command, c.SetTalk))
    assert talk.talk == "on_hold"


# ---- drafts -------------------------------------------------------------------------------------------------------


async def test_a_change_is_on_disk_and_in_the_database_within_a_second(make_app: MakeApp) -> None:
    desk = TriageDesk()
    async with make_app(desk).run_test(size=SIZE) as pilot:
        await claim(pilot)
        await pilot.press(*"abc")
        spool = pilot.app.spool  # type: ignore[attr-defined]
        assert triage_state.DRAFT_S < 1.0
        await until(pilot, lambda: '"text": "abc"' in "".join(draft.fields for draft in spool.drafts()))
        await until(pilot, lambda: "call:1" in desk.saved)
        assert "draft 14:23:00" in "\n".join(shown(pilot))


async def test_the_draft_is_on_disk_even_when_the_database_is_gone(make_app: MakeApp) -> None:
    desk = TriageDesk()
    async with make_app(desk).run_test(size=SIZE) as pilot:
        await claim(pilot)
        desk.fault = broken()
        await pilot.press(*"abc")
        spool = pilot.app.spool  # type: ignore[attr-defined]
        await until(pilot, lambda: spool.load("call:1") is not None)


@pytest.mark.parametrize(("here", "there", "wins"), [(10.0, 20.0, "there"), (20.0, 10.0, "here")])
async def test_of_two_drafts_the_newer_comes_back(make_app: MakeApp, here: float, there: float, wins: str) -> None:
    desk = TriageDesk()
    draft = Typed(customer=1, contact=11, kind="line", answers=(("works", "nothing"),))
    desk.saved["call:1"] = Draft("call:1", replace(draft, text="there").to_json(), rows.NOW - there)
    app = make_app(desk)
    app.spool.of(1).save(Draft("call:1", replace(draft, text="here").to_json(), rows.NOW - here))  # who will sit here
    async with app.run_test(size=SIZE) as pilot:
        pane = await claim(pilot)
        await settled(pilot)
        assert pane.form is not None
        # the smaller age wins
        assert pane.form.typed.text == ("here" if here < there else "there") != wins
        assert pane.form.typed.kind == "line"
        assert "is back" in "\n".join(shown(pilot))
        assert pilot.app.focused.id == "affects"  # type: ignore[union-attr]


async def test_another_call_keeps_the_draft_of_the_first(make_app: MakeApp) -> None:
    desk = TriageDesk()
    async with make_app(desk).run_test(size=SIZE) as pilot:
        pane = await claim(pilot)
        await pilot.press(*"first")
        await claim(pilot, 4)
        assert pane.form is not None
        assert "first" not in pane.form.typed.text
        await claim(pilot, 1)
        assert pane.form.typed.text == "first"


async def test_a_saved_ticket_leaves_no_draft(make_app: MakeApp) -> None:
    desk = TriageDesk()
    async with make_app(desk).run_test(size=SIZE) as pilot:
        pane = await claim(pilot)
        await pilot.press(*"abc", "enter", *"122")
        await settled(pilot, 0.9)
        await pilot.press("f2")
        await until(pilot, lambda: pane.form is None and "call:1" not in desk.saved)
        assert pilot.app.spool.drafts() == ()  # type: ignore[attr-defined]


# ---- hostile and small --------------------------------------------------------------------------------------------


async def test_a_megabyte_pasted_is_cut_with_a_word(make_app: MakeApp) -> None:
    async with make_app(TriageDesk()).run_test(size=SIZE) as pilot:
        pane = await claim(pilot)
        pilot.app.focused.post_message(events.Paste("坏\x1b]52;c;aGk=\x07" * 100_000))  # type: ignore[union-attr]
        await until(pilot, lambda: bool(pane.notice))
        assert pane.form is not None
        assert len(pane.form.typed.text) == TEXT_LIMIT
        assert "\x1b" not in pane.form.typed.text
        assert f"the first {TEXT_LIMIT} characters" in "\n".join(shown(pilot))


async def test_hostile_text_is_drawn_and_does_nothing(make_app: MakeApp) -> None:
    bad = rows.HOSTILE
    card = {"name": bad, "notes": bad, "assets": (replace(asset(1), name=bad), replace(asset(2), name=bad)),
            "open_tickets": (replace(rows.ticket_row(), summary=bad),)}  # fmt: skip
    desk = TriageDesk(hostile=True, card_fields=card, contract_fields={"number": bad, "charge_en": bad})
    async with make_app(desk).run_test(size=SIZE) as pilot:
        await claim(pilot)
        await pilot.press(*"[/foo]", "enter", "1", "2", "2")
        await settled(pilot)
        text = "".join(shown(pilot))
        assert "[/foo]" in text
        assert not set(text) & {"\x1b", "\x07", "\u202e"}


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(80, 24), (132, 40), (60, 16)])
async def test_everything_fits_or_scrolls_and_nothing_is_cut_without_a_mark(
    make_app: MakeApp, size: tuple[int, int], language: str
) -> None:
    set_language(language)
    desk = TriageDesk(
        contract_fields={"wording": "E", "in_warranty": False},
        card_fields={"complaints": (complaint(),), "assets": (asset(1), asset(2))},
    )
    async with make_app(desk).run_test(size=size) as pilot:
        pane = await claim(pilot)
        await pilot.press(*"abc", "enter", *"122", "y")
        await settled(pilot)
        body = pane.query_one("#form")
        for widget in pane.query("Question, Lines, TextField"):
            if widget.display and widget.is_on_screen:
                assert widget.region.right <= body.region.right
        if size != (60, 16):
            assert body.max_scroll_y == 0, "at this size nothing needs scrolling"
        else:
            assert body.max_scroll_y > 0
        assert pilot.app.focused is not None
        assert pane.region.contains_region(pilot.app.focused.region), "the focus is in view"


async def test_an_empty_form_says_what_to_do(make_app: MakeApp) -> None:
    desk = TriageDesk()
    async with make_app(desk).run_test(size=SIZE) as pilot:
        app: Any = pilot.app
        await until(pilot, lambda: app.board is not None)
        await pilot.press("2")
        await settled(pilot, 0.2)
        text = "\n".join(shown(pilot))
        assert "4 waiting." in text
        assert "claim the next call" in text
        await pilot.press("enter")
        pane = form_pane(pilot)
        await until(pilot, lambda: pane.form is not None)
        assert isinstance(desk.done[0], c.ClaimCall)


async def test_an_empty_form_offers_no_call_where_nobody_waits(make_app: MakeApp) -> None:
    desk = TriageDesk()
    desk.calls.clear()
    async with make_app(desk).run_test(size=SIZE) as pilot:
        app: Any = pilot.app
        await until(pilot, lambda: app.board is not None)
        await pilot.press("2")
        await settled(pilot, 0.2)
        text = "\n".join(shown(pilot))
        assert "Nobody is waiting." in text and "open a ticket without a call" in text
        assert "claim the next call" not in text


async def test_a_call_taken_over_is_said_and_the_text_stays(make_app: MakeApp) -> None:
    desk = TriageDesk()
    async with make_app(desk).run_test(size=SIZE) as pilot:
        pane = await claim(pilot)
        await pilot.press(*"abc")
        await until(pilot, lambda: pane.form is not None and pane.form.call is not None and pane.form.call.mine)
        desk._set(1, mine=False, claimed_by="王芳", claimed_by_id=2)
        desk.feed += 1
        await until(pilot, lambda: "王芳" in pane.notice)
        assert pane.form is not None
        assert pane.form.typed.text == "abc"


async def test_a_digit_that_is_no_answer_says_which_are(make_app: MakeApp) -> None:
    async with make_app(TriageDesk()).run_test(size=(132, 40), notifications=True) as pilot:
        pane = await claim(pilot)
        await pilot.press("x", "enter", "8")
        said = pilot.app._notifications
        await until(pilot, lambda: any("The answers here are 1 2 3 4 5 6" in one.message for one in said))
        assert pane.form is not None and pane.form.typed.kind == "" and pane.form.typed.text == "x"


@pytest.mark.parametrize("words", ["mail 2 servers do not send", "邮件2台发不出去"])
async def test_words_typed_where_the_fault_is_known_already_are_added_to_it(make_app: MakeApp, words: str) -> None:
    """The caller's words are there, so the first question has the keyboard; whoever types all the same is heard."""
    desk = TriageDesk()
    desk._set(1, text="marks cannot be saved")
    async with make_app(desk).run_test(size=SIZE) as pilot:
        pane = await claim(pilot)
        assert isinstance(pilot.app.focused, Question)
        for char in words:  # in one piece, as a slow line or an input method delivers them
            pilot.app.post_message(_key(char, "space" if char == " " else ""))
        for name in ("enter", "1", "2", "2", "f2"):
            pilot.app.post_message(_key(name if name.isdecimal() else None, name))
        await until(pilot, lambda: pane.form is None)
    command = saved(desk)
    assert command.summary == f"marks cannot be saved {words}"
    assert (command.fault_kind, command.answers.works) == (FaultKind.SOFTWARE, "partly")


async def test_the_new_ticket_is_the_one_to_go_on_with(make_app: MakeApp) -> None:
    """Saved, `3`, `d`: the engineer is chosen for what was just saved, not for the row on top."""
    desk = TriageDesk()
    async with make_app(desk).run_test(size=(132, 40)) as pilot:
        pane = await claim(pilot)
        sla = pilot.app.query_one(SlaPane)
        assert sla.list.selected is not None and sla.list.selected.thing_id != 53
        await pilot.press("x", "enter", "1", "2", "2", "f2")
        await until(pilot, lambda: pane.form is None)
        newest = replace(sla.list.rows[-1], id=953, thing_id=53, number="T20261122-0053")
        desk.clocks = (*desk.clocks, newest)
        desk.feed += 1
        await until(pilot, lambda: sla.list.selected is not None and sla.list.selected.thing_id == 53)
