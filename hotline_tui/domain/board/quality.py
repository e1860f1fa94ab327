"""A complaint in full (CU-5)."""

from __future__ import annotations

from dataclasses import dataclass

from .tickets import ClockView, EscalationRow


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """Who complains about what, who must answer by when, and what was answered."""

    id: int
    number: str
    state: str
    """open, answered, closed, withdrawn."""
    text: str
    customer_id: int
    customer: str
    contact: str
    phones: tuple[str, ...]
    ticket_id: int | None
    ticket_number: str
    about: str
    """The person it is about; empty: nobody in person."""
    role: str
    """Who must answer, by policy."""
    owner: str
    """Who of that role has it."""
    received: float
    answered: float | None
    answer: str
    closed: float | None
    cause: str
    """What was the cause, and what follows from it."""
    clocks: tuple[ClockView, ...]
    escalations: tuple[EscalationRow, ...]
    refusal: str = ""
    """msgid of why the operator who asks may not act on it; empty: may."""
    refusal_role: str = ""
