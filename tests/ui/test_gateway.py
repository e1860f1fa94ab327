"""The gateway: writes in order and never lost, reads superseded, faults survived, a hanging database left behind."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from textual.message import Message
from textual.message_pump import MessagePump

from hotline_tui.domain.board import BoardQuery, Draft, LinkState
from hotline_tui.domain.commands import ClaimCall, ReleaseCall
from hotline_tui.domain.errors import Lost, Refused, Unavailable
from hotline_tui.ui import gateway as gateway_module
from hotline_tui.ui import outage as outage_module
from hotline_tui.ui import worker as worker_module
from hotline_tui.ui.clock import FrozenClock
from hotline_tui.ui.gateway import BUSY_S, Gateway
from hotline_tui.ui.messages import (
    Answered,
    BoardLoaded,
    CommandDone,
    CommandFailed,
    LineBack,
    LinkBusy,
    LinkChanged,
    SignedOn,
)
from hotline_tui.ui.work import Write

from .fake_desk import FakeDesk, broken
from .fake_rows import NOW, call


class Desk:
    """A gateway on a fake desk, and all it says."""

    def __init__(self, desk: FakeDesk) -> None:
        self.desk = desk
        self.said: list[Message] = []
        self.to: list[MessagePump | None] = []
        self.opened = 0
        self.gateway = Gateway(self._post, FrozenClock(NOW), self._open)

    def _open(self) -> FakeDesk:
        self.opened += 1
        if self.desk.fault is not None:
            raise self.desk.fault
        return self.desk

    def _post(self, to: MessagePump | None, message: Message) -> None:
        self.to.append(to)
        self.said.append(message)

    def of(self, kind: type[Any]) -> list[Any]:
        return [message for message in self.said if isinstance(message, kind)]

    def until(self, ready: Callable[[], object], seconds: float = 60.0) -> None:
        end = time.monotonic() + seconds
        while not ready():
            assert time.monotonic() < end, f"waited in vain; said so far: {[type(m).__name__ for m in self.said]}"
            time.sleep(0.005)

    def quiet(self) -> None:
        """From now on it looks at the database when there is a cause, and not because time has passed."""
        worker = self.gateway._worker
        assert worker is not None
        worker.poll_s = 3_600.0
        self.asked()

    def asked(self) -> None:
        """All questions that were asked so far are answered."""
        before = len(self.of(Answered))
        self.gateway.ask(MessagePump(), "asked", lambda desk, now: None)
        self.until(lambda: any(answer.kind == "asked" for answer in self.of(Answered)[before:]))

    def hold_up(self) -> threading.Event:
        """Keep it busy with a question until the event is set."""
        taken, go = threading.Event(), threading.Event()
        self.gateway.ask(MessagePump(), "held up", lambda desk, now: taken.set() or go.wait(60))
        assert taken.wait(60)
        return go

    def claim(self, number: int = 1) -> ClaimCall:
        return ClaimCall(id=uuid.uuid4(), actor=1, desk=1, call=number)


@pytest.fixture
def opened(desk: FakeDesk) -> Iterator[Desk]:
    """A gateway that has shown its first board."""
    console = Desk(desk)
    console.gateway.start()
    console.until(lambda: console.of(BoardLoaded))
    yield console
    desk.fault, desk.slow = None, 0.0
    console.gateway.close(2.0)


def test_signs_on_then_shows_the_board_of_that_operator(opened: Desk) -> None:
    kinds = [type(message) for message in opened.said]
    assert kinds.index(SignedOn) < kinds.index(BoardLoaded)
    assert opened.of(LinkChanged)[0].state is LinkState.LIVE
    assert opened.desk.queries[0] == BoardQuery(desk=1, operator=1)
    assert opened.desk.thread == "gateway"


def test_writes_are_done_in_the_order_they_were_given(opened: Desk) -> None:
    commands = [opened.claim(number) for number in (3, 1, 2)]
    for command in commands:
        opened.gateway.do(command)
    opened.until(lambda: len(opened.of(CommandDone)) == 3)
    assert opened.desk.done == commands


def test_the_outcome_of_a_write_goes_to_its_sender_and_the_board_follows_at_once(opened: Desk) -> None:
    opened.quiet()
    boards = len(opened.of(BoardLoaded))
    sender = MessagePump()
    opened.gateway.do(opened.claim(), sender)
    opened.until(lambda: len(opened.of(BoardLoaded)) > boards)
    assert opened.to[opened.said.index(opened.of(CommandDone)[0])] is sender
    assert opened.of(BoardLoaded)[-1].board.my_calls == (1,)


def test_a_refusal_reaches_the_sender_and_leaves_the_link_alone(opened: Desk) -> None:
    opened.desk.refuse["call.release"] = Refused("Not yours.")
    opened.gateway.do(ReleaseCall(id=uuid.uuid4(), actor=1, desk=1, call=1))
    opened.until(lambda: opened.of(CommandFailed))
    assert str(opened.of(CommandFailed)[0].error) == "Not yours."
    assert opened.gateway.link is LinkState.LIVE


def test_a_newer_read_of_the_same_kind_supersedes_one_that_waits(opened: Desk) -> None:
    sender, ran = MessagePump(), []
    go = opened.hold_up()
    for number in range(5):
        opened.gateway.ask(sender, "preview", lambda desk, now, number=number: ran.append(number) or number)
    go.set()
    opened.asked()
    assert ran == [4]
    assert [answer.value for answer in opened.of(Answered) if answer.kind == "preview"] == [4]


def test_reads_of_two_senders_do_not_supersede_each_other(opened: Desk) -> None:
    one, other = MessagePump(), MessagePump()
    opened.gateway.ask(one, "detail", lambda desk, now: "one")
    opened.gateway.ask(other, "detail", lambda desk, now: "other")
    opened.until(lambda: len(opened.of(Answered)) == 2)
    assert {answer.value for answer in opened.of(Answered)} == {"one", "other"}


def test_a_write_goes_before_reads_that_wait(opened: Desk) -> None:
    order: list[str] = []
    go = opened.hold_up()
    opened.gateway.ask(MessagePump(), "later", lambda desk, now: order.append(f"read after {len(desk.done)}"))
    opened.gateway.do(opened.claim())
    go.set()
    opened.until(lambda: order)
    assert order == ["read after 1"]


def test_a_database_that_tells_is_looked_at_without_waiting(opened: Desk) -> None:
    opened.quiet()
    boards = len(opened.of(BoardLoaded))
    opened.desk.feed += 1
    opened.desk.wake()
    opened.until(lambda: len(opened.of(BoardLoaded)) > boards)


def test_the_feed_reloads_at_most_twice_a_second(opened: Desk) -> None:
    start, before = time.monotonic(), len(opened.desk.queries)
    while (loads := len(opened.desk.queries) - before) < 5:
        assert time.monotonic() - start < 60
        opened.desk.feed += 1
        time.sleep(0.01)
    most = 2 + (time.monotonic() - start) / worker_module.RELOAD_S  # after a rest two may come one after the other
    assert loads <= most, (loads, most)


def test_a_new_call_is_seen_without_asking(opened: Desk) -> None:
    opened.desk.add_call(call(99, 0.0, number="110"))
    opened.until(lambda: any(row.id == 99 for row in opened.of(BoardLoaded)[-1].board.calls))


def test_a_quiet_desk_is_not_reloaded(desk: FakeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "SECOND_LOOK_S", 3_600.0)
    monkeypatch.setattr(worker_module, "REFRESH_S", 3_600.0)
    looks: list[int] = []
    changed = desk.changed
    desk.changed = lambda: looks.append(1) or changed()  # type: ignore[method-assign, func-returns-value]
    console = Desk(desk)
    console.gateway.start()
    console.until(lambda: console.of(BoardLoaded))
    before = len(looks)
    console.until(lambda: len(looks) > before + 10)
    console.gateway.close(2.0)
    assert len(desk.queries) == 1


def test_another_query_is_answered_at_once(opened: Desk) -> None:
    opened.quiet()
    opened.gateway.look_at(BoardQuery(desk=1, operator=1, call_filter="沪江"))
    opened.until(lambda: [row.id for row in opened.of(BoardLoaded)[-1].board.calls] == [1])


def test_a_fault_makes_the_link_stale_with_the_age_of_the_board_and_it_comes_back(opened: Desk) -> None:
    opened.desk.fault = broken()
    opened.until(lambda: opened.gateway.link is LinkState.STALE)
    stale = opened.of(LinkChanged)[-1]
    assert stale.since == NOW
    assert isinstance(stale.error, Unavailable)
    opened.desk.fault = None
    opened.until(lambda: opened.gateway.link is LinkState.LIVE)
    boards = len(opened.of(BoardLoaded))
    opened.until(lambda: len(opened.of(BoardLoaded)) > boards or boards > 1)
    assert (opened.desk.signed_on, opened.desk.resumed) == (1, 1)
    assert opened.desk.closed


@pytest.mark.parametrize("lost", ["before", "after"])
def test_an_act_whose_answer_is_lost_is_done_once_and_told_as_done(opened: Desk, lost: str) -> None:
    opened.desk.lose = lost
    command = opened.claim()
    opened.gateway.do(command)
    opened.until(lambda: opened.of(CommandDone))
    assert [done.command for done in opened.of(CommandDone)] == [command]
    assert opened.desk.done == [command]
    assert opened.of(CommandFailed) == []
    assert opened.desk.resumed == 1


def test_acts_that_waited_behind_it_are_refused_and_it_is_not(opened: Desk) -> None:
    opened.desk.lose = "after"
    first, second = opened.claim(1), opened.claim(2)
    go = opened.hold_up()
    opened.gateway.do(first)
    opened.gateway.do(second)
    go.set()
    opened.until(lambda: opened.of(CommandDone))
    assert opened.desk.done == [first]
    assert [failed.command for failed in opened.of(CommandFailed)] == [second]


@pytest.mark.parametrize("lost", ["before", "after"])
def test_what_has_been_out_for_long_is_looked_up_and_not_done_behind_the_operators_back(
    opened: Desk, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    monkeypatch.setattr(outage_module, "SETTLE_S", -1.0)
    opened.desk.lose = lost
    command = opened.claim()
    opened.gateway.do(command)
    opened.until(lambda: opened.of(CommandDone) or opened.of(CommandFailed))
    assert opened.desk.looked_up == 1
    if lost == "after":
        assert [done.command for done in opened.of(CommandDone)] == [command]
    else:
        assert opened.desk.done == []
        assert isinstance(opened.of(CommandFailed)[0].error, Refused)
        assert "nothing was done" in str(opened.of(CommandFailed)[0].error)


def test_a_console_that_closes_says_when_an_act_s_end_is_not_known(opened: Desk) -> None:
    def do(command: Any, *, now: Any) -> Any:
        opened.desk.fault = broken()
        raise Lost("The connection broke.")

    opened.desk.do = do  # type: ignore[method-assign]
    opened.gateway.do(opened.claim())
    opened.until(lambda: opened.gateway.link is LinkState.STALE)
    assert opened.gateway.waiting_writes == 1
    assert not opened.gateway.close(5.0)


def always_lost(desk: FakeDesk) -> list[float]:
    """From now on the answer to each write is lost; when it was tried."""
    tried: list[float] = []

    def do(command: Any, *, now: Any) -> Any:
        tried.append(time.monotonic())
        raise Lost("The connection broke.")

    desk.do = do  # type: ignore[method-assign]
    return tried


def test_an_answer_that_is_lost_each_time_is_shown_as_open_and_asked_for_ever_more_seldom(opened: Desk) -> None:
    tried, before = always_lost(opened.desk), len(opened.of(LinkChanged))
    opened.gateway.do(opened.claim())
    opened.until(lambda: len(tried) >= 4)
    assert opened.gateway.unsettled == 1
    assert opened.of(CommandFailed) == []
    assert tried[3] - tried[2] > 0.15  # the first is asked for at once, the others are not
    said = [link.state for link in opened.of(LinkChanged)[before:]]
    assert set(said) == {LinkState.STALE}  # nobody is told that all is well in between
    del opened.desk.do  # type: ignore[attr-defined]
    opened.until(lambda: opened.of(CommandDone))
    opened.until(lambda: opened.gateway.link is LinkState.LIVE)
    assert opened.gateway.unsettled == 0


def test_in_the_end_the_operator_is_told_to_look_and_the_console_goes_on(
    opened: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outage_module, "TRIES", 2)
    monkeypatch.setattr(outage_module, "ASK_S", 0.0)
    tried = always_lost(opened.desk)
    command = opened.claim(1)
    opened.gateway.do(command)
    opened.until(lambda: opened.of(CommandFailed))
    failed = opened.of(CommandFailed)[0]
    assert failed.command == command and "Look before you repeat it" in str(failed.error)
    assert len(tried) == 3
    del opened.desk.do  # type: ignore[attr-defined]
    opened.until(lambda: opened.gateway.link is LinkState.LIVE)
    assert opened.gateway.unsettled == 0
    opened.gateway.do(opened.claim(2))
    opened.until(lambda: opened.of(CommandDone))


def test_a_console_that_closes_asks_once_more_and_names_what_nobody_knows(opened: Desk) -> None:
    tried = always_lost(opened.desk)
    command = opened.claim()
    opened.gateway.do(command)
    opened.until(lambda: tried)
    since, before = time.monotonic(), len(tried)
    assert not opened.gateway.close(20.0)
    assert time.monotonic() - since < 10
    assert opened.gateway.left == (command,)
    assert len(tried) - before <= 2
    assert opened.desk.signed_off == 0 or opened.desk.closed


def test_a_minute_passes_before_an_open_console_gives_up_asking() -> None:
    long_ago = time.monotonic() - outage_module.ASK_S - 1
    write = Write(ClaimCall(id=uuid.uuid4(), actor=1, desk=1, call=1), None)
    often = replace(write, tries=outage_module.TRIES)
    assert not outage_module.hopeless(often, closing=False)
    assert not outage_module.hopeless(replace(write, asked=long_ago, tries=1), closing=False)  # a long outage
    assert outage_module.hopeless(replace(often, asked=long_ago), closing=False)
    assert not outage_module.hopeless(write, closing=True)
    assert outage_module.hopeless(replace(write, tries=1), closing=True)


def test_an_act_given_while_nothing_answers_is_refused_at_once(opened: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outage_module, "SOON_S", 3_600.0)
    monkeypatch.setattr(outage_module, "LATE_S", 3_600.0)
    opened.desk.fault = broken()
    opened.until(lambda: opened.gateway.link is LinkState.STALE)
    opened.gateway.do(opened.claim())
    opened.until(lambda: opened.of(CommandFailed))
    assert opened.desk.done == []


def test_a_session_that_ended_elsewhere_is_not_taken_back(opened: Desk) -> None:
    def resume(me: Any, *, now: Any) -> Any:
        raise Refused("signed in elsewhere")

    opened.desk.resume = resume  # type: ignore[method-assign]
    opened.desk.lose = "before"
    opened.gateway.do(opened.claim())
    opened.until(lambda: any(isinstance(link.error, Refused) for link in opened.of(LinkChanged)))
    time.sleep(0.4)
    assert opened.desk.signed_on == 1


def test_a_silent_database_is_shown_before_it_is_given_up_and_with_its_answer_all_is_well(
    opened: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway_module, "SILENT_S", 0.4)
    opened.desk.slow = 1.2
    opened.until(lambda: any(link.state is LinkState.STALE for link in opened.of(LinkChanged)))
    stale = next(link for link in opened.of(LinkChanged) if link.state is LinkState.STALE)
    assert (stale.since, isinstance(stale.error, Unavailable)) == (NOW, True)
    opened.desk.slow = 0.0
    opened.until(lambda: opened.gateway.link is LinkState.LIVE)
    assert opened.opened == 1


def test_pauses_grow_with_the_outage_and_never_beyond_their_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000.0
    monkeypatch.setattr(outage_module.time, "monotonic", lambda: now)
    outage = outage_module.Outage()
    outage.begun()
    for gone, least, most in ((0, 0.2, 0.3), (10, 0.8, 1.2), (60, 4.8, 7.2), (3_600, 12.0, 18.0)):
        now = 1_000.0 + gone
        outage.begun()  # a second failure does not begin it anew
        assert least <= outage.pause() <= most
    outage.over()
    assert outage.pause() <= 0.3


def test_writes_queued_when_the_database_goes_are_refused_with_the_reason_and_not_done_later(opened: Desk) -> None:
    opened.desk.fault = broken()
    for number in (1, 2):
        opened.gateway.do(opened.claim(number))
    opened.until(lambda: len(opened.of(CommandFailed)) == 2)
    opened.desk.fault = None
    opened.until(lambda: opened.gateway.link is LinkState.LIVE)
    assert opened.desk.done == []


def test_a_draft_that_could_not_be_saved_is_saved_when_the_database_is_back(opened: Desk) -> None:
    opened.desk.fault = broken()
    opened.until(lambda: opened.gateway.link is LinkState.STALE)
    opened.gateway.draft("call:1", Draft("call:1", "{}", NOW))
    opened.gateway.draft("call:1", Draft("call:1", '{"newer":1}', NOW + 1))
    opened.desk.fault = None
    opened.until(lambda: "call:1" in opened.desk.saved)
    assert opened.desk.saved["call:1"].fields == '{"newer":1}'


def test_a_database_that_cannot_be_opened_is_tried_again(desk: FakeDesk) -> None:
    desk.fault = broken()
    console = Desk(desk)
    console.gateway.start()
    console.until(lambda: console.of(LinkChanged))
    assert console.of(LinkChanged)[0].since is None
    desk.fault = None
    console.until(lambda: console.of(BoardLoaded))
    assert console.opened > 1
    console.gateway.close(2.0)


def test_the_end_waits_for_writes_and_signs_off(desk: FakeDesk) -> None:
    console = Desk(desk)
    console.gateway.start()
    console.until(lambda: console.of(BoardLoaded))
    desk.slow = 0.05
    for number in (1, 2, 3):
        console.gateway.do(console.claim(number))
    assert console.gateway.close(60.0)
    assert len(desk.done) == 3
    assert desk.signed_off == 1
    assert desk.closed


def test_on_a_crowded_machine_what_others_did_comes_later_and_what_one_does_at_once(
    opened: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = opened.gateway._worker
    assert worker is not None
    monkeypatch.setattr(worker._crowd, "turn", lambda number: 3_600.0)
    monkeypatch.setattr(worker, "poll_s", 3_600.0)
    worker._ready = 0.0  # nothing else keeps it from loading
    seen = len(opened.of(BoardLoaded))
    opened.desk.feed += 1
    opened.gateway._work.stir()
    for _ in range(2):
        opened.asked()  # it has taken the news, and gone on
    assert len(opened.of(BoardLoaded)) == seen
    opened.gateway.do(opened.claim())
    opened.until(lambda: len(opened.of(BoardLoaded)) > seen)


def test_the_end_does_not_wait_for_ever(desk: FakeDesk) -> None:
    console = Desk(desk)
    console.gateway.start()
    console.until(lambda: console.of(BoardLoaded))
    go = console.hold_up()
    console.gateway.do(console.claim())
    assert not console.gateway.close(0.3)
    assert not go.is_set()
    go.set()


def test_a_wait_that_a_person_notices_is_shown_and_taken_away(opened: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway_module, "BUSY_S", BUSY_S)
    go = opened.hold_up()
    opened.until(lambda: opened.of(LinkBusy))
    go.set()
    opened.until(lambda: not opened.of(LinkBusy)[-1].busy)
    assert opened.of(LinkBusy)[0].busy


def test_a_board_that_nobody_asked_for_makes_nobody_wait(opened: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway_module, "BUSY_S", BUSY_S)
    seen, said = len(opened.of(BoardLoaded)), len(opened.of(LinkBusy))
    opened.desk.slow = 4 * BUSY_S
    for _ in range(3):
        opened.desk.feed += 1
        opened.until(lambda: len(opened.of(BoardLoaded)) > seen)  # noqa: B023
        seen = len(opened.of(BoardLoaded))
    assert not any(one.busy for one in opened.of(LinkBusy)[said:])


def test_a_call_that_hangs_is_left_behind_and_its_write_done_again(
    desk: FakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "READ_DEADLINE_S", 0.5)
    console = Desk(desk)
    console.gateway.start()
    console.until(lambda: console.of(BoardLoaded))
    hang, real = threading.Event(), desk.do
    first: list[Any] = []

    def do(command: Any, *, now: Any) -> Any:
        if not first:
            first.append(command)
            hang.wait(120)
            raise Unavailable("too late")
        return real(command, now=now)

    desk.do = do  # type: ignore[method-assign]
    command = console.claim()
    console.gateway.do(command)
    console.until(lambda: any(m.state is LinkState.STALE for m in console.of(LinkChanged)))
    console.until(lambda: console.of(CommandDone))
    assert [done.command for done in console.of(CommandDone)] == [command]
    hang.set()
    time.sleep(0.1)
    assert console.of(CommandFailed) == []
    console.gateway.close(2.0)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_defect_in_a_read_is_told_and_the_console_goes_on(opened: Desk) -> None:
    opened.gateway.ask(MessagePump(), "bad", lambda desk, now: 1 // 0)
    opened.until(lambda: opened.of(Answered))
    assert isinstance(opened.of(Answered)[0].error, Unavailable)
    opened.until(lambda: opened.gateway.link is LinkState.LIVE)
    opened.gateway.do(opened.claim())
    opened.until(lambda: opened.of(CommandDone))


def test_the_session_is_kept_alive(desk: FakeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "HEARTBEAT_S", 0.1)
    console = Desk(desk)
    console.gateway.start()
    console.until(lambda: desk.beats >= 2)
    console.gateway.close(2.0)


def test_a_console_that_hears_nothing_of_its_terminal_lets_go_and_beats_no_more(
    opened: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "HEARTBEAT_S", 0.02)
    opened.gateway.do(opened.claim(1))
    opened.until(lambda: opened.of(CommandDone) and opened.desk.beats > 2)
    opened.gateway.fall_silent((1,))
    opened.until(lambda: opened.of(BoardLoaded)[-1].board.my_calls == ())
    beats = opened.desk.beats
    time.sleep(0.3)
    assert (opened.desk.silences, opened.desk.beats) == (1, beats)
    assert opened.gateway.link is LinkState.LIVE
    opened.gateway.come_back()
    opened.until(lambda: opened.of(LineBack) and opened.of(BoardLoaded)[-1].board.my_calls == (1,))
    assert opened.desk.came_back == [(1,)]
    assert [(call.call, call.mine) for call in opened.of(LineBack)[0].calls] == [(1, True)]
    opened.until(lambda: opened.desk.beats > beats)


def test_whoever_acts_is_heard_and_has_their_calls_back_before_it_is_done(opened: Desk) -> None:
    opened.gateway.do(opened.claim(1))
    opened.until(lambda: opened.of(CommandDone))
    opened.gateway.fall_silent((1,))
    opened.until(lambda: opened.desk.silences == 1)
    mine: list[bool] = []
    do = opened.desk.do

    def look(command: Any, *, now: Any) -> Any:
        mine.append(opened.desk.calls[1].mine)
        return do(command, now=now)

    opened.desk.do = look  # type: ignore[method-assign]
    opened.gateway.do(ReleaseCall(id=uuid.uuid4(), actor=1, desk=1, call=1))
    opened.until(lambda: len(opened.of(CommandDone)) == 2)
    assert mine == [True]
    assert len(opened.of(LineBack)) == 1


def test_a_silence_that_begins_while_the_database_is_away_is_told_it_when_it_is_back(opened: Desk) -> None:
    opened.desk.fault = broken()
    opened.until(lambda: opened.gateway.link is LinkState.STALE)
    opened.gateway.fall_silent((1, 2))
    time.sleep(0.2)
    assert opened.desk.silences == 0
    opened.desk.fault = None
    opened.until(lambda: opened.desk.silences == 1)
    opened.desk.fault = broken()
    opened.until(lambda: opened.gateway.link is LinkState.STALE)
    opened.gateway.fall_silent(())  # said again: what was claimed before counts
    opened.gateway.come_back()
    time.sleep(0.2)
    assert opened.of(LineBack) == []
    opened.desk.fault = None
    opened.until(lambda: opened.of(LineBack))
    assert opened.desk.came_back == [(1, 2)]


def test_a_silence_that_is_over_before_anybody_was_told_is_none(opened: Desk) -> None:
    opened.desk.fault = broken()
    opened.until(lambda: opened.gateway.link is LinkState.STALE)
    opened.gateway.fall_silent((1,))
    opened.gateway.come_back()
    opened.desk.fault = None
    opened.until(lambda: opened.gateway.link is LinkState.LIVE)
    time.sleep(0.2)
    assert (opened.desk.silences, opened.desk.came_back, opened.of(LineBack)) == (0, [], [])


def test_what_a_person_notices_is_the_papers_figure() -> None:
    assert BUSY_S == 0.3
