"""Acts on those who sign on: operators, their roles, PINs and SSH keys (OR-1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from .base import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleCommand(Command):
    """An act on operators. `account` is who sat at the machine where nobody was signed on (`actor` 0)."""

    account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOperator(PeopleCommand):
    """A new operator at home at `desk`. `roles` hold at every desk; the login is short, of letters and digits."""

    kind: ClassVar[str] = "operator.add"
    login: str
    name: str
    name_en: str = ""
    roles: tuple[str, ...] = ()
    language: str = ""
    """`zh`, `en`, or empty: the desk's."""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRoles(PeopleCommand):
    """The roles somebody has from now on, instead of those they had: at the desk `at`, or (None) everywhere."""

    kind: ClassVar[str] = "operator.roles"
    operator: int
    roles: tuple[str, ...]
    at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPin(PeopleCommand):
    """A new PIN, hashed by argon2id before it comes here; empty takes the PIN away. On the record: only that it was."""

    kind: ClassVar[str] = "operator.pin"
    operator: int
    pin_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddKey(PeopleCommand):
    """A public SSH key, as one line in OpenSSH's form without options. A key belongs to one operator."""

    kind: ClassVar[str] = "operator.add_key"
    operator: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveKey(PeopleCommand):
    """Take a key away; `fingerprint` as `ssh-keygen -l` prints it (`SHA256:…`)."""

    kind: ClassVar[str] = "operator.remove_key"
    operator: int
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireOperator(PeopleCommand):
    """Signs on no more, by PIN or by key; consoles that are open end. What they did stays theirs."""

    kind: ClassVar[str] = "operator.retire"
    operator: int
