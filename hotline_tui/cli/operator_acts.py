"""What `hotline operator …` does. Whoever may write the database may do it; the record says which account did."""

from __future__ import annotations

import os
import pwd
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

from hotline_tui.domain.commands import (
    AddKey,
    AddOperator,
    PeopleCommand,
    RemoveKey,
    Result,
    RetireOperator,
    SetPin,
    SetRoles,
)
from hotline_tui.domain.errors import N_, Invalid, Refused
from hotline_tui.domain.operators import pin_of
from hotline_tui.domain.ssh_key import LONGEST, parse_key
from hotline_tui.domain.text import plain
from hotline_tui.locale import _
from hotline_tui.locale.words import join_words, label
from hotline_tui.services.bus import execute
from hotline_tui.services.pins import hash_pin
from hotline_tui.services.places import place_for
from hotline_tui.services.read_operators import OperatorRow, operator_by_login, operators

from .desk import Open, opened
from .faults import say_json
from .printing import columns

_SHORTEST = len("SHA256:") + 6


def account() -> str:
    """The account on this machine, for the record."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _do(desk: Open, kind: type[PeopleCommand], **values: Any) -> Result:
    command = kind(id=uuid4(), actor=0, desk=desk.place.desk, account=account(), **values)
    return execute(desk.store, command, desk.now)


def _who(desk: Open, login: str) -> int:
    with desk.store.read() as conn:
        return operator_by_login(conn, login)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for part in text.replace("，", ",").split(",") if (word := part.strip()) and word != "-")


def add_operator(
    login: str, name: str, *, name_en: str, roles: str, language: str, phone: str, database_url: str | None,
    config: Path | None,
) -> None:  # fmt: skip
    """Somebody new; says what else they need before they can sign on."""
    with opened(database_url, config) as desk:
        made = _do(
            desk, AddOperator, login=login, name=name, name_en=name_en, roles=_words(roles), language=language,
            phone=phone,
        )  # fmt: skip
    print(_("{name} may sign on as {login}.").format(name=plain(name), login=made.number))
    print(
        _("Next: `hotline operator pin {login}`, or `hotline operator add-key {login} FILE`.").format(login=made.number)
    )


def list_operators(*, retired: bool, as_json: bool, database_url: str | None, config: Path | None) -> None:
    """Everybody who may sign on; hashes of PINs are never shown."""
    with opened(database_url, config) as desk, desk.store.read() as conn:
        rows = operators(conn, desk.now, retired=retired)
    if as_json:
        say_json([_json(row) for row in rows])
        return
    columns([_columns(row) for row in rows])
    for row in rows:
        for key in row.keys:
            print(f"{row.login}  {key.fingerprint}  {key.kind} {key.bits}  {plain(key.comment)}".rstrip())


def _columns(row: OperatorRow) -> tuple[str, ...]:
    held = [label(role, "Role") for role in row.roles]
    held += [f"{label(role, 'Role')} ({desk})" for desk, role in row.roles_at]
    state = _("signs on no more") if row.retired else _("at a console") if row.at_console else ""
    ways = join_words([*([_("PIN")] if row.pin else []), *([_("SSH key")] if row.keys else [])])
    return row.login, row.name, row.desk, join_words(held) or "–", ways or "–", state


def _json(row: OperatorRow) -> dict[str, Any]:
    return {
        "login": row.login,
        "name": row.name,
        "name_en": row.name_en,
        "desk": row.desk,
        "roles": list(row.roles),
        "roles_at": [{"desk": desk, "role": role} for desk, role in row.roles_at],
        "pin": row.pin,
        "keys": [
            {"type": key.kind, "bits": key.bits, "fingerprint": key.fingerprint, "comment": key.comment}
            for key in row.keys
        ],
        "language": row.language,
        "phone": row.phone,
        "seen": row.seen.isoformat().replace("+00:00", "Z") if row.seen else None,
        "at_console": row.at_console,
        "retired": row.retired.isoformat().replace("+00:00", "Z") if row.retired else None,
    }


def set_roles(login: str, wanted: str, *, at: str, database_url: str | None, config: Path | None) -> None:
    """These roles and no others, everywhere or at one desk."""
    with opened(database_url, config) as desk:
        place = None
        if at:
            with desk.store.read() as conn:
                place = place_for(conn, desk=at)
            if place is None:
                raise Invalid(N_("There is no such desk or operator in this database. See --desk and --operator."))
        roles = _words(wanted)
        done = _do(desk, SetRoles, operator=_who(desk, login), roles=roles, at=place.desk if place else None)
    said = join_words([label(role, "Role") for role in roles]) or _("no role")
    print(_("{login}: {roles}.").format(login=done.number, roles=said))


def set_pin(login: str, *, clear: bool, database_url: str | None, config: Path | None) -> None:
    """A PIN from the terminal (twice, without echo) or from standard input; it goes no further than its hash."""
    with opened(database_url, config) as desk:
        who = _who(desk, login)
        kept = "" if clear else hash_pin(_asked_pin())
        done = _do(desk, SetPin, operator=who, pin_hash=kept)
    print((_("{login} has no PIN any more.") if clear else _("{login} has a new PIN.")).format(login=done.number))


def _asked_pin() -> str:
    if not sys.stdin.isatty():
        return pin_of(sys.stdin.readline(200))
    from getpass import getpass

    pin = pin_of(getpass(_("PIN: ")))
    if pin_of(getpass(_("Once more: "))) != pin:
        raise Invalid(N_("These are two different PINs. Nothing was changed."))
    return pin


def add_key(login: str, file: str, *, database_url: str | None, config: Path | None) -> None:
    """A public key; what is no such key is not even sent to the database."""
    key = parse_key(_read(file))
    with opened(database_url, config) as desk:
        done = _do(desk, AddKey, operator=_who(desk, login), key=key.line)
    words = _("{login} has this key already: {key}") if done.value("existing") else _("{login} may sign on with {key}")
    print(words.format(login=done.number, key=f"{key.fingerprint} ({key.kind} {key.bits})"))


def _read(file: str) -> str:
    """A key file's text, at most a little more than the longest key."""
    try:
        if file == "-":
            raw = sys.stdin.buffer.read(LONGEST + 1)
        else:
            with Path(file).expanduser().open("rb") as opened_file:
                raw = opened_file.read(LONGEST + 1)
    except OSError as error:
        why = error.strerror or str(error)
        raise Invalid(N_("{path}: can't be read ({why})."), path=file, why=why) from error
    return raw.decode("utf-8", "replace")


