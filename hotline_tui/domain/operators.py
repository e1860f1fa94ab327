"""What a login, a role and a kept PIN look like (OR-1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.text import clean
from hotline_tui.domain.words import Role

SHORTEST_PIN, LONGEST_PIN = 4, 12

_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
_PIN_HASH = re.compile(r"\$argon2id\$v=\d+\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]{8,88}\$[A-Za-z0-9+/]{16,128}")


def login_of(text: str) -> str:
    """A login as it is kept: in small letters. Raises Invalid for what is none."""
    found = text.strip()
    if not _LOGIN.fullmatch(found):
        raise Invalid(N_("“{login}” is no login: letters, digits, dot, dash, at most 32."), login=clean(text))
    return found.casefold()


def roles_of(words: Iterable[str]) -> tuple[Role, ...]:
    """Roles by their stored words, each once, in the order of the ranks. Raises Invalid for a word that is none."""
    wanted = {word.strip() for word in words}
    unknown = sorted(wanted - set(Role))
    if unknown:
        raise Invalid(N_("“{role}” is no role. Possible are: {roles}."), role=clean(unknown[0]), roles=", ".join(Role))
    return tuple(role for role in Role if role in wanted)


def pin_of(text: str) -> str:
    """A PIN as it is hashed: digits, also when a Chinese input method made them wide. Invalid for one that is guessed.

    Nothing of it stands in the refusal.
    """
    pin = unicodedata.normalize("NFKC", text).strip()
    if not (pin.isascii() and pin.isdecimal() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
        raise Invalid(N_("A PIN has {least} to {most} digits and nothing else."), least=SHORTEST_PIN, most=LONGEST_PIN)
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if steps in ({0}, {1}, {9}):
        raise Invalid(N_("This PIN is guessed first: all digits alike, or in a row. Choose another one."))
    return pin


def is_pin_hash(text: str) -> bool:
    """Whether it is what argon2id makes of a PIN, and nothing else."""
    return _PIN_HASH.fullmatch(text) is not None
