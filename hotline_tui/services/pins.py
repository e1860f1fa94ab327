"""PINs as argon2id hashes: made here, compared here, never kept or written as they are (OR-1)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from hotline_tui.domain.operators import is_pin_hash

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB = 19_456
ROUNDS = 2
LANES = 1
"""OWASP's first choice for argon2id: some 30 ms here, and a console stays small."""


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=LANES)


def hash_pin(pin: str) -> str:
    """What is kept of a PIN (`domain.operators.pin_of` has checked it)."""
    return _hasher().hash(pin)


def pin_fits(pin: str, kept: str) -> bool:
    """Whether this is the PIN of that hash. False for an empty or foreign hash."""
    from argon2.exceptions import VerificationError

    if not is_pin_hash(kept):
        return False
    try:
        return _hasher().verify(kept, pin.encode("utf-8", "surrogatepass"))  # what is no text is a wrong PIN
    except VerificationError:
        return False
