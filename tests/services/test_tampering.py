"""What is changed directly in the database is found, and `hotline verify` names the place (OR-3, OR-4).

Each case is made by somebody with all rights, the guards taken off. The record is a real desk's: tickets with their
calls, and a signed handover with its seal.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import delete, insert, update

from hotline_tui.cli import keeping
from hotline_tui.domain.commands import NoteTicket
from hotline_tui.store import chains, record
from hotline_tui.store.tables import ChainHead, Event, Handover, HandoverLine, Seal, Ticket, table_of

from .conftest import World
from .test_handovers import signed

GUARDS = (
    *(("event_no_update", "event"), ("event_no_delete", "event")),
    *(("chain_head_forward", "chain_head"), ("chain_head_no_delete", "chain_head")),
    *(("seal_no_update", "seal"), ("seal_no_delete", "seal")),
    *(("handover_frozen", "handover"), ("handover_no_delete", "handover")),
    *(("handover_line_frozen_update", "handover_line"), ("handover_line_frozen_insert", "handover_line")),
    ("handover_line_no_delete", "handover_line"),
)
E_, H_, S_, L_, T_ = (table_of(model) for model in (Event, ChainHead, Seal, HandoverLine, Ticket))
Change = Callable[[World, int], None]


def run(w: World, *statements: object) -> None:
    with w.store.write() as conn:
        for statement in statements:
            assert conn.execute(statement).rowcount != 0  # type: ignore[call-overload]


def told_ticket(w: World) -> int:
    """A ticket with a call and three events of its own."""
    t = w.open()
    for words in ("rang back", "still down"):
        w.do(NoteTicket, ticket=t, text=words)
    return t


def of(w: World, kind: str, number: int):
    return (E_.c.thing_kind == kind) & (E_.c.thing_id == number)


def last(w: World, kind: str, number: int) -> int:
    return max(row.seq for row in w.rows(Event, thing_kind=kind, thing_id=number))


def forged(body: str) -> str:
    found = json.loads(body)
    return record.canonical(found | {"data": found["data"] | {"told": "nothing"}})


def edit(w: World, t: int) -> None:
    body = forged(w.rows(Event, thing_kind="ticket", thing_id=t)[0].body)
    run(w, update(E_).where(of(w, "ticket", t), E_.c.seq == 1).values(body=body))


def remove_one(w: World, t: int) -> None:
    run(w, delete(E_).where(of(w, "ticket", t), E_.c.seq == 2))


def swap(w: World, t: int) -> None:
    for seq, becomes in ((1, 99), (2, 1), (99, 2)):
        run(w, update(E_).where(of(w, "ticket", t), E_.c.seq == seq).values(seq=becomes))


def truncate(w: World, t: int) -> None:
    run(w, delete(E_).where(of(w, "ticket", t), E_.c.seq == last(w, "ticket", t)))


def truncate_with_head(w: World, t: int) -> None:
    truncate(w, t)
    row = w.rows(Event, thing_kind="ticket", thing_id=t)[-1]
    here = (H_.c.thing_kind == "ticket") & (H_.c.thing_id == t)
    run(w, update(H_).where(here).values(seq=row.seq, hash=row.hash, at=row.at))


def rewrite_with_head(w: World, t: int) -> None:
    previous = record.GENESIS
    for row in w.rows(Event, thing_kind="ticket", thing_id=t):
        body = forged(row.body)
        previous = record.chained(previous, body)
        run(w, update(E_).where(E_.c.id == row.id).values(body=body, hash=previous))
    here = (H_.c.thing_kind == "ticket") & (H_.c.thing_id == t)
    run(w, update(H_).where(here).values(hash=previous))


def remove_events(w: World, t: int) -> None:
    run(w, delete(E_).where(of(w, "ticket", t)))


def remove_whole(w: World, t: int) -> None:
    remove_events(w, t)
    run(w, delete(H_).where(H_.c.thing_kind == "ticket", H_.c.thing_id == t))


def edit_seal(w: World, _t: int) -> None:
    run(w, update(S_).where(S_.c.number == 1).values(heads_hash="0" * 64))


def remove_seal(w: World, _t: int) -> None:
    run(w, update(table_of(Handover)).values(seal_id=None), delete(S_).where(S_.c.number == 1))


def put_in_seal(w: World, _t: int) -> None:
    row = w.rows(Seal)[-1]
    again = {name: getattr(row, name) for name in ("at", "event_id", "things", "heads_hash", "previous")}
    run(w, insert(S_).values(number=row.number + 1, hash="f" * 64, **again))


def edit_line(w: World, _t: int) -> None:
    first = w.rows(HandoverLine)[0]
    run(w, update(L_).where(L_.c.id == first.id).values(text="nothing to see"))


def edit_params(w: World, _t: int) -> None:
    first = w.rows(HandoverLine)[0]
    run(w, update(L_).where(L_.c.id == first.id).values(params=dict(first.params) | {"level": "P4"}))


def remove_line(w: World, _t: int) -> None:
    run(w, delete(L_).where(L_.c.id == w.rows(HandoverLine)[-1].id))


def put_in_line(w: World, _t: int) -> None:
    first = w.rows(HandoverLine)[0]
    values = {name: getattr(first, name) for name in L_.c.keys() if name not in ("id", "key")}  # noqa: SIM118
    run(w, insert(L_).values(**values | {"key": "forged"}))


def edit_words(w: World, _t: int) -> None:
    run(w, update(table_of(Handover)).values(words="all was well"))


def unsign(w: World, _t: int) -> None:
    run(w, update(table_of(Handover)).values(state="reviewing"))


def other_seal(w: World, _t: int) -> None:
    run(w, update(table_of(Handover)).values(seal_hash="a" * 64))


def remove_handover(w: World, _t: int) -> None:
    run(w, delete(L_), delete(table_of(Handover)))


CASES: list[tuple[Change, str, str]] = [
    (edit, "edited", "ticket:{t} {number} #1"),
    (remove_one, "missing", "ticket:{t} {number} #2"),
    (swap, "unlinked", "ticket:{t} {number} #1"),
    (truncate, "truncated", "ticket:{t} {number} #{end}"),
    (truncate_with_head, "seal", "seal 1"),
    (rewrite_with_head, "seal", "seal 1"),
    (remove_events, "removed", "ticket:{t} {number} #{end}"),
    (remove_whole, "seal", "seal 1"),
    (edit_seal, "seal_chain", "seal 1"),
    (remove_seal, "handover_seal", "handover:{h} #"),
    (put_in_seal, "seal_chain", "seal "),
    (edit_line, "handover", "handover:{h} #"),
    (edit_params, "handover", "handover:{h} #"),
    (remove_line, "handover", "handover:{h} #"),
    (put_in_line, "handover", "handover:{h} #"),
    (edit_words, "handover", "handover:{h} #"),
    (unsign, "handover_state", "handover:{h} #"),
    (other_seal, "handover_state", "handover:{h} #"),
    (remove_handover, "handover_gone", "handover:{h} #"),
]


@pytest.mark.parametrize(("change", "code", "place"), CASES, ids=[case[0].__name__ for case in CASES])
def test_each_change_is_found_and_its_place_is_named(
    world: World, change: Change, code: str, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    t = told_ticket(world)
    world.open("138 0000 1122")
    h = signed(world)
    assert world.verify().clean
    end, number = last(world, "ticket", t), world.row(Ticket, t).number
    loosen(world)
    change(world, t)
    report = world.verify()
    assert code in {fault.code for fault in report.faults}, report
    with pytest.raises(SystemExit) as ended:
        keeping.verify_desk(as_json=False, database_url=url(world), config=None)
    assert ended.value.code == 1
    told = capsys.readouterr().err
    wanted = place.format(t=t, h=h, number=number, end=end)
    line = next((one for one in told.splitlines() if one.startswith(wanted)), None)
    assert line is not None, told
    assert "Nov 20 2026" in line, "when"
    with pytest.raises(SystemExit):
        keeping.verify_desk(as_json=True, database_url=url(world), config=None)
    found = json.loads(capsys.readouterr().out)
    assert found["clean"] is False and code in {one["code"] for one in found["faults"]}


def loosen(world: World) -> None:
    with world.store.read() as conn:
        on_server = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        names = "SELECT name FROM sqlite_master WHERE type = 'trigger'" if world.store.path else on_server
        there = set(conn.exec_driver_sql(names).scalars())
    for guard, table in GUARDS:
        assert guard in there or guard.endswith("no_delete"), (guard, sorted(there))
        if guard in there:
            world.loosen(guard, table)
    world.tampered = True
    with world.store.write() as conn:
        if world.store.path is None:  # whoever owns the tables can take their references off too
            conn.exec_driver_sql("ALTER TABLE handover DROP CONSTRAINT IF EXISTS handover_seal_id_fkey")


def url(world: World) -> str:
    return f"sqlite:///{world.address}" if world.store.path else world.address


def test_the_whole_record_rewritten_shows_by_the_seal_that_was_signed(world: World) -> None:
    """Seals and all: the signed paper still has the old one, and the handover's own event too."""
    t = told_ticket(world)
    signed(world)
    kept = {row.number: row.hash for row in world.rows(Seal)}
    loosen(world)
    run(world, update(table_of(Handover)).values(seal_id=None), delete(S_))
    rewrite_with_head(world, t)
    with world.store.write() as conn:
        chains.seal(conn, world.now)
    assert {row.number for row in world.rows(Seal)} == {1}
    assert world.rows(Seal)[0].hash != kept[1]
    assert "handover_seal" in {fault.code for fault in world.verify().faults}


def test_what_a_draft_says_may_change(world: World) -> None:
    from .test_handovers import drafted

    world.open()
    drafted(world)
    run(world, update(table_of(Handover)).values(words="not signed yet"))
    assert world.verify().clean
