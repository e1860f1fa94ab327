"""What all acts have in common, and what they give back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What all acts have in common. `kind` is the act's name on the record."""

    kind: ClassVar[str] = ""
    undoable: ClassVar[bool] = False
    """`u` may take it back for 10 s, by a compensating command."""
    by_program: ClassVar[bool] = False
    """The program does it by itself, in whosever name: no role is asked for."""

    id: UUID
    actor: int
    desk: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a command did. `thing`/`number` name what was made or changed; `version` is its new version.

    `already` is true where the result is that of an earlier run of the same command.
    """

    command: UUID
    kind: str
    thing_kind: str = ""
    thing_id: int = 0
    number: str = ""
    version: int = 0
    undoable: bool = False
    already: bool = False
    extra: tuple[tuple[str, str | int | float | bool | None], ...] = ()

    def value(self, name: str) -> str | int | float | bool | None:
        """A named detail of the result, or None."""
        return dict(self.extra).get(name)
