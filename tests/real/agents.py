"""Desks without a screen: processes of their own that act on one database, to be raced, killed and counted.

    python tests/real/agents.py ROLE URL JSON        # waits for a line on standard input, then acts

Every act is printed when it is acknowledged, one JSON line each; nothing else is.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from hotline_tui.domain import commands as c
from hotline_tui.domain.errors import Conflict, HotlineError, Refused, Unavailable
from hotline_tui.domain.triage import Answers
from hotline_tui.domain.words import Affects, FaultKind, HoldReason, Milestone, Works
from hotline_tui.services import bus
from hotline_tui.services.desk import Desk, open_desk


def say(**told: Any) -> None:
    """One line, at once: the act is acknowledged."""
    print(json.dumps(told), flush=True)


class Agent:
    """A desk, and what it is told to do."""

    def __init__(self, url: str, given: dict[str, Any]) -> None:
        self.given = given
        self.chance = random.Random(given.get("seed"))
        self.desk: Desk = open_desk(url, lock_s=120, statement_s=60)
        self.at = datetime.fromisoformat(given["at"]) if "at" in given else None
        self.me = self.desk.sign_on(operator=given["operator"], desk=None, now=self.now())

    def now(self) -> datetime:
        """This desk's clock; it may be wrong."""
        return (self.at or datetime.now(UTC)) + timedelta(seconds=self.given.get("ahead", 0))

    def do(self, kind: type[c.Command], **values: Any) -> c.Result:
        who = {"id": uuid4(), "actor": self.me.operator_id, "desk": self.me.desk_id}
        return self.desk.do(kind(**who | values), now=self.now())

    # ---- roles

    def claim(self) -> None:
        """Claim until nobody waits: the next call, or now and then one by its number."""
        numbers = list(self.given.get("calls", ()))
        while True:
            by_number = numbers and self.chance.random() < 0.4
            call = self.chance.choice(numbers) if by_number else None
            try:
                say(call=self.do(c.ClaimCall, call=call, session=self.me.session_id).thing_id)
            except Conflict:
                numbers.remove(call)
            except Refused:
                if call is None:
                    say(end=True)
                    return
                numbers.remove(call)

    def hold(self) -> None:
        """Claim one call and stay, alive, until killed."""
        say(call=self.do(c.ClaimCall, call=self.given.get("call"), session=self.me.session_id).thing_id)
        sys.stdin.read()

    def twin(self) -> None:
        """The same command as another process gives at the same moment."""
        number = UUID(self.given["command"])
        said = self.do(c.ClaimCall, id=number, call=None, session=0)
        say(call=said.thing_id, already=said.already)

    def sweep(self) -> None:
        """Heartbeats, as a console makes them: what is dead is let go."""
        for _ in range(self.given.get("times", 5)):
            self.desk.heartbeat(now=self.now())
        say(end=True)

    def act(self) -> None:
        """Anything, in any order, on the same few tickets as others."""
        for turn in range(self.given["acts"]):
            ticket = self.chance.choice(self.given["tickets"])
            self.at = self.at and self.at + timedelta(seconds=self.chance.choice((1, 20, 900)))
            try:
                self.chance.choice(ACTS)(self, ticket)
                say(turn=turn)
            except Unavailable as error:
                say(fault=str(error), cause=repr(error.__cause__))
            except HotlineError as error:
                say(refused=str(error))
        say(end=True)

    # ---- what acts need to know

    def visits(self, ticket: int) -> Iterator[Any]:
        view = self.desk.ticket(ticket, now=self.now())
        yield from sorted(view.visits, key=lambda visit: -visit.id)

    def visit(self, ticket: int) -> int:
        return next((visit.id for visit in self.visits(ticket)), 0)


def _triage(a: Agent, t: int, works: Works) -> c.Result:
    answers = Answers(works=works, affects=Affects.ALL, known_solution=False)
    return a.do(c.Retriage, ticket=t, fault_kind=FaultKind.SOFTWARE, answers=answers)


def _undo(a: Agent, t: int) -> None:
    done = a.do(c.WatchTicket, ticket=t)
    a.do(c.Undo, command=done.command)


ACTS: tuple[Callable[[Agent, int], Any], ...] = (
    lambda a, t: a.do(c.StartWork, ticket=t),
    lambda a, t: a.do(c.SendEngineer, ticket=t, engineer=a.chance.choice(a.given["engineers"])),
    lambda a, t: a.do(c.AcceptVisit, visit=a.visit(t)),
    lambda a, t: a.do(c.DepartVisit, visit=a.visit(t)),
    lambda a, t: a.do(c.ArriveVisit, visit=a.visit(t)),
    lambda a, t: a.do(c.FinishVisit, visit=a.visit(t), result="done", restored=a.chance.random() < 0.5),
    lambda a, t: a.do(c.DeclineVisit, visit=a.visit(t), reason="ill"),
    lambda a, t: a.do(c.CallOffVisit, visit=a.visit(t), reason="not needed"),
    lambda a, t: a.do(c.HoldTicket, ticket=t, reason=HoldReason.CUSTOMER, review_at=a.now() + timedelta(hours=1)),
    lambda a, t: a.do(c.ResumeTicket, ticket=t),
    lambda a, t: _triage(a, t, Works.NOTHING),
    lambda a, t: _triage(a, t, Works.WISH),
    lambda a, t: a.do(c.Promise, ticket=t, milestone=Milestone.CALLBACK, due=a.now() + timedelta(minutes=30)),
    lambda a, t: a.do(c.NoteTicket, ticket=t, text="once more", from_customer=True),
    lambda a, t: a.do(c.RestoreTicket, ticket=t),
    lambda a, t: a.do(c.ReopenTicket, ticket=t, reason="again"),
    lambda a, t: a.do(c.SetMajor, ticket=t, under=None),
    lambda a, t: a.do(c.SetMajor, ticket=t, under=a.chance.choice(a.given["tickets"])),
    lambda a, t: a.do(c.SetEngineer, engineer=a.chance.choice(a.given["engineers"]), state="break"),
    lambda a, t: a.do(c.SetEngineer, engineer=a.chance.choice(a.given["engineers"]), state="available"),
    lambda a, t: a.desk.heartbeat(now=a.now()),
    _undo,
)


def main() -> None:
    role, url, given = sys.argv[1:]
    bus.handlers()
    agent = Agent(url, json.loads(given))
    say(ready=True, session=agent.me.session_id)
    sys.stdin.readline()
    getattr(agent, role)()
    agent.desk.close()


if __name__ == "__main__":
    main()
