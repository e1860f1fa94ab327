"""The one way in for acts: `execute` finds the command's handler and runs it as one transaction, exactly once.

Handlers say which command they take by `@handles(SomeCommand)`; their modules are imported when such an act comes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from importlib import import_module
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection

from hotline_tui.domain.commands import AddKey, Command, LoadPolicy, Result
from hotline_tui.domain.errors import N_, HotlineError, Invalid
from hotline_tui.domain.text import clean
from hotline_tui.services import allowed, locking
from hotline_tui.services.work import Work
from hotline_tui.store import record
from hotline_tui.store.engine import Store
from hotline_tui.store.record import Envelope, Unit

C = TypeVar("C", bound=Command)
D = TypeVar("D", bound=Any)
Handler = Callable[[Work, C], Result]

_HANDLERS: dict[type[Command], Callable[[Work, Any], Result]] = {}
_ROOMS = (
    *("calls", "call_ends", "call_backs", "tickets", "triage_acts", "ticket_acts", "ticket_states", "ticket_ties"),
    *("visits", "visit_states", "engineers", "complaints", "escalations", "told", "customers"),
    *("duty", "handovers", "handover_signing", "handover_late", "undo", "roster"),
    *("operators", "policies", "imports", "bootstrap"),
)
"""What happens every hour first."""

LINES = frozenset({"text", "note", "notes", "cause", "method", "result", "reason", "fields"})
"""Fields that may hold several lines; every other text is one line."""

EXACT: frozenset[tuple[type, str]] = frozenset({(LoadPolicy, "text"), (AddKey, "key")})
"""Fields that are read letter by letter: kept as they are, or refused."""

NOTHING_LATER: frozenset[str] = frozenset()


def handles(command: type[C]) -> Callable[[Callable[[Work, C], Result]], Callable[[Work, C], Result]]:
    """Name the handler of a command."""

    def keep(handler: Callable[[Work, C], Result]) -> Callable[[Work, C], Result]:
        if command in _HANDLERS:
            raise TypeError(f"{command.__name__} has two handlers")
        _HANDLERS[command] = handler
        return handler

    return keep


def handlers() -> dict[type[Command], Callable[[Work, Any], Result]]:
    """Every command's handler."""
    for room in _ROOMS:  # what is loaded already costs a look-up
        import_module(f"hotline_tui.services.{room}")
    return _HANDLERS


def handler_of(command: type[Command]) -> Callable[[Work, Any], Result]:
    """One command's handler. Rooms are imported until it is there: few consoles plan rosters and take policies."""
    for room in _ROOMS:
        if command in _HANDLERS:
            break
        import_module(f"hotline_tui.services.{room}")
    handler = _HANDLERS[command]
    import_module(handler.__module__)  # another thread may be at it: this waits until it is whole
    return handler


def execute(store: Store, command: Command, now: datetime, *, session: int | None = None) -> Result:
    """Carry a command out, exactly once, in one transaction; a repeated id returns the first result as `already`.

    `now` is an aware instant. Raises Refused, Conflict, Invalid or Unavailable; then nothing was written.
    """
    for turn in count(1):
        try:
            with store.write() as conn:
                return execute_in(conn, command, now, session=session)
        except HotlineError as error:
            if not locking.again(error, turn):
                raise
    raise AssertionError("a command ends with its result or its error")


def outcome(store: Store, command: UUID) -> Result | None:
    """What a command whose answer was lost has done, or None when it was not carried out. Waits for it to end."""
    from hotline_tui.store.outcomes import settled

    kept = settled(store, command)
    return None if kept is None else result_of(kept, already=True)


def execute_in(
    conn: Connection,
    command: Command,
    now: datetime,
    *,
    session: int | None = None,
    later: frozenset[str] = NOTHING_LATER,
) -> Result:
    """The same within a transaction that is open already (imports, demo: many commands, all or nothing).

    `later` are kinds of things whose clocks a later command on the same things brings in step, in this transaction.
    """
    handler = handler_of(type(command))
    asked = cleaned(command)
    envelope = Envelope(
        id=asked.id, kind=asked.kind, request=asked, actor_id=asked.actor or None, now=now, session_id=session
    )
    outcome = record.execute_in(conn, envelope, lambda unit: _to_json(_run(unit, handler, asked, now, later)))
    return result_of(outcome.result, already=outcome.repeated)


def _run(
    unit: Unit, handler: Callable[[Work, Any], Result], command: Command, now: datetime, later: frozenset[str]
) -> Result:
    locking.lock(unit, command)
    latest = _latest(unit, locking.named(command))
    w = Work(unit, command, max(now, latest or now), later)
    allowed.check(w)
    return handler(w, command)


def _latest(unit: Unit, things: list[tuple[str, int]]) -> datetime | None:
    """When the youngest of these things' last event was: a clock that jumped back does not date an act before it."""
    return max((at for _, _, at in unit.heads(things).values()), default=None)


def _to_json(result: Result) -> dict[str, Any]:
    kept = {f.name: getattr(result, f.name) for f in fields(result) if f.name not in ("already", "extra")}
    return kept | {"extra": [[name, value] for name, value in result.extra]}


def result_of(kept: dict[str, Any], *, already: bool) -> Result:
    """A stored result."""
    known = {f.name for f in fields(Result)}
    values = {name: value for name, value in kept.items() if name in known}
    values["command"] = UUID(str(kept["command"]))
    values["extra"] = tuple((str(name), value) for name, value in kept.get("extra", ()))
    return Result(**values | {"already": already})


def cleaned(thing: D) -> D:
    """The same command with all its text made harmless (facts.md, trap 1), before it is hashed or stored."""
    changes: dict[str, Any] = {}
    for field in fields(thing):
        value = getattr(thing, field.name)
        exact = (type(thing), field.name) in EXACT
        new = _exact(value) if exact else _harmless(value, lines=field.name in LINES)
        if new is not value and new != value:
            changes[field.name] = new
    return replace(thing, **changes) if changes else thing


def _harmless(value: Any, *, lines: bool) -> Any:
    """Texts cleaned, also within tuples and parts; words of ours (enums) and everything else as they are."""
    if type(value) is str:
        return clean(value, lines=lines)
    if isinstance(value, tuple):
        named = len(value) == 2 and isinstance(value[0], str)
        return tuple(_harmless(item, lines=lines or (named and value[0] in LINES)) for item in value)
    return cleaned(value) if is_dataclass(value) and not isinstance(value, type) else value


def _exact(text: str) -> str:
    """A policy's or a key's text is kept as it is; it must only be text that can be stored."""
    if "\x00" in text or any("\ud800" <= ch <= "\udfff" for ch in text):
        raise Invalid(N_("The file holds characters that are no text. Save it as UTF-8 and try again."))
    return text
