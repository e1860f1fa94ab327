"""The demo company comes in: people, shifts, engineers, customers with contracts and systems, known problems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from sqlmodel import SQLModel

from hotline_tui.domain import phone
from hotline_tui.domain.commands import Command, Result
from hotline_tui.domain.words import Role, ThingKind
from hotline_tui.services import demo_roster
from hotline_tui.services.bus import handles
from hotline_tui.services.demo_files import Client, Company, company
from hotline_tui.services.work import Work, defaults
from hotline_tui.store import search
from hotline_tui.store.tables import (
    Article,
    Asset,
    Contact,
    ContactPhone,
    Contract,
    ContractContact,
    Customer,
    Engineer,
    Operator,
    OperatorRole,
    Skill,
    table_of,
)

WARRANTY_YEARS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveIn(Command):
    """Everything of the demo company that does not change from minute to minute. `opened`: when the demo opens."""

    kind: ClassVar[str] = "demo.move_in"
    language: str
    opened: datetime


class _Rows:
    """Rows of one table, gathered and inserted together: the database is empty, so ids count from the first."""

    def __init__(self, w: Work) -> None:
        self.w = w
        self.rows: dict[type[SQLModel], list[dict[str, Any]]] = {}

    def add(self, model: type[SQLModel], /, **values: Any) -> int:
        rows = self.rows.setdefault(model, [])
        row_id = len(rows) + 1
        known = {"id": row_id, **values}
        rows.append(known if rows else defaults(model, table_of(model), known))
        return row_id

    def write(self) -> None:
        for model, rows in self.rows.items():
            first = rows[0]
            self.w.conn.execute(table_of(model).insert(), [{**first, **row} for row in rows])


@handles(MoveIn)
def move_in(w: Work, c: MoveIn) -> Result:
    """One event for each person, engineer, customer, contract, system and article."""
    about = company(c.language)
    zone = ZoneInfo(about.zone)
    _people(w, c, about)
    rows = _Rows(w)
    things = [*_engineers(rows, c, about), *_customers(rows, c, about, c.opened.astimezone(zone).date())]
    things += _articles(rows, w, about)
    rows.write()
    for kind, number, name in things:
        w.event(kind, number, f"{kind}.import", name=name)
    demo_roster.plan(w, c.desk, about, c.opened)
    w.event(ThingKind.DESK, c.desk, c.kind, language=c.language)
    return w.result(ThingKind.DESK, c.desk)


def _people(w: Work, c: MoveIn, about: Company) -> None:
    """The first one is there already: the desk was made in that name."""
    for person in about.people[1:]:
        made = w.add(
            Operator,
            login=person.login,
            name=person.name,
            desk_id=c.desk,
            phone=person.phone,
            language=c.language,
        )
        for role in person.roles:
            w.add(OperatorRole, operator_id=made, role=str(Role(role)), desk_id=None)
        w.event(ThingKind.OPERATOR, made, "operator.put", name=person.name)


Thing = tuple[ThingKind, int, str]


def _engineers(rows: _Rows, c: MoveIn, about: Company) -> Iterator[Thing]:
    for place, one in enumerate(about.fitters, start=1):
        made = rows.add(
            Engineer,
            code=f"E{place:02d}",
            name=one.name,
            desk_id=c.desk,
            phone=one.phone,
            phone_e164=_e164(one.phone),
            tier=str(one.tier),
            region=one.region,
            senior=one.senior,
            state="off_duty",
            since=demo_roster.duty_start(c.opened, about.zone),
            search=search.document(names=[one.name], phones=[one.phone]),
        )
        for grade, skill in zip((3, 2, 1), one.skills, strict=False):
            rows.add(Skill, engineer_id=made, code=skill, grade=grade if one.senior else min(2, grade))
        yield ThingKind.ENGINEER, made, one.name


def _customers(rows: _Rows, c: MoveIn, about: Company, today: date) -> Iterator[Thing]:
    for place, one in enumerate(about.clients, start=1):
        accepted = today - timedelta(days=round(one.years * 365.25))
        numbers = [_e164(contact[1]) for contact in one.contacts]
        names = [one.name, *(contact[0] for contact in one.contacts)]
        code = f"C{place:05d}"
        customer = rows.add(
            Customer,
            code=code,
            name=one.name,
            region=one.region,
            desk_id=c.desk,
            created_at=datetime.combine(accepted, time(1), UTC),
            search=search.document(code, one.region, names=names, phones=numbers),
        )
        yield ThingKind.CUSTOMER, customer, one.name
        contract = _contract(rows, customer, one, accepted)
        yield ThingKind.CONTRACT, contract, one.name
        for (name, written, mail), number in zip(one.contacts, numbers, strict=True):
            contact = rows.add(Contact, customer_id=customer, name=name, email=mail)
            rows.add(ContactPhone, contact_id=contact, e164=number, written=written)
            rows.add(ContractContact, contract_id=contract, contact_id=contact)
            yield ThingKind.CONTACT, contact, name
        for asset in _systems(rows, customer, contract, one, accepted):
            yield ThingKind.ASSET, asset, one.name


def _contract(rows: _Rows, customer: int, one: Client, accepted: date) -> int:
    return rows.add(
        Contract,
        number=f"HT-{accepted:%Y}-{customer:03d}",
        customer_id=customer,
        name=one.name,
        kind="maintenance" if one.level == "gold" and one.policy == "security-vendor" else "warranty",
        policy=one.policy,
        service_level=one.level,
        overrides=_agreed(one),
        signed_on=accepted - timedelta(days=60),
        accepted_on=accepted,
        warranty_until=_years_on(accepted, WARRANTY_YEARS),
    )


def _years_on(day: date, years: int) -> date:
    """The last day of a term of years."""
    return date(day.year + years, day.month, min(day.day, 28)) - timedelta(days=1)


_AGREED: dict[str, tuple[tuple[str, str], ...]] = {
    "gold": (("respond", "30m"), ("arrive", "4h"), ("restore", "24h"), ("loaner", "48h")),
    "silver": (("respond", "1h"), ("arrive", "8h"), ("restore", "48h")),
}


def _agreed(one: Client) -> list[object]:
    """Times that a contract sets itself (SL-C1, SL-0)."""
    if one.policy != "security-vendor":
        return []
    lines: list[object] = []
    for milestone, within in _AGREED.get(one.level, ()):
        line: dict[str, Any] = {
            "id": f"own-{milestone}",
            "requirement": "SL-C2" if milestone == "loaner" else "SL-C1",
            "milestone": milestone,
            "within": within,
            "clause": {"zh": f"合同约定：{within}", "en": f"Agreed in the contract: {within}"},
        }
        if milestone == "loaner":
            line |= {"trigger": "restore_missed"}
        elif milestone != "respond":
            line |= {"when": {"level": ["P1", "P2", "P3"]}}
        lines.append(line)
    return lines


def _systems(rows: _Rows, customer: int, contract: int, one: Client, accepted: date) -> Iterator[int]:
    for place, (name, model, kind) in enumerate(one.systems, start=1):
        yield rows.add(
            Asset,
            customer_id=customer,
            contract_id=contract,
            kind=kind,
            name=name,
            model=model,
            serial=f"SN{customer:03d}{place}{accepted:%y%m}",
            region=one.region,
            in_city=one.in_city,
            key_point=place == 1 and one.level == "gold",
            installed_on=accepted - timedelta(days=20),
            accepted_on=accepted,
        )


def _articles(rows: _Rows, w: Work, about: Company) -> Iterator[Thing]:
    for place, one in enumerate(about.articles):
        made = rows.add(
            Article,
            code=one.code,
            title=one.title,
            fault_kind=one.fault,
            product=one.product,
            symptom=one.symptom,
            cause=one.cause,
            solution=one.solution,
            language=about.language,
            state="published",
            used=(place * 7) % 23,
            search=search.document(one.code, one.title, one.symptom, one.cause),
            created_at=w.now - timedelta(days=20 + place * 5),
        )
        yield ThingKind.ARTICLE, made, one.title


def _e164(written: str) -> str:
    parsed = phone.parse(written)
    return parsed.e164 or parsed.digits if parsed else ""
