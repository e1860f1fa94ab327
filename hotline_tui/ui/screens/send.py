"""Choose an engineer for a ticket: who fits, best first, and why (FS-2). At once, for later, or by remote login."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from hotline_tui.domain.board import CandidateRow
from hotline_tui.domain.text import plain
from hotline_tui.domain.words import EngineerState, Tier
from hotline_tui.locale import _
from hotline_tui.locale.dates import clock_time, number
from hotline_tui.locale.errors import sentence
from hotline_tui.locale.words import label, short
from hotline_tui.ui.console import console
from hotline_tui.ui.widgets.clocks import late
from hotline_tui.ui.widgets.columns import BLANK, Cell, Column, Part, cell, cell_of, first_fit
from hotline_tui.ui.widgets.flow import DIM
from hotline_tui.ui.widgets.rows import RowList

from .field_dialogs import EtaScreen
from .sheet import ListSheet

SIGNS = {"+": "bold $success", "!": "bold $error"}
"""A reason for, one that must be known; a reason against is plain."""

REASONS = 9
"""Lines for the reasons."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is sent; `planned` (aware, UTC): reserved for then, not sent yet."""

    engineer: int
    planned: datetime | None = None
    remote: bool = False


class SendScreen(ListSheet[Chosen, CandidateRow]):
    """Gives who was chosen. `reassign`: a visit that is there gets another engineer."""

    DEFAULT_CSS = "SendScreen #why { height: auto; max-height: 9; margin-top: 1; }"
    columns: ClassVar[Sequence[Column]] = (
        Column("name", 10, 6),
        Column("state", 9, 6),
        Column("eta", 16, 11, english=22, english_least=16),
        Column("region", 9, 6, rank=3),
        Column("tier", 8, 6, rank=5),
        Column("phone", 15, 14, rank=4),
        Column("skills", 16, 8, rank=1, grow=True, most=40),
    )
    row_keys: ClassVar[frozenset[str]] = frozenset({"Enter", "r", "m"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "choose", show=False),
        Binding("r,R,f5", "later", show=False),
        Binding("m,M,f4", "remote", show=False),
    ]

    def __init__(self, ticket: int, *, about: str = "", engineer: int | None = None, reassign: bool = False) -> None:
        title = _("Another engineer") if reassign else _("Send an engineer")
        super().__init__(plain(f"{title}  {about}".strip()))
        self._ticket = ticket
        self._first = engineer
        self._reassign = reassign

    def keys(self) -> Sequence[tuple[str, str]]:
        """Reserving and remote work make a visit; a visit that is there is only given to somebody."""
        if self._reassign:
            return (("Enter", _("Give it to")), ("Esc", _("Back")))
        return (("Enter", _("Send now")), ("r", _("Reserve for later")), ("m", _("Remote login")), ("Esc", _("Back")))

    def body(self) -> Iterator[Widget]:
        """The list, and the reasons for the one under the cursor."""
        yield from super().body()
        yield Static(id="why", markup=False)

    def on_mount(self) -> None:
        """Ask for those who fit."""
        ticket = self._ticket
        console(self).ask(self, "candidates", lambda desk, now: desk.candidates(ticket, now=now))

    def answered(self, kind: str, value: object) -> None:
        """Best first, those who do not fit last."""
        if not isinstance(value, tuple):
            return
        rows = [row for row in value if isinstance(row, CandidateRow)]
        self.list.update_rows(rows, console(self).now())
        fit = sum(row.fits for row in rows)
        self.fit_height(self.list.order.lines + REASONS)
        self.say(self.heading, _("{fit} of {count} fit").format(fit=number(fit), count=number(len(rows))))
        if self._first is not None:
            self.list.select(self._first)
        self._why()

    def key(self, row: CandidateRow) -> Hashable:
        """The engineer."""
        return row.engineer_id

    def group(self, row: CandidateRow) -> str:
        """Those who do not fit stand below a line."""
        return "" if row.fits else _("Do not fit")

    def cells(self, row: CandidateRow, now: float) -> Sequence[Cell]:
        """Name, status, when there, region, tier, phone, skills."""
        free = row.state == EngineerState.AVAILABLE
        return (
            cell(row.name, "strong" if row.fits else "dim"),
            cell(short(row.state, EngineerState), "good" if free else "dim" if not row.fits else ""),
            self._eta(row),
            cell(short(row.region, "region"), "dim"),
            cell(short(row.tier, Tier), "dim"),
            cell(row.phone, "dim"),
            cell(" ".join(short(skill, "skill") for skill in row.skills), "dim"),
        )

    def _eta(self, row: CandidateRow) -> Cell:
        if row.eta is None:
            return BLANK
        time = clock_time(row.eta, console(self).zone)
        at: Part = (_("{time} there").format(time=time), "")
        if row.late_s <= 0:
            return cell_of(at)
        by: Part = (late(row.late_s), "alert")
        return first_fit(self.list.room("eta"), cell_of(at, by), cell_of((time, ""), by))

    def empty(self) -> str:
        """Nobody at all."""
        return _("No engineer is on file.\n`hotline import` brings them in from a table.")

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Say why."""
        message.stop()
        self._why()

    def _why(self) -> None:
        row, shell = self.list.selected, console(self)
        lines: list[Content] = []
        for sign, msgid, params in row.reasons if row is not None else ():
            colour = SIGNS.get(sign, DIM)
            words = {name: _said(name, text) for name, text in params}
            lines.append(
                Content.assemble((plain(sign), colour), " ", sentence(msgid, words, zone=shell.zone, now=shell.now()))
            )
        self.query_one("#why", Static).update(Content("\n").join(lines) if lines else Content(""))

    def _row(self) -> CandidateRow | None:
        return self.list.selected

    def action_choose(self) -> None:
        """Send now."""
        row = self._row()
        if row is not None:
            self.dismiss(Chosen(row.engineer_id))

    def action_remote(self) -> None:
        """Remote login diagnosis: nobody travels (HA-1)."""
        row = self._row()
        if row is not None and not self._reassign:
            self.dismiss(Chosen(row.engineer_id, remote=True))

    def action_later(self) -> None:
        """Reserve for a time."""
        row = self._row()
        if row is None or self._reassign:
            return

        def planned(when: datetime | None) -> None:
            if when is not None:
                self.dismiss(Chosen(row.engineer_id, planned=when))

        self.app.push_screen(EtaScreen(row.name, planned=True), planned)


def _said(name: str, value: str | datetime) -> str | datetime:
    """Stored words among the parameters of a reason, as people say them."""
    kinds: dict[str, type | str] = {
        "region": "region",
        "site": "region",
        "tier": Tier,
        "state": EngineerState,
        "skill": "skill",
    }
    return label(value, kinds[name]) if name in kinds and isinstance(value, str) else value
