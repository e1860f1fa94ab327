"""A small believable desk: three customers under different policies, engineers, two operators, frozen time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from hotline_tui.domain.commands import ClaimCall, Command, EnterCall, OpenTicket, PutContact, PutCustomer, Result
from hotline_tui.domain.triage import Answers
from hotline_tui.domain.words import Affects, Channel, FaultKind, Works
from hotline_tui.services import bus
from hotline_tui.services.bootstrap import fill_empty
from hotline_tui.services.desk import Desk
from hotline_tui.services.falling_due import sweep
from hotline_tui.services.verify import Report, verify
from hotline_tui.services.work import defaults
from hotline_tui.store.engine import Store, open_store
from hotline_tui.store.tables import (
    Article,
    Asset,
    Clock,
    Contract,
    Engineer,
    Event,
    Operator,
    OperatorRole,
    RosterEntry,
    Skill,
    table_of,
)

from ..pg_desk import Reused
from ..servers import Existing

START = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
"""Friday, 10:00 in Shanghai."""


@dataclass
class World:
    """A desk with its people and a clock of its own; commands are given by `do`."""

    store: Store
    desk: int
    wang: int
    """Operator, dispatcher and shift lead."""
    li: int
    """Operator only."""
    now: datetime = START
    ids: dict[str, int] = field(default_factory=dict)
    address: str = ""
    """Where the database is: for a second console on it."""
    tampered: bool = False
    """The test went around the services on purpose."""

    def tick(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now

    def make(self, kind: type[Command], **values: Any) -> Any:
        return kind(**{"id": uuid4(), "actor": self.wang, "desk": self.desk} | values)

    def do(self, kind: type[Command], **values: Any) -> Result:
        return bus.execute(self.store, self.make(kind, **values), self.now)

    def sweep(self) -> int:
        return sweep(self.store, self.now, budget_s=60)

    def row(self, model: Any, number: int) -> Any:
        t = table_of(model)
        with self.store.read() as conn:
            return conn.execute(select(t).where(t.c.id == number)).one()

    def rows(self, model: Any, **where: Any) -> list[Any]:
        t = table_of(model)
        with self.store.read() as conn:
            return list(conn.execute(select(t).where(*(t.c[k] == v for k, v in where.items())).order_by(t.c.id)))

    def add(self, model: Any, **values: Any) -> int:
        t = table_of(model)
        with self.store.write() as conn:
            made = conn.execute(insert(t).values(**defaults(model, t, values)))
            return int(made.inserted_primary_key[0])

    def clocks(self, ticket: int, kind: str = "ticket") -> dict[str, Any]:
        return {row.key: row for row in self.rows(Clock, thing_kind=kind, thing_id=ticket)}

    def clock(self, ticket: int, milestone: str, kind: str = "ticket") -> Any:
        """The latest clock of a milestone."""
        return [row for row in self.rows(Clock, thing_kind=kind, thing_id=ticket) if row.milestone == milestone][-1]

    def events(self, kind: str, number: int) -> list[str]:
        return [row.kind for row in self.rows(Event, thing_kind=kind, thing_id=number)]

    def loosen(self, guard: str, table: str) -> None:
        """Take a guard off, as somebody with all rights on the database can."""
        self.tampered = True
        with self.store.write() as conn:
            on_server = f"ALTER TABLE {table} DISABLE TRIGGER {guard}"
            conn.exec_driver_sql(f"DROP TRIGGER {guard}" if self.store.path else on_server)

    def verify(self) -> Report:
        return verify(self.store, self.now)

    # ---- usual beginnings

    def ring(self, phone: str = "021-5560 1180", **values: Any) -> int:
        given = {"channel": Channel.PHONE, "number": phone, "source": "test", "source_id": str(uuid4())}
        return self.do(EnterCall, **given | values).thing_id

    def claim(self, call: int | None = None, **values: Any) -> int:
        return self.do(ClaimCall, call=call, **values).thing_id

    def open(self, phone: str = "021-5560 1180", works: Works = Works.NOTHING, **values: Any) -> int:
        """A call rings, is claimed a minute later, and becomes a ticket two minutes after that."""
        call = self.ring(phone)
        self.tick(minutes=1)
        self.claim(call)
        self.tick(minutes=2)
        return self.do(OpenTicket, **self.form(call, works) | values).thing_id

    def form(self, call: int | None, works: Works = Works.NOTHING) -> dict[str, Any]:
        return {
            "call": call,
            "customer": None,
            "contact": None,
            "summary": "教务系统打不开",
            "fault_kind": FaultKind.SOFTWARE,
            "answers": Answers(works=works, affects=Affects.ALL, known_solution=False, key_point=False),
        }


_CUSTOMERS = (
    ("school", "松江第一中学", "松江", "campus", "陈老师", "021-5560 1180"),
    ("bank", "浦江银行", "浦东", "integrator", "赵工", "138 0000 1122"),
    ("museum", "海派博物馆", "徐汇", "low-voltage", "孙主任", "021-6433 2200"),
)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """The desk as every test finds it, made once."""
    path = tmp_path_factory.mktemp("template") / "desk.db"
    store = open_store(str(path), create=True, durable=False)
    made = _fill(store)
    store.close()
    return path, made


@pytest.fixture(scope="session")
def pg_world(pg_server: Existing) -> Iterator[Reused[World]]:
    """The same desk on PostgreSQL, one for all tests, each time as it was."""
    reused = Reused(pg_server, _fill)
    yield reused
    reused.close()


ON_POSTGRESQL = frozenset(
    {"test_calls", "test_visits", "test_sweep", "test_together", "test_told", "test_flow", "test_roles", "test_desk"}
    | {"test_handovers", "test_operators", "test_identity", "test_company", "test_tampering", "test_hostile_words"}
)
"""Modules whose tests run on both engines: all that lock, claim, count and hand over. The others would only show that
SQLAlchemy speaks both, at a minute's cost; `test_postgresql` does every act, twice each."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.module.__name__.rpartition(".")[2] in ON_POSTGRESQL and "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """Which database the test's desk is on."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def world(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """A copy of the desk; whatever a test did to it, its record must verify at the end.

    Its time stands still. A real desk on a server goes by the server's clock, which does not.
    """
    request.getfixturevalue("monkeypatch").setattr(Desk, "_follow", lambda *_: None)
    if engine == "sqlite":
        source, made = request.getfixturevalue("template")
        address = str(tmp_path / "desk.db")
        shutil.copyfile(source, address)
    else:
        reused = request.getfixturevalue("pg_world")
        address, made = reused.fresh(), reused.made
    here = replace(made, store=open_store(address, durable=False), address=address, ids=dict(made.ids))
    yield here
    report = here.verify()
    here.store.close()
    assert report.clean or here.tampered, report


def _fill(store: Store) -> World:
    settings = {"city_regions": ["浦东", "徐汇", "松江"]}
    desk, wang = fill_empty(
        store,
        START - timedelta(days=30),
        name="上海值班台",
        timezone="Asia/Shanghai",
        operator="王芳",
        settings=settings,
    )
    made = World(store, desk, wang, 0)
    made.li = made.add(Operator, login="li", name="李强", desk_id=desk)
    made.add(OperatorRole, operator_id=made.li, role="operator")
    for role, name in (("service_director", "周总监"), ("cs_manager", "吴经理"), ("general_manager", "郑总")):
        boss = made.add(Operator, login=role, name=name, desk_id=desk)
        made.add(OperatorRole, operator_id=boss, role=role)
        made.ids[role] = boss
    for code, name, region, policy, person, phone in _CUSTOMERS:
        _customer(made, code, name, region, policy, person, phone)
    for code, name in (("xu", "徐亮"), ("he", "何静"), ("ma", "马超")):
        _engineer(made, code, name)
    made.ids["article"] = made.add(
        Article, code="K1", title="重启服务", solution="重启", state="published", created_at=START
    )
    return made


def _engineer(w: World, code: str, name: str) -> None:
    engineer = w.add(
        Engineer, code=code, name=name, desk_id=w.desk, region="松江", phone="139 0000 0000", state="available"
    )
    w.ids[code] = engineer
    w.add(Skill, engineer_id=engineer, code="software")
    on = {"starts_at": START - timedelta(days=2), "ends_at": START + timedelta(days=5)}
    w.add(RosterEntry, desk_id=w.desk, engineer_id=engineer, **on)


def _customer(w: World, code: str, name: str, region: str, policy: str, person: str, phone: str) -> None:
    customer = w.do(PutCustomer, customer=None, name=name, region=region).thing_id
    contact = w.do(PutContact, contact=None, customer=customer, name=person, phones=(phone,)).thing_id
    contract = w.add(
        Contract,
        number=f"HT-{code}",
        customer_id=customer,
        policy=policy,
        kind="maintenance",
        service_level="gold",
        signed_on=date(2025, 1, 1),
        accepted_on=date(2025, 1, 1),
        warranty_until=date(2027, 12, 31),
    )
    asset = w.add(Asset, customer_id=customer, contract_id=contract, name="教务系统", region=region, kind="software")
    w.ids |= {code: customer, f"{code}.contact": contact, f"{code}.contract": contract, f"{code}.asset": asset}
