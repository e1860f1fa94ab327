"""What a login, a role and a kept PIN look like (OR-1)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.text import clean
from hotline_tui.domain.words import Role

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


def is_pin_hash(text: str) -> bool:
    """Whether it is what argon2id makes of a PIN, and nothing else."""
    return _PIN_HASH.fullmatch(text) is not None
