"""Attempts to call somebody back."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import SQLModel

from hotline_tui.store.types import key, num, opt, ref, txt, when


class CallbackAttempt(SQLModel, table=True):
    """One try to reach a caller who hung up (IN-8)."""

    __tablename__ = "callback_attempt"
    __table_args__ = (Index("callback_attempt_once", "call_id", "number", unique=True),)
    id: int | None = key()
    call_id: int = ref("call.id")
    number: int = num()
    at: datetime = when()
    by_id: int | None = opt("operator.id")
    result: str = txt()
    """reached, no_answer, busy, wrong_number."""
    note: str = txt("")
