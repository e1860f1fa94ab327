"""The port between the console and the services, second part: handover, roster, overview and shift log (OR-3, FS-7).

As in `desk.py`: one call at a time from the gateway's thread, bounded reads, the errors of `errors.py`.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from .board import EngineerRow
    from .board.duty import HandoverRow, HandoverState, HandoverView, LogRow, RosterView, ShiftOverview, WorkRow


class DutyPort(Protocol):
    """What a console reads of its desk's duty."""

    def handover(self, number: int, *, now: datetime) -> HandoverView: ...

    def handovers(self, text: str = "", *, before: int | None = None) -> tuple[HandoverRow, ...]:
        """The newest first, at most 100; `text` is looked for in everything that was signed."""
        ...

    def handover_missed(self, *, now: datetime) -> HandoverView | None:
        """What somebody who is gone never handed over; None where every post's holder is at a console."""
        ...

    def handover_state(self, *, now: datetime) -> HandoverState: ...

    def roster(self, start: datetime, days: int, *, now: datetime) -> RosterView: ...

    def overview(self, *, now: datetime) -> ShiftOverview: ...

    def work_of(self, operator: int, *, now: datetime) -> tuple[WorkRow, ...]:
        """What one person has in hand: claimed calls, then open tickets by due time; at most 200."""
        ...

    def engineers(self, *, now: datetime) -> tuple[EngineerRow, ...]:
        """Every engineer of the desk, whatever the board's filter shows."""
        ...

    def log(self, text: str = "", *, before: float | None = None, since: float | None = None) -> tuple[LogRow, ...]:
        """The shift log beside the record, the newest first, at most 200."""
        ...