def remove_key(login: str, fingerprint: str, *, database_url: str | None, config: Path | None) -> None:
    """By its fingerprint, or the beginning of it."""
    with opened(database_url, config) as desk:
        who = _who(desk, login)
        with desk.store.read() as conn:
            row = next(one for one in operators(conn, desk.now, retired=True) if one.id == who)
        mark = _full(fingerprint, row)
        done = _do(desk, RemoveKey, operator=who, fingerprint=mark)
    print(_("{login} signs on no more with {key}").format(login=done.number, key=mark))


def _full(given: str, row: OperatorRow) -> str:
    """The one fingerprint that begins so; what was given where none or several do."""
    wanted = given if given.startswith("SHA256:") else f"SHA256:{given}"
    found = [key.fingerprint for key in row.keys if key.fingerprint.startswith(wanted)]
    return found[0] if len(found) == 1 and len(wanted) >= _SHORTEST else wanted


def retire(login: str, *, yes: bool, database_url: str | None, config: Path | None) -> None:
    """The end of signing on; asks first, because it can't be taken back."""
    with opened(database_url, config) as desk:
        who = _who(desk, login)
        if not yes and not _sure(login):
            raise Refused(N_("Nothing was changed."))
        done = _do(desk, RetireOperator, operator=who)
    print(_("{login} signs on no more.").format(login=done.number))
    if done.value("tickets"):
        words = _("Open tickets still in this name: {count}. Pass them on at a console.")
        print(words.format(count=done.value("tickets")))


def _sure(login: str) -> bool:
    if not sys.stdin.isatty():
        raise Invalid(N_("This can't be taken back. Say --yes when it is meant."))
    answer = input(_("Let {login} sign on no more, for good? [y/N] ").format(login=login))
    return answer.strip().casefold() in ("y", "yes", "是")
