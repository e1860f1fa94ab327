"""A real desk in a file, ready to be handed over: so many open tickets, some of them dangerous, some promised."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import update

from hotline_tui.domain import commands as c
from hotline_tui.domain.triage import Answers
from hotline_tui.domain.words import Affects, FaultKind, Milestone, Works
from hotline_tui.services import bus
from hotline_tui.services.bootstrap import fill_empty
from hotline_tui.store.engine import Store, open_store
from hotline_tui.store.tables import Clock, table_of

WANG, LI = 1, 2
CUSTOMERS = 5


def handover_desk(
    path: Path | str, *, open_: int = 40, urgent: int = 3, endangered: int = 5, promised: int = 6, third: bool = False
) -> None:
    """Fill a new database: `urgent` are P1, `endangered` due within the coming shift, `promised` have a call-back."""
    now = datetime.now(UTC) - timedelta(minutes=5)
    store = open_store(str(path), create=True, durable=False)
    fill_empty(store, now - timedelta(days=2), name="上海值班台", timezone="Asia/Shanghai", operator="王芳")
    _do(store, c.AddOperator, now, login="li", name="李强", roles=("operator",))
    if third:
        _do(store, c.AddOperator, now, login="qian", name="钱进", roles=("operator",))
    for number in range(CUSTOMERS):
        _do(store, c.PutCustomer, now, customer=None, name=f"第{number + 1}中学", region="松江")
    tickets = [_ticket(store, number, now, urgent=number < urgent) for number in range(open_)]
    far, soon = now + timedelta(days=4), now + timedelta(hours=1)
    t = table_of(Clock)
    with store.write() as conn:
        conn.execute(update(t).where(t.c.open).values(due=far, next_at=None))
        soon_ones = tickets[urgent : urgent + endangered]
        if soon_ones:
            ids = t.c.thing_kind == "ticket", t.c.thing_id.in_(soon_ones)
            conn.execute(update(t).where(*ids, t.c.lead).values(due=soon))
    for ticket in tickets[urgent + endangered : urgent + endangered + promised]:
        _do(
            store, c.Promise, now, ticket=ticket, milestone=Milestone.CALLBACK, due=now + timedelta(days=2), text="回电"
        )
    store.close()


def _do(store: Store, kind: type[c.Command], now: datetime, **values: object) -> c.Result:
    return bus.execute(store, kind(**{"id": uuid4(), "actor": WANG, "desk": 1} | values), now)


def _ticket(store: Store, number: int, now: datetime, *, urgent: bool) -> int:
    answers = (
        Answers(works=Works.NOTHING, affects=Affects.ALL, known_solution=False, key_point=True)
        if urgent
        else Answers(works=Works.WISH, affects=Affects.ONE)
    )
    return _do(
        store,
        c.OpenTicket,
        now,
        call=None,
        customer=number % CUSTOMERS + 1,
        contact=None,
        summary=f"打印机第 {number + 1} 次卡纸",
        fault_kind=FaultKind.HARDWARE,
        answers=answers,
    ).thing_id
