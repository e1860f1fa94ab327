"""The counters that recorded commands move."""

from sqlmodel import Field, SQLModel

from hotline_tui.store.types import BigId, num


class Feed(SQLModel, table=True):
    """One row: moved once by every command that wrote events (data.md 6)."""

    __tablename__ = "feed"
    id: int = Field(primary_key=True, sa_type=BigId)
    counter: int = num(0, big=True)
    beyond_calls: int = num(0, big=True)
    """Moved only by those that wrote of something else than calls: boards read less again where it stands still."""
