"""What a customer file holds once it has been read: rows by kind, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Value = str | int | bool | date | tuple[str, ...] | None


class Kind(StrEnum):
    """The sheets of a file, in the order in which they are taken in: later ones refer to earlier ones."""

    CUSTOMERS = "customers"
    CONTACTS = "contacts"
    CONTRACTS = "contracts"
    SYSTEMS = "systems"
    ENGINEERS = "engineers"


KEYS: dict[Kind, tuple[str, ...]] = {
    Kind.CUSTOMERS: ("code",),
    Kind.CONTACTS: ("customer", "name"),
    Kind.CONTRACTS: ("number",),
    Kind.SYSTEMS: ("customer", "name", "serial"),
    Kind.ENGINEERS: ("code",),
}
"""What makes a row the same as one that is there already: a second import changes it instead of adding it twice."""


@dataclass(frozen=True, slots=True)
class CellFault:
    """One thing that is wrong: where (`sheet`, `line`, `column`; 0 and empty where they do not apply) and what."""

    sheet: str
    line: int
    column: str
    msgid: str
    params: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row: its kind, its sheet and line in the file, its values by column name (missing ones are not there)."""

    kind: Kind
    sheet: str
    line: int
    values: dict[str, Value]

    def text(self, name: str) -> str:
        """A value as text; empty where there is none."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def many(self, name: str) -> tuple[str, ...]:
        """A value that is a list."""
        value = self.values.get(name)
        return value if isinstance(value, tuple) else ()


@dataclass(slots=True)
class Batch:
    """What a file holds, and what is wrong with it."""

    file: str
    rows: list[ImportRow] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)

    def of(self, kind: Kind) -> list[ImportRow]:
        """The rows of one kind, in the file's order."""
        return [row for row in self.rows if row.kind == kind]
