"""The duty mobile."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import SQLModel

from hotline_tui.store.types import key, maybe_when, opt, ref, txt, when


class DutyMobile(SQLModel, table=True):
    """The duty mobile's passing from hand to hand: the latest row says who has it."""

    __tablename__ = "duty_mobile"
    __table_args__ = (Index("duty_mobile_desk", "desk_id", "since"),)
    id: int | None = key()
    desk_id: int = ref("desk.id")
    number: str = txt()
    operator_id: int | None = opt("operator.id")
    engineer_id: int | None = opt("engineer.id")
    since: datetime = when()
    tested_at: datetime | None = maybe_when()
    handed_by_id: int | None = opt("operator.id")
    note: str = txt("")
