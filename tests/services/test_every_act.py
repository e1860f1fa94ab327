"""What must hold for every act: exactly once, taken back where it can be, harmless whatever text it carries."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from inspect import getmembers, isclass
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from hotline_tui.domain import commands as c
from hotline_tui.domain.errors import Conflict, HotlineError, Refused
from hotline_tui.domain.triage import Answers
from hotline_tui.domain.words import (
    Affects,
    Channel,
    FaultKind,
    HoldReason,
    Milestone,
    Role,
    TalkState,
    ThingKind,
    Tier,
    Works,
)
from hotline_tui.services import bus
from hotline_tui.store.tables import (
    Call,
    Clock,
    CommandRow,
    Engineer,
    Escalation,
    Event,
    Outbox,
    Step,
    Ticket,
    Visit,
    load_all,
)
from hotline_tui.store.tables import table_of as t

from .duty_acts import DUTY


def claimed(w: Any) -> int:
    return w.claim(w.ring())


def abandoned(w: Any) -> int:
    call = w.ring()
    w.do(c.AbandonCall, call=call)
    return call


def working(w: Any) -> int:
    ticket = w.open()
    w.do(c.StartWork, ticket=ticket)
    return ticket


def restored(w: Any) -> int:
    ticket = working(w)
    w.do(c.RestoreTicket, ticket=ticket)
    return ticket


def watching(w: Any) -> int:
    ticket = restored(w)
    w.do(c.WatchTicket, ticket=ticket)
    return ticket


def resolved(w: Any) -> int:
    ticket = watching(w)
    w.do(c.ResolveTicket, ticket=ticket, cause="原因", method="办法")
    return ticket


def held(w: Any) -> int:
    ticket = w.open()
    w.do(c.HoldTicket, ticket=ticket, reason=HoldReason.CUSTOMER, review_at=w.now + timedelta(hours=2))
    return ticket


def to_be_told(w: Any) -> int:
    w.do(c.EscalateTicket, ticket=w.open(), role=Role.SHIFT_LEAD, how="message")
    return w.rows(Escalation)[-1].id


def sent(w: Any, **values: Any) -> int:
    return w.do(c.SendEngineer, **{"ticket": w.open(), "engineer": w.ids["xu"]} | values).thing_id


def accepted(w: Any) -> int:
    visit = sent(w)
    w.do(c.AcceptVisit, visit=visit)
    return visit


def en_route(w: Any) -> int:
    visit = accepted(w)
    w.do(c.DepartVisit, visit=visit)
    return visit


def on_site(w: Any) -> int:
    visit = en_route(w)
    w.do(c.ArriveVisit, visit=visit)
    return visit


def later(w: Any, **by: float) -> Any:
    return w.now + timedelta(**by or {"hours": 1})


def second(w: Any) -> int:
    return w.open(summary="又一个问题")


def major(w: Any) -> int:
    ticket = w.open("138 0000 1122")
    w.do(c.SetMajor, ticket=ticket)
    return ticket


def complaint(w: Any) -> int:
    return w.do(c.OpenComplaint, customer=w.ids["school"], text="迟到", about_engineer=w.ids["xu"]).thing_id


def answered(w: Any) -> int:
    number = complaint(w)
    w.do(c.AnswerComplaint, complaint=number, text="道歉")
    return number


def newer_policy(w: Any) -> int:
    from hotline_tui.resources import data_root

    ticket = w.open()
    text = (data_root() / "policies" / "campus.toml").read_text() + "\n# newer\n"
    w.do(c.LoadPolicy, thing=ThingKind.POLICY, name="campus", text=text)
    return ticket


def step(w: Any) -> dict[str, Any]:
    ticket = w.open()
    return {"ticket": ticket, "step": w.rows(Step, thing_id=ticket)[0].id, "done": True}


def a_clock(w: Any, milestone: str) -> dict[str, Any]:
    ticket = w.open()
    return {"ticket": ticket, "clock": w.clock(ticket, milestone).id}


def undoable(w: Any) -> dict[str, Any]:
    ticket = w.open()
    return {"command": w.do(c.StartWork, ticket=ticket).command}


TRIAGE = {"fault_kind": FaultKind.HARDWARE, "answers": Answers(works=Works.ERRORS, affects=Affects.ONE)}

NEW = c.NewContact(name="新人", phone="139 1111 2222", organisation="新学校")
OWN = 'timezone = "Asia/Shanghai"\nalways = true\n'
PERSON = {"name": "钱工", "phones": ("137 0000 0000",), "email": "q@b.cn"}


def blame(w: Any) -> dict[str, Any]:
    return {"customer": w.ids["school"], "ticket": w.open(), "text": "态度差", "about_engineer": w.ids["xu"]}


PIN = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$" + "a" * 43
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEROLXmkFu6BBn4N5svwVQg8imEV+QNRWWSbU32I1wsU li@laptop"


def with_key(w: Any) -> dict[str, Any]:
    done = w.do(c.AddKey, operator=w.li, key=KEY)
    return {"operator": w.li, "fingerprint": done.value("fingerprint")}


ACTS: dict[type[c.Command], Any] = {
    c.EnterCall: lambda w: {"channel": Channel.PHONE, "number": "138 0000 1122", "source_id": "a1"},
    c.ClaimCall: lambda w: {"call": w.ring()},
    c.ReleaseCall: lambda w: {"call": claimed(w)},
    c.TakeOverCall: lambda w: {"call": w.claim(w.ring(), actor=w.li), "reason": "他去吃饭了"},
    c.SetTalk: lambda w: {"call": claimed(w), "talk": TalkState.ON_HOLD},
    c.AbandonCall: lambda w: {"call": w.ring()},
    c.AdviseCall: lambda w: {"call": claimed(w), "text": "重启即可", "article": w.ids["article"]},
    c.DismissCall: lambda w: {"call": claimed(w), "reason": "打错了"},
    c.JoinCall: lambda w: {"ticket": w.open(), "call": claimed(w), "text": "又来催"},
    c.TryCallBack: lambda w: {"call": abandoned(w), "reached": True},
    c.OpenTicket: lambda w: w.form(claimed(w)) | {"new_contact": NEW},
    c.EditTicket: lambda w: {"ticket": w.open(), "summary": "改过的", "cause": "原因", "method": "办法"},
    c.Retriage: lambda w: {"ticket": w.open()} | TRIAGE,
    c.MeetMilestone: lambda w: {"ticket": w.open(), "milestone": Milestone.ARRIVE, "note": "自行前往"},
    c.VoidClock: lambda w: a_clock(w, "arrive") | {"reason": "不用上门"},
    c.NoteTicket: lambda w: {"ticket": w.open(), "text": "客户又问", "from_customer": True},
    c.Promise: lambda w: {"ticket": w.open(), "milestone": Milestone.CALLBACK, "due": later(w), "text": "回电"},
    c.PromiseCallBack: lambda w: {"call": claimed(w), "due": later(w), "text": "三点回电"},
    c.HoldTicket: lambda w: {"ticket": w.open(), "reason": HoldReason.CUSTOMER, "review_at": later(w), "note": "x"},
    c.ResumeTicket: lambda w: {"ticket": held(w)},
    c.StartWork: lambda w: {"ticket": w.open()},
    c.PhoneFailed: lambda w: {"ticket": w.open()},
    c.RestoreTicket: lambda w: {"ticket": working(w), "note": "好了"},
    c.RestoreImpossible: lambda w: {"ticket": working(w), "reason": "主板坏了"},
    c.WatchTicket: lambda w: {"ticket": restored(w)},
    c.ResolveTicket: lambda w: {"ticket": watching(w), "cause": "原因", "method": "办法"},
    c.CloseTicket: lambda w: {"ticket": resolved(w)},
    c.ReopenTicket: lambda w: {"ticket": resolved(w), "reason": "又坏了"},
    c.CancelTicket: lambda w: {"ticket": w.open(), "reason": "误报"},
    c.MergeTicket: lambda w: {"ticket": w.open(), "into": second(w)},
    c.SetMajor: lambda w: {"ticket": w.open(), "under": major(w)},
    c.DeclareDisaster: lambda w: {"ticket": w.open(), "disaster": True, "reason": "洪水"},
    c.MoveTicket: lambda w: {"ticket": w.open(), "customer": w.ids["bank"], "contract": None, "reason": "登记错了"},
    c.PassTicket: lambda w: {"ticket": w.open(), "operator": w.li, "tier": Tier.CENTRE, "reason": "换人"},
    c.EscalateTicket: lambda w: {"ticket": w.open(), "role": Role.SERVICE_DIRECTOR, "how": "电话", "note": "客户很急"},
    c.AdoptPolicy: lambda w: {"ticket": newer_policy(w), "reason": "新版"},
    c.TickStep: step,
    c.UsePlaybook: lambda w: {"ticket": w.open(), "fault_kind": FaultKind.VIRUS},
    c.SendEngineer: lambda w: {"ticket": w.open(), "engineer": w.ids["xu"], "note": "带备件"},
    c.AssignVisit: lambda w: {"visit": sent(w, planned=later(w)), "engineer": w.ids["he"]},
    c.AcceptVisit: lambda w: {"visit": sent(w), "eta": later(w)},
    c.DepartVisit: lambda w: {"visit": accepted(w), "eta": later(w)},
    c.SetEta: lambda w: {"visit": accepted(w), "eta": later(w)},
    c.ArriveVisit: lambda w: {"visit": en_route(w)},
    c.FinishVisit: lambda w: {"visit": on_site(w), "result": "修好了", "restored": True},
    c.DeclineVisit: lambda w: {"visit": sent(w), "reason": "生病"},
    c.BlockVisit: lambda w: {"visit": en_route(w), "reason": "门卫不让进"},
    c.NoShowVisit: lambda w: {"visit": accepted(w), "reason": "没来"},
    c.CallOffVisit: lambda w: {"visit": accepted(w), "reason": "远程解决"},
    c.SetEngineer: lambda w: {"engineer": w.ids["xu"], "state": "break", "until": later(w)},
    c.OpenComplaint: blame,
    c.AnswerComplaint: lambda w: {"complaint": complaint(w), "text": "道歉"},
    c.AnswerEscalation: lambda w: {"escalation": to_be_told(w), "how": "phone", "note": "马上来"},
    c.CloseComplaint: lambda w: {"complaint": answered(w), "text": "换人"},
    c.PutCustomer: lambda w: {"customer": None, "name": "新客户", "region": "松江", "notes": "重要"},
    c.PutContact: lambda w: {"contact": None, "customer": w.ids["bank"]} | PERSON,
    c.LoadPolicy: lambda w: {"thing": ThingKind.CALENDAR, "name": "own", "text": OWN},
    c.ImportRecord: lambda w: {"record": "customers", "values": (("code", "X1"), ("name", "导入的客户"))},
    c.AcknowledgeAlarm: lambda w: {"alarms": (f"call:{w.ring()}", "breach:1", "nonsense")},
    c.AddOperator: lambda w: {"login": "zhou", "name": "周敏", "roles": ("operator",), "phone": "1390"},
    c.SetRoles: lambda w: {"operator": w.li, "roles": ("dispatcher", "engineer")},
    c.SetPin: lambda w: {"operator": w.li, "pin_hash": PIN},
    c.AddKey: lambda w: {"operator": w.li, "key": KEY},
    c.RemoveKey: with_key,
    c.RetireOperator: lambda w: {"operator": w.li},
    c.Undo: undoable,
    **DUTY,
}  # fmt: skip

ALL = [k for _, k in getmembers(c, isclass) if issubclass(k, c.Command) and k.kind]
each = pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)


def everything(w: Any) -> dict[str, list[Any]]:
    """Every row of every table, to compare."""
    with w.store.read() as conn:
        return {name: [tuple(row) for row in conn.execute(select(table))] for name, table in load_all().tables.items()}


def test_every_command_has_a_handler_and_a_test():
    assert set(ALL) == set(ACTS)
    assert set(ALL) <= set(bus.handlers())


@each
def test_exactly_once(world, kind):
    """The same command again returns the first result and changes nothing at all."""
    command = world.make(kind, **ACTS[kind](world))
    first = bus.execute(world.store, command, world.now)
    assert (first.command, first.kind, first.already) == (command.id, kind.kind, False)
    before = everything(world)
    again = bus.execute(world.store, command, world.tick(minutes=5))
    assert again == replace(first, already=True)
    assert everything(world) == before


def another(w: Any, command: c.Command) -> int:
    return w.li if command.actor != w.li else w.wang


@each
def test_another_request_with_the_same_id_is_a_conflict(world, kind):
    command = world.make(kind, **ACTS[kind](world))
    bus.execute(world.store, command, world.now)
    with pytest.raises(Conflict):
        bus.execute(world.store, replace(command, actor=another(world, command)), world.now)


@each
def test_each_act_is_on_the_record(world, kind):
    """Something is said of a thing, by the one who acted; what was told waits in the outbox under the same command."""
    command = world.make(kind, **ACTS[kind](world))
    bus.execute(world.store, command, world.now)
    events = world.rows(Event, command_id=str(command.id))
    assert events
    assert {event.actor_id for event in events} == {command.actor}


STATE = {
    "ticket": ["updated_at", "last_event_at", "version"],
    "call": ["version"],
    "engineer": ["since"],
    "clock": ["id", "next_at", "note", "acked_at"],
}


def picture(w: Any) -> dict[str, Any]:
    """What a desk shows of its things: rows without what moves on by itself, ended makings left out."""
    shown: dict[str, Any] = {}
    for model in (Call, Ticket, Visit, Engineer, Step):
        name = t(model).name
        skip = STATE.get(name, [])
        for row in w.rows(model):
            values = {k: v for k, v in row._mapping.items() if k not in skip}
            shown[f"{name}:{row.id}"] = values
    for row in w.rows(Clock):
        if row.note not in ("undone", "over") and row.key != "review":  # a review begins anew with every act
            shown[f"clock:{row.thing_kind}:{row.thing_id}:{row.key}"] = (row.state, row.start, row.due, row.lead)
    return shown


@pytest.mark.parametrize("kind", [k for k in ALL if k.undoable], ids=lambda kind: kind.__name__)
def test_undo_restores_what_was(world, kind):
    values = ACTS[kind](world)
    before = picture(world)
    done = world.do(kind, **values)
    assert done.undoable
    after = picture(world)
    assert after != before or kind is c.PhoneFailed
    world.tick(seconds=3)
    world.do(c.Undo, command=done.command)
    now = picture(world)
    made = now.keys() - before.keys()
    assert {key: now[key] for key in before} == before
    assert all(now[key]["state"] in ("called_off", "skipped") for key in made)
    assert {row.state for row in world.rows(Outbox, command_id=str(done.command))} <= {"withdrawn"}


@pytest.mark.parametrize("kind", [k for k in ALL if k.undoable], ids=lambda kind: kind.__name__)
def test_undo_is_refused_when_late_or_overtaken_or_not_ones_own(world, kind):
    done = world.do(kind, **ACTS[kind](world))
    with pytest.raises(Refused, match="own"):
        world.do(c.Undo, command=done.command, actor=world.li)
    event = world.rows(Event, command_id=str(done.command))[0]
    world.tick(seconds=11)
    with pytest.raises(Refused, match="too late"):
        world.do(c.Undo, command=done.command)
    world.now -= timedelta(seconds=9)
    if event.thing_kind == "ticket":
        world.do(c.NoteTicket, ticket=event.thing_id, text="inzwischen")
        with pytest.raises(Refused, match="since"):
            world.do(c.Undo, command=done.command)


@pytest.mark.parametrize("kind", [k for k in ALL if not k.undoable and k is not c.Undo], ids=lambda k: k.__name__)
def test_what_cannot_be_undone_says_so(world, kind):
    command = world.make(kind, **ACTS[kind](world))
    bus.execute(world.store, command, world.now)
    with pytest.raises(Refused, match="can't be undone"):
        world.do(c.Undo, command=command.id, actor=command.actor)


def test_undo_once(world):
    done = world.do(c.StartWork, ticket=world.open())
    world.do(c.Undo, command=done.command)
    with pytest.raises(Refused):
        world.do(c.Undo, command=done.command)
    with pytest.raises(Refused, match="not on the record"):
        world.do(c.Undo, command=uuid4())


HOSTILE = "\x1b]52;c;ZXZpbA==\x07[@click=app.quit]x[/]\u202egnp.exe\x00\ud800 [/foo] 😀 " + "中" * 50


@each
def test_hostile_text_is_harmless_in_every_field(world, kind):
    """Whatever comes from outside is cleaned before it is stored, or refused in a sentence."""
    values = ACTS[kind](world)
    texts = [f.name for f in fields(kind) if isinstance(values.get(f.name), str) and type(values[f.name]) is str]
    texts = [name for name in texts if name != "record"]  # a word of ours, not of outside
    for name in [*texts, *(["summary"] if "summary" in values else [])]:
        command = world.make(kind, **values | {name: HOSTILE})
        try:
            bus.execute(world.store, command, world.now)
        except HotlineError as error:
            assert "\x1b" not in str(error.msgid)
        values = ACTS[kind](world)
    for rows in everything(world).values():
        for row in rows:
            for value in row:
                if isinstance(value, str):
                    assert not set("\x1b\x07\x00\u202e\ud800") & set(value)


def test_a_megabyte_in_one_field_is_cut_with_a_mark(world):
    ticket = world.do(c.OpenTicket, **world.form(claimed(world)) | {"summary": "长" * 1_000_000}).thing_id
    assert len(world.row(Ticket, ticket).summary) <= 200
    assert world.row(Ticket, ticket).summary.endswith("…")


def test_an_act_that_is_refused_leaves_nothing(world):
    ticket = world.open()
    before = everything(world)
    with pytest.raises(Refused):
        world.do(c.CloseTicket, ticket=ticket)
    assert everything(world) == before
    assert world.rows(CommandRow, kind="ticket.close") == []
