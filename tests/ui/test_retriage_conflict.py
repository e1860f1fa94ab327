"""Two people triage one ticket again: whoever saves second sees both answers, and loses none of their own (rule 3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from hotline_tui.domain import commands as c
from hotline_tui.domain.triage import Answers, Install
from hotline_tui.domain.words import Affects, FaultKind, Level, Works
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.retriaged import Retriaged, differing, merged
from hotline_tui.ui.screens.conflict import ConflictScreen
from hotline_tui.ui.screens.retriage import RetriageScreen
from hotline_tui.ui.widgets.field import LineField
from hotline_tui.ui.widgets.question import Question

from .fake_desk import FakeDesk
from .test_edit_conflict import SharedDesk
from .test_ticket import opened
from .triage_desk import settled, shown, until

MakeApp = Callable[[FakeDesk], HotlineApp]


async def triaged(pilot: Pilot[Any], *keys: str) -> None:
    """The questions are answered with `keys`, from what still works on, and saved."""
    await opened(pilot)
    await pilot.press("L")
    await until(pilot, lambda: isinstance(pilot.app.screen, RetriageScreen))
    pilot.app.screen.query_one("#q-works", Question).focus()
    await pilot.press(*keys, "f2")
    await settled(pilot, 0.2)


def written(desk: SharedDesk) -> list[c.Retriage]:
    return [command for command in desk.done if isinstance(command, c.Retriage)]


@pytest.mark.parametrize(("key", "mine"), [("1", True), ("2", False)])
async def test_the_same_question_answered_twice_is_decided_by_a_digit(make_app: MakeApp, key: str, mine: bool) -> None:
    desk = SharedDesk(theirs={"works": "errors"})
    async with make_app(desk).run_test(size=(100, 30)) as pilot:
        await triaged(pilot, "1")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConflictScreen))
        text = "\n".join(shown(pilot))
        assert "mine: Nothing works" in text and "theirs: Works, but reports errors" in text
        await pilot.press(key, "f2")
        await settled(pilot, 0.2)
        assert [(one.answers.works, one.version) for one in written(desk)] == ([(Works.NOTHING, 2)] if mine else [])


async def test_escape_goes_back_to_the_answers_and_the_words_typed(make_app: MakeApp) -> None:
    desk = SharedDesk(theirs={"works": "errors"})
    async with make_app(desk).run_test(size=(100, 40)) as pilot:
        await opened(pilot)
        await pilot.press("L")
        await until(pilot, lambda: isinstance(pilot.app.screen, RetriageScreen))
        pilot.app.screen.query_one("#q-works", Question).focus()
        await pilot.press("1")
        pilot.app.screen.query_one("#override", Question).focus()
        await pilot.press("2", *"vip", "f2")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConflictScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, RetriageScreen))
        assert pilot.app.screen.query_one("#q-works", Question).value == "nothing"
        assert pilot.app.screen.query_one("#reason", LineField).value == "vip"
        await pilot.press("f2")
        await until(pilot, lambda: bool(written(desk)))
        (command,) = written(desk)
        assert (command.level, command.reason, command.version) == (Level.P2, "vip", 2)


async def test_their_other_texts_do_not_stand_in_the_way(make_app: MakeApp) -> None:
    desk = SharedDesk(theirs={"cause": "their cause"})
    async with make_app(desk).run_test(size=(100, 30)) as pilot:
        await triaged(pilot, "1")
        await until(pilot, lambda: bool(written(desk)))
        assert [(one.answers.works, one.version) for one in written(desk)] == [(Works.NOTHING, 2)]


async def test_a_mixture_nobody_has_seen_is_shown_before_it_is_saved(make_app: MakeApp) -> None:
    desk = SharedDesk(theirs={"affects": "all"})
    async with make_app(desk).run_test(size=(100, 30)) as pilot:
        await triaged(pilot, "1")
        await until(pilot, lambda: isinstance(pilot.app.screen, RetriageScreen))
        assert written(desk) == []
        assert pilot.app.screen.query_one("#q-affects", Question).value == "all"
        await pilot.press("f2")
        await until(pilot, lambda: bool(written(desk)))
        (command,) = written(desk)
        assert (command.answers.works, command.answers.affects) == (Works.NOTHING, Affects.ALL)


ANSWERS = st.builds(
    Answers,
    st.none() | st.sampled_from(Works),
    st.none() | st.sampled_from(Affects),
    st.none() | st.booleans(),
    st.none() | st.booleans(),
    st.none() | st.sampled_from(Install),
)
ONES = st.builds(
    Retriaged, st.sampled_from(FaultKind), ANSWERS, st.none() | st.sampled_from(Level), st.text(max_size=3)
)


@given(ONES, ONES, ONES)
def test_what_only_one_has_changed_is_kept_and_only_the_rest_is_asked(
    seen: Retriaged, mine: Retriaged, theirs: Retriaged
) -> None:
    assert merged(seen, mine, seen) == mine
    assert merged(seen, seen, theirs) == theirs
    asked = differing(seen, mine, theirs)
    assert asked == differing(seen, theirs, mine), "both see the same questions"
    assert merged(seen, mine, theirs, frozenset(asked)) == merged(seen, theirs, mine), "what one gives up the other has"
