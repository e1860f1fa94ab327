"""Text that stands in data in both languages: clauses, titles, charges."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """The same text in both languages."""

    zh: str
    en: str
