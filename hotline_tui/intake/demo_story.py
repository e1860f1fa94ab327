"""What happened at the demo's desk before it opens: every call, ticket and visit by the desk's own acts."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from hotline_tui.domain import commands as do
from hotline_tui.domain.roles import NEEDS
from hotline_tui.domain.standing import ORDINARY
from hotline_tui.domain.words import Channel
from hotline_tui.intake.demo_acts import Line, Script, Subject, fields
from hotline_tui.services import bus
from hotline_tui.services import demo_reads as reads
from hotline_tui.services.demo_files import Client, Company, Problem
from hotline_tui.services.demo_roster import TakeSeats, stretch_at, stretches
from hotline_tui.services.escalations import FallDue

NAMES = UUID("5f0c9a3e-8d0b-4d0a-9a53-6a1f2f3c7e11")
LINE = "021-5560-1000"
LATEST = timedelta(seconds=30)
"""Nothing of the story happens closer to the opening than this, calls apart."""

FINISHED = "finish restored all_well"
NOW: frozenset[str] = frozenset()
CALL_LATER, TICKET_LATER = frozenset({"call"}), frozenset({"ticket"})
LONG_OVER = frozenset({"ticket", "engineer"})
"""What follows from the record is brought in step by a later act: of a call, a ticket, a ticket of last month."""
CLOCKED = frozenset({"promise", "decline", "due"})
"""Acts that need the clocks as they stand."""

Act = Callable[[datetime], None]


@dataclass(slots=True)
class Story:
    """Gathers what happens, sorts it by time, and does it on an open transaction."""

    conn: reads.Conn
    about: Company
    desk: int
    opened: datetime
    seed: int = 1
    _agenda: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _made: int = 0
    _who: dict[str, int] = field(default_factory=dict)
    _pair: tuple[str, ...] = ()
    """Logins of those who sit at the desk: the call-taker, then dispatch; nobody: the program acts."""

    def tell(self) -> None:
        """Do it all, in the order in which it happened."""
        self._who = reads.logins(self.conn)
        self._seats()
        script = Script(self.about, self.opened, self.make)
        for row in self.about.scenes["done"]["rows"]:
            self._over(script, row)
        for row in self.about.scenes["open"]["rows"]:
            self._under_way(script, row)
        for row in self.about.scenes["complaints"]["rows"]:
            self._complaint(*row)
        for place, row in enumerate(self.about.scenes["waiting"]["rows"], start=1):
            self._waiting(place, *row)
        for place, row in enumerate(self.about.scenes["hung_up"]["rows"], start=1):
            self._hung_up(place, *row)
        self._agenda.sort(key=lambda one: one[:2])
        for at, _, act in self._agenda:
            self._pair = self.on_duty(at)
            act(at)
        self._pair = ()
        self._fall_due()
        self._acknowledge()

    # ---- the means

    def make(self, kind: type[do.Command], **values: Any) -> do.Command:
        """A command with the next id of this story: the same seed and opening give the same ids."""
        self._made += 1
        name = f"{self.about.language}:{self.seed}:{self.opened.isoformat()}:{self._made}"
        given: dict[str, Any] = {"id": uuid5(NAMES, name), "actor": self._able(kind), "desk": self.desk}
        return kind(**given | values)

    def act(self, command: do.Command, at: datetime, *, later: frozenset[str] = NOW) -> do.Result:
        """Carry it out as if it were that instant. `later`: what a later act brings in step."""
        return bus.execute_in(self.conn, command, at, later=later)

    def on_duty(self, at: datetime) -> tuple[str, ...]:
        """Who took calls then, and who dispatched."""
        return tuple(stretch_at(self.about.language, self.opened, at).people)

    def _able(self, kind: type[do.Command]) -> int:
        """Who does it: the call-taker, else whoever dispatches, else somebody of the house who may (OR-1)."""
        need = NEEDS.get(kind, ORDINARY)
        roles = {person.login: person.roles for person in self.about.people}
        order = (*self._pair, *roles) if self._pair else ()
        return next((self._who[login] for login in order if need.met_by(roles[login])), 0)

    def _plan(self, at: datetime, act: Act) -> None:
        self._agenda.append((at, len(self._agenda), act))

    def _lag(self, key: object, low: float, high: float) -> timedelta:
        """A stretch of seconds that looks like life and is always the same."""
        return timedelta(seconds=random.Random(f"{self.seed}:{key}").uniform(low, high))

    # ---- the agenda

    def _seats(self) -> None:
        for one in stretches(self.about.language, self.opened):
            if one.start <= self.opened:
                self._plan(one.start, self._seat)

    def _seat(self, at: datetime) -> None:
        self.act(self.make(TakeSeats, language=self.about.language, opened=self.opened), at)

    def _problem(self, customer: int, problem: int) -> tuple[Client, Problem]:
        client = self.about.clients[customer - 1]
        return client, self.about.problems[client.policy][problem - 1]

    def _report(
        self, subject: tuple[int, int, int], received: datetime, key: str, on: Subject, lines: Sequence[str]
    ) -> datetime:
        """A call that becomes a ticket; when the ticket is there."""
        customer, problem, asset = subject
        client, reported = self._problem(customer, problem)
        claimed = received + self._lag(f"{key}:wait", 6, 26)
        opened = claimed + self._lag(f"{key}:talk", 35, 85)
        call: list[int] = []

        def ring(at: datetime) -> None:
            number = client.contacts[0][1]
            entered = self.make(do.EnterCall, channel=Channel.PHONE, number=number, line=LINE)
            call.append(self.act(entered, at, later=CALL_LATER).thing_id)

        def write(at: datetime) -> None:
            self._pair = self.on_duty(claimed)  # also when the shift ends while they talk
            answers = self._answers(reported, received)
            done = self.make(
                do.OpenTicket,
                call=call[0],
                customer=None,
                contact=None,
                asset=self._asset(customer, asset),
                summary=reported.text,
                fault_kind=reported.fault,
                answers=answers,
            )
            on.ticket = self.act(done, at, later=TICKET_LATER if lines else NOW).thing_id
            if any(" tick " in line for line in lines):
                on.steps = reads.steps_of(self.conn, on.ticket)

        self._plan(received, ring)
        self._plan(claimed, lambda at: void(self.act(self.make(do.ClaimCall, call=call[0]), at)))
        self._plan(opened, write)
        return opened

    def _answers(self, reported: Problem, received: datetime) -> Any:
        """A known solution promises the same day: whoever called yesterday had a problem without one."""
        zone = ZoneInfo(self.about.zone)
        local, now = received.astimezone(zone), self.opened.astimezone(zone)
        late = (now + timedelta(minutes=45)).date() != local.date()
        return replace(reported.answers, known_solution=False) if late else reported.answers

    def _asset(self, customer: int, place: int) -> int | None:
        """Systems are numbered through, in the order of the file."""
        before = sum(len(client.systems) for client in self.about.clients[: customer - 1])
        return before + place if place else None

    def _under_way(self, script: Script, row: list[Any]) -> None:
        customer, problem, asset, ago, lines = row
        on = Subject(str(self._problem(customer, problem)[1].fault))
        key = f"open:{customer}:{problem}"
        received = self.opened - timedelta(minutes=ago) - self._lag(f"{key}:at", 0, 40)
        ready = self._report((customer, problem, asset), received, key, on, lines)
        for text in lines:
            line = script.line(text)
            at = line.at - self._lag(f"{key}:{text}", 0, 50)
            at = ready = max(at, ready + timedelta(seconds=1))
            self._plan(
                min(at, self.opened - LATEST), self._step(script, on, line, NOW if text is lines[-1] else TICKET_LATER)
            )

    def _step(self, script: Script, on: Subject, line: Line, later: frozenset[str]) -> Act:
        later = NOW if line.act in CLOCKED else later
        return lambda at: fields(self.act(script.command(on, line), at, later=later), on)

    def _over(self, script: Script, row: list[Any]) -> None:
        customer, problem, asset, ago_h, took_h, engineer = row
        reported = self._problem(customer, problem)[1]
        on = Subject(str(reported.fault))
        key = f"done:{customer}:{problem}:{ago_h}"
        received = self.opened - timedelta(hours=ago_h) - self._lag(f"{key}:at", 0, 3000)
        ready = self._report((customer, problem, asset), received, key, on, ("close",))
        took = timedelta(hours=took_h)
        on_site = ((0.02, f"send {engineer}"), (0.05, "accept"), (0.1, "depart"), (0.3, "arrive"), (1.0, FINISHED))
        steps = on_site if engineer else ((0.02, "start"), (1.0, "restore all_well"))
        plan = [(received + took * share, text) for share, text in steps]
        rest = (("watch", 0.2), (f"resolve {reported.fault}", 20), ("close", 26))
        plan += [(received + took + timedelta(hours=hours), text) for text, hours in rest]
        for at, text in plan:
            step = self._step(script, on, script.line(f"0 {text}"), NOW if text == "close" else LONG_OVER)
            self._plan(max(at, ready), step)

    def _complaint(self, customer: int, engineer: int, ago: float, words: str, took: float) -> None:
        """Open, or answered and closed after so many minutes."""
        at = self.opened - timedelta(minutes=ago)
        made: list[int] = []

        def receive(at: datetime) -> None:
            complaint = self.make(
                do.OpenComplaint, customer=customer, text=self.about.words[words], about_engineer=engineer or None
            )
            made.append(self.act(complaint, at).thing_id)

        def finish(kind: type[do.Command], text: str) -> Act:
            return lambda at: void(self.act(self.make(kind, complaint=made[0], text=self.about.words[text]), at))

        self._plan(at, receive)
        if took:
            done = at + timedelta(minutes=took)
            self._plan(done, finish(do.AnswerComplaint, "complaint_answer"))
            self._plan(done + timedelta(hours=3), finish(do.CloseComplaint, "complaint_cause"))

    def _waiting(self, place: int, channel: str, customer: int, contact: int, ago: float, words: int) -> None:
        self._plan(
            self.opened - timedelta(minutes=ago),
            lambda at: void(self.act(self.call(channel, customer, contact, words, f"opening:{place}"), at)),
        )

    def call(self, channel: str, customer: int, contact: int, words: int, source_id: str) -> do.Command:
        """A contact from outside: of a customer's contact, or (customer 0) of the n-th stranger."""
        number, name, text = "", "", ""
        if customer:
            _, phone, mail = self.about.clients[customer - 1].contacts[contact - 1]
            number = phone if channel in ("phone", "fax") else mail
            if channel == "phone" and words:
                text = self._problem(customer, words)[1].text
        else:
            number, name = self.about.strangers[words - 1]
        if channel != "phone" and words:
            letter = self.about.letters[words - 1]
            text = f"{letter.subject}\n{letter.text}"
        return self.make(
            do.EnterCall,
            channel=Channel(channel),
            number=number,
            name=name,
            text=text,
            line=LINE if channel == "phone" else "",
            source="demo",
            source_id=source_id,
        )

    def _hung_up(self, place: int, channel: str, customer: int, contact: int, ago: float, patience: float) -> None:
        at = self.opened - timedelta(minutes=ago)
        made: list[int] = []
        self._plan(
            at, lambda at: made.append(self.act(self.call(channel, customer, contact, 0, f"gone:{place}"), at).thing_id)
        )
        self._plan(
            at + timedelta(minutes=patience),
            lambda at: void(self.act(self.make(do.AbandonCall, call=made[0]), at)),
        )
        if ago > 60:  # long ago: somebody has called back since
            back = at + timedelta(minutes=patience + 6)
            words = self.about.words["advised"]
            self._plan(back, lambda at: void(self.act(self.make(do.TryCallBack, call=made[0], reached=True), at)))

            def advise(at: datetime) -> None:
                self._pair = self.on_duty(back)
                self.act(self.make(do.AdviseCall, call=made[0], text=words), at)

            self._plan(back + timedelta(minutes=3), advise)

    # ---- the opening

    def _fall_due(self) -> None:
        """What fell due by itself since each thing's last event: breaches and the steps up the chain."""
        for (kind, number), at in reads.fallen_due(self.conn, self.opened).items():
            self.act(self.make(FallDue, actor=0, thing_kind=kind, thing=number), at)

    def _acknowledge(self) -> None:
        """Somebody has seen what is overdue for a while: the bell does not ring for it at the opening."""
        late = reads.breached_before(self.conn, self.opened - timedelta(minutes=6))
        alarms = tuple(f"breach:{number}" for number in late)
        self._pair = self.on_duty(self.opened)
        self.act(self.make(do.AcknowledgeAlarm, alarms=alarms), self.opened - timedelta(seconds=20))


def void(result: object) -> None:
    """Leave a result be: an act of the agenda gives nothing."""
