"""The due times of the coming shift on a line of hours, above the shift lead's list (OR-3)."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from hotline_tui.domain.board.duty import ShiftOverview
from hotline_tui.locale import _
from hotline_tui.locale.dates import clock_time
from hotline_tui.ui.console import console
from hotline_tui.ui.due_hours import LATE_CELLS, Hour, columns
from hotline_tui.ui.format import cells, pad

from .at_once import AtOnce
from .flow import DIM

MOST = 99
"""More are drawn as `99`: nobody reads three digits in three cells."""


class DueLine(AtOnce, Static):
    """Three rows: hours, how many fall due, how many of them are P1 or P2."""

    DEFAULT_CSS = "DueLine { height: 3; }"

    def __init__(self) -> None:
        super().__init__("", id="dues", markup=False)
        self._view: ShiftOverview | None = None

    def show(self, view: ShiftOverview) -> None:
        """Another picture."""
        self._view = view
        self._say()

    def on_resize(self) -> None:
        """Other columns."""
        self._say()

    def _say(self) -> None:
        view, app = self._view, console(self)
        if view is None or not self.size.width:
            return
        titles = (_("Hour"), _("Due"), "P1/P2")
        label = max(cells(title) for title in titles) + 2
        found, width = columns(view.dues, app.now(), view.coming_end, app.zone, self.size.width - label)
        rows = [[(pad(title, label), DIM)] for title in titles]
        for hour in found:
            room = LATE_CELLS if hour.start is None else width
            rows[0].append((_right(self._hour(hour), room), DIM))
            rows[1].append((_right(_count(hour.due), room), _tone(hour, hour.due)))
            rows[2].append((_right(_count(hour.dangerous), room), "bold $error" if hour.dangerous else DIM))
        self.update(Content("\n").join(Content.assemble(*row) for row in rows))

    def _hour(self, hour: Hour) -> str:
        return _("late") if hour.start is None else clock_time(hour.start, console(self).zone)[:2]


def _tone(hour: Hour, count: int) -> str:
    if not count:
        return DIM
    return "bold $error" if hour.start is None else "bold $warning" if hour.dangerous else "$foreground"


def _count(count: int) -> str:
    return str(min(count, MOST)) if count else "·"


def _right(text: str, width: int) -> str:
    return " " * max(0, width - cells(text)) + text
