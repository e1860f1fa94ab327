"""What a console says when its terminal is heard again, and what it says of a call that went back into the queue."""

from __future__ import annotations

from dataclasses import replace

from hotline_tui.domain.board import Regained
from hotline_tui.ui.messages import LineBack
from hotline_tui.ui.panes.triage import TriagePane

from .fake_desk import FakeDesk


async def live(pilot, app):
    for _ in range(200):
        await pilot.pause(0.02)
        if app.board is not None and app.desk_screen.query(TriagePane):
            return
    raise AssertionError("no board")


def told(app):
    return [note.message for note in app._notifications]


async def test_it_says_what_became_of_each_call_and_nothing_without_one(app):
    async with app.run_test(size=(132, 40)) as pilot:
        await live(pilot, app)
        app.post_message(LineBack(()))
        await pilot.pause(0.05)
        assert told(app) == []
        app.post_message(
            LineBack(
                (
                    Regained(1, "Harbour [b]Clinic", mine=True),
                    Regained(2, "Ms Lin", mine=False, holder="Wang\x1b[2J"),
                    Regained(3, "+862155", mine=False),
                )
            )
        )
        await pilot.pause(0.05)
        (words,) = told(app)
        assert "Yours again: Harbour [b]Clinic." in words
        assert "has Ms Lin now. +862155 is not yours any more. What you typed is kept." in words
        assert "\x1b" not in words


async def test_others_wait_for_a_claimed_call_or_a_ticket_that_is_typed_at(app, desk: FakeDesk):
    async with app.run_test(size=(132, 40)) as pilot:
        await live(pilot, app)
        assert not app.holding
        app._at = ("ticket:5", True)
        assert app.holding
        app._at = ("ticket:5", False)
        assert not app.holding
        await pilot.press("c")
        for _ in range(200):
            await pilot.pause(0.02)
            if app.holding:
                break
        assert app.board.my_calls and app.holding


async def test_a_call_that_went_back_says_so_and_who_takes_it_is_named(app, desk: FakeDesk):
    async with app.run_test(size=(132, 40)) as pilot:
        await live(pilot, app)
        await pilot.press("c")
        pane = app.desk_screen.query_one(TriagePane)
        for _ in range(200):
            await pilot.pause(0.02)
            if pane.form is not None and pane.form.call is not None and pane.form.call.mine:
                break
        row = pane.form.call
        free = replace(row, state="waiting", mine=False, claimed_by="", claimed_by_id=None)
        theirs = replace(free, state="claimed", claimed_by="Wang", claimed_by_id=2)
        for call, words in ((free, "waits in the queue again"), (row, ""), (free, "again"), (theirs, "Wang has taken")):
            pane.load(replace(app.board, calls=(call,), first_calls=None))
            assert (words in pane.notice) if words else pane.notice == ""
