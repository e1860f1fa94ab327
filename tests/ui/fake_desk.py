"""A desk in memory with a frozen clock: what every test of the console talks to. It keeps the port's promises (a
claimed call is claimed, a refusal is a Refused) and none of the rules; those are tested where they live."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from hotline_tui.domain import commands as c
from hotline_tui.domain.board import (
    PAGE,
    ArticleHit,
    Board,
    BoardQuery,
    CallRow,
    CandidateRow,
    ColleagueRow,
    Company,
    ComplaintView,
    CustomerCard,
    CustomerHit,
    Draft,
    DuePreview,
    EventRow,
    Explanation,
    Figures,
    Me,
    Preview,
    ReachRow,
    ReasonLine,
    Regained,
    ScreenPop,
    TellPage,
    TellRow,
    TicketRow,
    TicketView,
    call_key,
)
from hotline_tui.domain.errors import Conflict, HotlineError, Lost, Refused, Unavailable

from . import fake_rows as rows


@dataclass
class FakeDesk:
    """`rows_of` rows of each kind. `fault` is raised by every call while it is set; each call sleeps `slow` seconds."""

    rows_of: int = 10
    alarms: bool = False
    hostile: bool = False
    english: bool = False
    fault: HotlineError | None = None
    slow: float = 0.0
    done: list[c.Command] = field(default_factory=list)
    """Every command that was written, in order."""
    refuse: dict[str, HotlineError] = field(default_factory=dict)
    """By command kind."""
    saved: dict[str, Draft] = field(default_factory=dict)
    queries: list[BoardQuery] = field(default_factory=list)
    feed: int = 1
    signed_on: int = 0
    resumed: int = 0
    signed_off: int = 0
    lose: str = ""
    """The next write loses its connection: `before` it was done or `after`."""
    acted: dict[Any, c.Result] = field(default_factory=dict)
    """What each command has done, by its id."""
    looked_up: int = 0
    beats: int = 0
    silences: int = 0
    came_back: list[tuple[int, ...]] = field(default_factory=list)
    company: tuple[Company, ...] = ()
    """Who else has open what is open here."""
    places: list[tuple[str, bool]] = field(default_factory=list)
    closed: bool = False
    thread: str = ""

    def __post_init__(self) -> None:
        count = self.rows_of
        self.calls = {row.id: row for row in rows.calls(min(count, 4) if count <= 10 else count)}
        self.clocks = rows.clocks(count)
        self.engineers = rows.engineers(min(count, 8) if count <= 10 else count)
        self.untold: list[TellRow] = []
        """Who is still to be told, who has waited longest first."""
        self.acknowledged: set[str] = set()
        if self.hostile:
            self._poison()

    def _poison(self) -> None:
        bad = rows.HOSTILE
        self.calls = {k: replace(r, customer=bad, name=bad, text=bad, number=bad) for k, r in self.calls.items()}
        self.clocks = tuple(replace(r, customer=bad, summary=bad, engineer=bad) for r in self.clocks)
        self.engineers = tuple(replace(r, name=bad, customer=bad, region=bad, skills=(bad,)) for r in self.engineers)

    def _call(self) -> None:
        self.thread = threading.current_thread().name
        if self.slow:
            time.sleep(self.slow)
        if self.fault is not None:
            raise self.fault

    # ---- session ------------------------------------------------------------------------------------------------

    def sign_on(self, *, operator: int | None, desk: int | None, now: datetime) -> Me:
        self._call()
        self.signed_on += 1
        name, shift = ("Li Na", "Night") if self.english else ("李娜", "夜班")
        start = rows.NOW - 23_000
        return Me(operator or 1, name, ("operator", "dispatcher", "shift_lead"), desk or 1, "总台", "Asia/Shanghai",
                  "zh_CN", 7, shift, start, start + 43_200)  # fmt: skip

    def resume(self, me: Me, *, now: datetime) -> Me | None:
        self._call()
        self.resumed += 1
        return me

    def sign_off(self, *, now: datetime) -> None:
        self.signed_off += 1

    def heartbeat(self, *, now: datetime) -> None:
        self._call()
        self.beats += 1

    def be_at(self, thing: str, *, typing: bool) -> tuple[Company, ...]:
        self._call()
        self.places.append((thing, typing))
        return self.company

    def fall_silent(self, *, now: datetime) -> None:
        self._call()
        self.silences += 1
        for row in [row for row in self.calls.values() if row.mine]:
            self._set(row.id, state="waiting", mine=False, claimed_by="", claimed_by_id=None, claimed_at=None)
        self.feed += 1

    def come_back(self, calls: Sequence[int], *, now: datetime) -> tuple[Regained, ...]:
        self._call()
        self.came_back.append(tuple(calls))
        for row in [self.calls[call] for call in calls if call in self.calls]:
            if row.state == "waiting":
                self._claim(c.ClaimCall(id=uuid4(), actor=1, desk=1, call=row.id), now)
        self.feed += 1
        rows = (self.calls[call] for call in calls if call in self.calls)
        return tuple(Regained(row.id, row.customer, row.mine, "" if row.mine else row.claimed_by) for row in rows)

    def changed(self) -> int:
        self._call()
        return self.feed

    def listen(self, wake: Callable[[], None]) -> bool:
        self.wake = wake
        return False

    def close(self) -> None:
        self.closed = True

    # ---- the board ----------------------------------------------------------------------------------------------

    def board(self, query: BoardQuery, *, now: datetime) -> Board:
        self._call()
        self.queries.append(query)
        calls = tuple(r for r in self.calls.values() if query.call_filter in r.customer + r.name + r.number)
        clocks = tuple(r for r in self.clocks if query.clock_filter in r.customer + r.number + r.level)
        every, every_call = clocks, calls
        clocks, clocks_before = _page(clocks, [(r.due or 0.0, r.id) for r in clocks], query.clock_after)
        calls, calls_before = _page(calls, [call_key(r) for r in calls], query.call_after)
        crew = tuple(r for r in self.engineers if query.engineer_filter in r.name + r.customer)
        waiting = [r for r in self.calls.values() if r.state == "waiting"]
        alarms = rows.alarms() if self.alarms else ()
        return Board(
            at=now.timestamp(), feed=self.feed, calls=calls, calls_total=len(every_call), clocks=clocks,
            clocks_total=len(every), clocks_before=clocks_before,
            calls_before=calls_before, query=query, engineers=crew, engineers_total=len(crew),
            figures=Figures(
                waiting=len(waiting), longest_entered=min((r.entered for r in waiting), default=None),
                breached=sum(r.state == "breached" for r in every), due_soon=sum(_soon(r.due) for r in every),
                engineers_free=sum(r.state == "available" for r in crew), engineers_on_duty=len(crew),
                to_tell=min(len(self.untold), 100),
                open_tickets=len(every), offered_today=47, answered_today=44, within_20s=0.86,
            ),
            duty=rows.duty(), alarms=tuple(replace(a, acknowledged=a.key in self.acknowledged) for a in alarms),
            my_calls=tuple(r.id for r in self.calls.values() if r.mine),
        )  # fmt: skip

    # ---- acts ---------------------------------------------------------------------------------------------------

    def do(self, command: c.Command, *, now: datetime) -> c.Result:
        self._call()
        lose, self.lose = self.lose, ""
        if lose == "before":
            raise Lost("The connection broke.")
        if command.id not in self.acted:
            self.acted[command.id] = self._do(command, now)
        if lose == "after":
            raise Lost("The connection broke.")
        return self.acted[command.id]

    def outcome(self, command: Any) -> c.Result | None:
        self._call()
        self.looked_up += 1
        return self.acted.get(command)

    def _do(self, command: c.Command, now: datetime) -> c.Result:
        if command.kind in self.refuse:
            raise self.refuse[command.kind]
        kind, thing, number = "", 0, ""
        match command:
            case c.ClaimCall() | c.TakeOverCall():
                kind, thing = "call", self._claim(command, now)
            case c.ReleaseCall():
                kind, thing = "call", command.call
                self._set(command.call, state="waiting", mine=False, claimed_by="", claimed_by_id=None, claimed_at=None)
            case c.OpenTicket():
                kind, thing, number = "ticket", 53, "T20261122-0053"
                self._drop(command.call)
            case c.AdviseCall() | c.DismissCall() | c.JoinCall():
                kind, thing = "call", command.call
                self._drop(command.call)
            case c.AnswerEscalation():
                self.untold = [row for row in self.untold if row.step.id != command.escalation]
            case c.AcknowledgeAlarm():
                self.acknowledged.update(command.alarms)
            case c.TicketCommand():
                kind, thing, number = "ticket", command.ticket, f"T20261122-{command.ticket:04d}"
            case c.AnswerComplaint() | c.CloseComplaint():
                kind, thing, number = "complaint", command.complaint, "TC20261122-0003"
            case c.SendEngineer():
                kind, thing = "visit", 77
            case _:
                pass
        self.done.append(command)
        self.feed += 1
        return c.Result(command=command.id, kind=command.kind, thing_kind=kind, thing_id=thing, number=number,
                        undoable=command.undoable)  # fmt: skip

    def _claim(self, command: c.ClaimCall | c.TakeOverCall, now: datetime) -> int:
        waiting = [row for row in self.calls.values() if row.state == "waiting"]
        row = self.calls.get(command.call) if command.call is not None else next(iter(waiting), None)
        if row is None:
            raise Refused("Nobody is waiting.")
        if row.state == "claimed" and not row.mine and isinstance(command, c.ClaimCall):
            raise Conflict("Claimed by {who} since {since}.", who=row.claimed_by, since=now)
        at = now.timestamp()
        self._set(row.id, state="claimed", mine=True, claimed_by="李娜", claimed_by_id=1, claimed_at=at, answered=at,
                  talk="talking")  # fmt: skip
        return row.id

    def _set(self, call: int, **fields: object) -> None:
        self.calls[call] = replace(self.calls[call], **fields)  # type: ignore[arg-type]

    def _drop(self, call: int | None) -> None:
        if call is not None:
            self.calls.pop(call, None)

    def add_call(self, row: CallRow) -> None:
        """Somebody rings."""
        self.calls[row.id] = row
        self.feed += 1

    # ---- reads --------------------------------------------------------------------------------------------------

    def pop(self, call: int, *, now: datetime) -> ScreenPop:
        self._call()
        row = self.calls[call]
        card = rows.card(row.customer_id) if row.customer_id else None
        return ScreenPop(row, row.text, (rows.contact(row.customer_id),) if card and row.customer_id else (), card,
                         11 if card else None)  # fmt: skip

    def card(self, customer: int, *, now: datetime) -> CustomerCard:
        self._call()
        return rows.card(customer)

    def preview(self, command: c.OpenTicket, *, now: datetime) -> Preview:
        self._call()
        works = command.answers.works
        level = command.level or ("P1" if works == "nothing" else "P2" if works == "partly" else "P3")
        dues = tuple(
            DuePreview(milestone, rows.NOW + after if after else None, "running", "条款", "clause", req, note)
            for milestone, after, req, note in (
                ("respond", 180, "SL-A1", ""), ("arrive", 1680, "SL-A2", ""), ("restore", 21_480, "SL-A3", ""),
                ("report", 0, "SL-D4", "promise"),
            )
        )  # fmt: skip
        return Preview(level, "Works in part; business is not interrupted.", command.level is not None, dues, (),
                       self.find_articles("x"), (("记录现象", "Write down what is seen"), ("远程复现", "Reproduce it")),
                       (), "保内免费", "Free in warranty")  # fmt: skip

    def ticket(self, ticket: int, *, now: datetime) -> TicketView:
        self._call()
        return rows.ticket(ticket)

    def complaint(self, complaint: int, *, now: datetime) -> ComplaintView:
        self._call()
        return rows.complaint(complaint)

    def colleagues(self, *, now: datetime) -> tuple[ColleagueRow, ...]:
        self._call()
        return rows.colleagues()

    def ticket_by_number(self, number: str) -> int | None:
        self._call()
        wanted = number.rpartition("-")[2]
        return int(wanted) if wanted.isdecimal() and int(wanted) in {row.thing_id for row in self.clocks} else None

    def timeline(self, thing_kind: str, thing_id: int, *, before: int | None = None) -> tuple[EventRow, ...]:
        self._call()
        return tuple(
            EventRow(n, rows.NOW - 20_000 + 60 * n, "李娜", thing_kind, thing_id, kind, (("number", "T20261122-0039"),),
                     ((thing_kind, "state", "open", "working"),) if kind == "ticket.start" else (), undone=False)
            for n, kind in enumerate(("call.enter", "call.claim", "ticket.open", "ticket.start", "visit.send"), 1)
        )  # fmt: skip

    def explain(self, clock: int, *, now: datetime) -> Explanation:
        self._call()
        return Explanation(clock, "SL-A3", (ReasonLine("Restored within 6 h, counted from when the call came in."),))

    def to_tell(self, *, after: tuple[float, int] | None = None) -> TellPage:
        self._call()
        behind = [row for row in self.untold if after is None or (row.since, row.step.id) > after]
        return TellPage(tuple(behind[:PAGE]), len(self.untold))

    def candidates(self, ticket: int, *, now: datetime) -> tuple[CandidateRow, ...]:
        self._call()
        return tuple(
            CandidateRow(e.id, e.name, e.state, e.phone, e.region, e.tier, e.skills, e.state == "available", 1.0 / e.id,
                         rows.NOW + 1500, 0.0, (("+", "Has the skill.", ()),))
            for e in sorted(self.engineers, key=lambda e: e.state != "available")
        )  # fmt: skip

    def find_customers(self, text: str, *, limit: int = 20) -> tuple[CustomerHit, ...]:
        self._call()
        initials = {"hjzx": 1, "htwl": 2}
        found = [n for n, name in enumerate(rows.CUSTOMERS, 1) if text in name or initials.get(text) == n]
        return tuple(CustomerHit(n, rows.CUSTOMERS[n - 1], "城区", 11, "张敏", "021-5560-1180") for n in found[:limit])

    def find_tickets(self, text: str, *, open_only: bool = False, limit: int = 50) -> tuple[TicketRow, ...]:
        self._call()
        return tuple(rows.ticket_row(r.thing_id, r.level) for r in self.clocks if text in r.customer + r.number)[:limit]

    def find_partners(self, ticket: int, text: str, *, majors: bool = False, limit: int = 50) -> tuple[TicketRow, ...]:
        return tuple(row for row in self.find_tickets(text, limit=limit) if row.id != ticket)

    def find_articles(self, text: str, *, limit: int = 8) -> tuple[ArticleHit, ...]:
        self._call()
        return (ArticleHit(118, "KB-118", "成绩保存报 500: 清缓存并重启", "清缓存并重启服务", 7, 1.0),)

    def history(self, customer: int, *, before: float | None = None, limit: int = 50) -> tuple[TicketRow, ...]:
        self._call()
        return rows.card(customer).last_problems

    def reach(self, *, now: datetime) -> tuple[ReachRow, ...]:
        self._call()
        return tuple(ReachRow(e.name, e.phone, "engineer", e.state, e.duty_mobile) for e in self.engineers[:8])

    # ---- drafts -------------------------------------------------------------------------------------------------

    def save_draft(self, draft: Draft) -> None:
        self._call()
        self.saved[draft.key] = draft

    def drafts(self) -> Sequence[Draft]:
        return tuple(self.saved.values())

    def drop_draft(self, key: str) -> None:
        self.saved.pop(key, None)


def _page(rows: Sequence[Any], keys: list[Any], after: Any) -> tuple[tuple[Any, ...], int]:
    """At most 200 rows behind the key, and how many come before them."""
    start = keys.index(after) + 1 if after is not None else 0
    return tuple(rows[start : start + PAGE]), start


def _soon(due: float | None) -> bool:
    return due is not None and 0 <= due - rows.NOW <= 1800


def broken() -> Unavailable:
    """The database is gone."""
    return Unavailable("The database can't be reached.")
