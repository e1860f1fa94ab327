"""The second part of a console's desk: handover, roster, overview and shift log. `services.desk.Desk` is made of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from hotline_tui.services.seated import Seated

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from hotline_tui.domain.board import BoardQuery, EngineerRow
    from hotline_tui.domain.board.duty import (
        HandoverRow,
        HandoverState,
        HandoverView,
        LogRow,
        RosterView,
        ShiftOverview,
        WorkRow,
    )


class DutyDesk(Seated):
    """Implements `domain.duty_desk.DutyPort`; each module is loaded when it is first asked for."""

    def handover(self, number: int, *, now: datetime) -> HandoverView:
        from hotline_tui.services import read_handover

        with self.store.read() as conn:
            return read_handover.view(conn, number, now=self._now(now))

    def handovers(self, text: str = "", *, before: int | None = None) -> tuple[HandoverRow, ...]:
        from hotline_tui.services import read_handover

        with self.store.read() as conn:
            return read_handover.rows(conn, self._who().desk_id, text=text, before=before)

    def handover_missed(self, *, now: datetime) -> HandoverView | None:
        from hotline_tui.services import read_handover

        me = self._who()
        with self.store.read() as conn:
            return read_handover.missed(conn, me.desk_id, me.operator_id, now=self._now(now))

    @staticmethod
    def handing(conn: Connection, query: BoardQuery, now: datetime) -> HandoverState:
        """The same for a board, within its own transaction."""
        from hotline_tui.services import read_handover_state

        return read_handover_state.state(conn, query.desk, query.operator, now=now)

    def handover_state(self, *, now: datetime) -> HandoverState:
        from hotline_tui.services import read_handover_state

        me = self._who()
        with self.store.read() as conn:
            return read_handover_state.state(conn, me.desk_id, me.operator_id, now=self._now(now))

    def roster(self, start: datetime, days: int, *, now: datetime) -> RosterView:
        from hotline_tui.services import read_roster

        with self.store.read() as conn:
            return read_roster.roster(conn, self._who().desk_id, start=start, days=days, now=self._now(now))

    def overview(self, *, now: datetime) -> ShiftOverview:
        from hotline_tui.services import read_roster

        with self.store.read() as conn:
            return read_roster.overview(conn, self._who().desk_id, now=self._now(now))

    def work_of(self, operator: int, *, now: datetime) -> tuple[WorkRow, ...]:
        from hotline_tui.services import read_seats

        with self.store.read() as conn:
            return read_seats.work_of(conn, self._who().desk_id, operator)

    def engineers(self, *, now: datetime) -> tuple[EngineerRow, ...]:
        from hotline_tui.services.read_engineers import engineer_rows

        with self.store.read() as conn:
            return engineer_rows(conn, self._who().desk_id, "", self._now(now))

    def log(self, text: str = "", *, before: float | None = None, since: float | None = None) -> tuple[LogRow, ...]:
        from hotline_tui.services import read_log

        with self.store.read() as conn:
            return read_log.entries(conn, self._who().desk_id, text=text, before=before, since=since)
