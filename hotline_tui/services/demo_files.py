"""The demo company as its files say, in one language: who works here, who the customers are, what they report."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from pathlib import Path
from typing import Any

from hotline_tui.domain.triage import Answers
from hotline_tui.domain.words import Affects, FaultKind, Tier, Works
from hotline_tui.resources import data_root

CHINESE, ENGLISH = "zh", "en"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in to a console."""

    login: str
    name: str
    roles: tuple[str, ...]
    phone: str


@dataclass(frozen=True, slots=True)
class ShiftPlan:
    """One of the day's shifts: when it begins and ends (desk time), and who sits there: call-taker, dispatch."""

    code: str
    name: str
    begins: time
    ends: time
    people: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Fitter:
    """An engineer. `round_the_clock`: on the roster day and night, else 08:00–18:00."""

    name: str
    phone: str
    tier: Tier
    region: str
    senior: bool
    round_the_clock: bool
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Client:
    """A customer with contacts (name, phone, mail) and systems (name, model, kind)."""

    name: str
    region: str
    in_city: bool
    policy: str
    level: str
    years: float
    """Since the acceptance of its contract."""
    contacts: tuple[tuple[str, str, str], ...]
    systems: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What a customer reports."""

    fault: FaultKind
    answers: Answers
    text: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, form, fax or message."""

    channel: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Known:
    """A known problem with its solution."""

    code: str
    fault: str
    product: str
    title: str
    symptom: str
    cause: str
    solution: str


@dataclass(frozen=True, slots=True)
class Company:
    """The whole of it."""

    language: str
    name: str
    zone: str
    prefix: str
    mobile: str
    city_regions: tuple[str, ...]
    people: tuple[Person, ...]
    shifts: tuple[ShiftPlan, ...]
    fitters: tuple[Fitter, ...]
    clients: tuple[Client, ...]
    problems: dict[str, tuple[Problem, ...]]
    """By policy."""
    results: dict[str, tuple[str, str]]
    """Fault kind → cause, method."""
    letters: tuple[Letter, ...]
    strangers: tuple[tuple[str, str], ...]
    """Number, name as given."""
    words: dict[str, str]
    articles: tuple[Known, ...]
    scenes: dict[str, Any]
    """`tickets.toml` as it stands: what is under way when the demo opens."""


def demo_folder() -> Path:
    """Where the files are."""
    return data_root() / "demo"


@lru_cache(maxsize=2)
def company(language: str) -> Company:
    """The demo company in Chinese (`zh`) or English (`en`)."""
    english = language == ENGLISH
    who = _read("company.en.toml" if english else "company.toml")
    day = _read("day.toml")
    desk = who["desk"]
    return Company(
        language=ENGLISH if english else CHINESE,
        name=desk["name"],
        zone=desk["timezone"],
        prefix=desk["prefix"],
        mobile=desk["mobile"],
        city_regions=tuple(desk["city_regions"]),
        people=tuple(Person(p["login"], p["name"], tuple(p["roles"]), p["phone"]) for p in who["operators"]),
        shifts=tuple(_shift(s) for s in who["shifts"]),
        fitters=tuple(_fitter(row) for row in who["engineers"]["rows"]),
        clients=tuple(_client(row) for row in who["customers"]["rows"]),
        problems={name: _problems(group["rows"], english) for group in day["problems"] for name in group["for"]},
        results={row[0]: (row[3], row[4]) if english else (row[1], row[2]) for row in day["results"]["rows"]},
        letters=tuple(Letter(r[0], *(r[3:5] if english else r[1:3])) for r in day["letters"]["rows"]),
        strangers=tuple((row[0], row[2 if english else 1]) for row in day["strangers"]["rows"]),
        words={key: pair[1 if english else 0] for key, pair in day["words"].items()},
        articles=tuple(_known(entry, ENGLISH if english else CHINESE) for entry in _read("articles.toml")["article"]),
        scenes=_read("tickets.toml"),
    )


def _read(name: str) -> dict[str, Any]:
    with (demo_folder() / name).open("rb") as file:
        return tomllib.load(file)


def _clock(word: str) -> time:
    hour, minute = (int(part) for part in word.split(":"))
    return time(hour % 24, minute)


def _shift(table: dict[str, Any]) -> ShiftPlan:
    first, second = table["people"]
    return ShiftPlan(table["code"], table["name"], _clock(table["from"]), _clock(table["to"]), (first, second))


def _fitter(row: list[Any]) -> Fitter:
    name, phone, tier, region, senior, duty, skills = row
    return Fitter(name, phone, Tier(tier), region, senior, duty == "all", tuple(skills))


def _client(row: list[Any]) -> Client:
    name, region, in_city, policy, level, years, contacts, systems = row
    people = tuple((c[0], c[1], c[2]) for c in contacts)
    return Client(name, region, in_city, policy, level, years, people, tuple((s[0], s[1], s[2]) for s in systems))


def _problems(rows: list[list[Any]], english: bool) -> tuple[Problem, ...]:
    return tuple(
        Problem(FaultKind(row[0]), Answers(Works(row[1]), Affects(row[2]), row[3], row[4]), row[6 if english else 5])
        for row in rows
    )


def _known(entry: dict[str, Any], language: str) -> Known:
    texts = (entry[name][language] for name in ("title", "symptom", "cause", "solution"))
    return Known(entry["code"], entry["fault_kind"], entry["product"], *texts)
