"""The shift log (值班日志): entries by time beside what the record says (OR-3). N writes one; none is ever changed."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from hotline_tui.domain.board import Board
from hotline_tui.domain.board.duty import LogRow
from hotline_tui.domain.errors import N_, Invalid, Refused
from hotline_tui.domain.text import clean, plain
from hotline_tui.locale import _
from hotline_tui.locale.dates import day_and_time, moment
from hotline_tui.locale.handover import LOGS, event_words
from hotline_tui.ui.console import console
from hotline_tui.ui.messages import CommandDone, OpenTicketScreen
from hotline_tui.ui.widgets.clocks import short_number
from hotline_tui.ui.widgets.columns import Cell, Column, cell
from hotline_tui.ui.widgets.field import LineField, TextField
from hotline_tui.ui.widgets.question import Pick, Question
from hotline_tui.ui.widgets.rows import RowList

from .dialog import Dialog, Line
from .sheet import ListSheet, RowSheet


class LogScreen(ListSheet[None, LogRow]):
    """The newest first; older ones are read when the cursor reaches the end."""

    columns: ClassVar[Sequence[Column]] = (
        Column("at", 11, 10, english=12),
        Column("by", 10, 6, rank=1),
        Column("kind", 9, 8, rank=2, english=16, english_least=8),
        Column("text", 40, 20, grow=True, most=160),
        Column("ticket", 4, rank=3),
        Column("state", 12, 8, english=12),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,N,f2", "write", show=False),
        Binding("x,X,f5", "done", show=False),
        Binding("e,E,f7", "correct", show=False),
        Binding("t,T,f4", "ticket", show=False),
    ]

    def __init__(self, text: str = "") -> None:
        super().__init__(_("Shift log: {words}").format(words=plain(text)) if text else _("Shift log"))
        self._text = text
        self._rows: tuple[LogRow, ...] = ()
        self._feed = -1

    def keys(self) -> Sequence[tuple[str, str]]:
        """What works here."""
        return (
            ("N", _("New entry")), ("X", _("Carried out")), ("E", _("Correct")), ("T", _("Ticket")),
            ("Enter", _("Read")), (_("Esc"), _("Back")),
        )  # fmt: skip

    def on_mount(self) -> None:
        """The newest page."""
        self._ask(None)

    def load(self, board: Board) -> None:
        """Somebody wrote, or something happened."""
        if board.feed != self._feed:
            self._feed = board.feed
            self._ask(None)

    def on_command_done(self, _event: CommandDone) -> None:
        """What was written shows at once."""
        self._ask(None)

    def _ask(self, before: float | None) -> None:
        text, kind = self._text, "first" if before is None else "more"
        console(self).ask(self, kind, lambda desk, _now: desk.log(text, before=before))

    def answered(self, kind: str, value: object) -> None:
        """A page: the first one anew, or one more."""
        if not isinstance(value, tuple):
            return
        rows = tuple(row for row in value if isinstance(row, LogRow))
        last = rows[-1].at if rows else 0.0
        self._rows = (*self._rows, *rows) if kind == "more" else (*rows, *(row for row in self._rows if row.at < last))
        self.list.update_rows(self._rows, console(self).now())
        self.list.apply_pending()

    def on_row_list_past_end(self, message: RowList.PastEnd) -> None:
        """Older ones."""
        message.stop()
        if self._rows:
            self._ask(self._rows[-1].at)

    def key(self, row: LogRow) -> Hashable:
        """The entry; an event of the record by its kind and instant."""
        return row.id or (row.kind, row.at)

    def cells(self, row: LogRow, now: float) -> Sequence[Cell]:
        """When, who, what kind, words, ticket, whether it is open."""
        zone = console(self).zone
        if not row.id:
            said = cell(event_words(row), "dim")
            return (cell(moment(row.at, zone, now), "dim"), cell(row.by, "dim"), (), said, (), ())
        gone = row.corrected or row.done is not None
        return (
            cell(moment(row.at, zone, now), "dim"),
            cell(row.by, "dim"),
            cell(_(LOGS[row.kind]) if row.kind in LOGS else row.kind, "accent" if row.kind == "order" else "dim"),
            cell(
                " ".join(part for part in (row.from_whom and f"[{row.from_whom}]", row.text) if part),
                "dim" if gone else "",
            ),
            cell(short_number(row.ticket_number), "dim"),
            cell(_state(row, now, zone), "alert" if _late(row, now) else "dim" if gone else "warn"),
        )

    def empty(self) -> str:
        """Nothing yet."""
        return _("No entry has these words.") if self._text else _("The shift log is empty. N writes the first entry.")

    # ---- acts

    def action_write(self) -> None:
        """A new entry."""
        console(self).run_handler(self._write(None))

    def action_correct(self) -> None:
        """A later entry that corrects this one; this one stays."""
        row = self._chosen()
        if row is not None:
            console(self).run_handler(self._write(row))

    async def _write(self, corrects: LogRow | None) -> None:
        from hotline_tui.domain import commands as c

        found = await self.app.push_screen_wait(EntryScreen(corrects))
        if found is not None:
            app = console(self)
            about = corrects.id if corrects is not None else None
            fields = {
                "entry": found.kind,
                "text": found.text,
                "from_whom": found.from_whom,
                "hand_over": found.hand_over,
            }
            app.do(app.make(c.WriteLog, corrects=about, **fields), self)

    def action_done(self) -> None:
        """An order is carried out, an outage over."""
        from hotline_tui.domain import commands as c

        row, app = self._chosen(), console(self)
        if row is not None:
            app.do(app.make(c.CloseLog, log=row.id), self)

    def action_ticket(self) -> None:
        """The ticket that the entry speaks of."""
        row = self.list.selected
        if row is None or row.ticket is None:
            console(self).say_error(Refused(N_("There is no ticket behind this line.")))
        else:
            app = self.app
            self.dismiss(None)
            app.post_message(OpenTicketScreen(row.ticket))

    def action_choose(self) -> None:
        """The entry with all its words."""
        if self.list.order.line is not None:
            self.app.push_screen(RowSheet(_("Shift log"), self.list.line_cells(self.list.order.line)))

    def _chosen(self) -> LogRow | None:
        row = self.list.selected
        if row is None or not row.id:
            console(self).say_error(Refused(N_("That line is the record's own; it stays as it is.")))
            return None
        return row


def _late(row: LogRow, now: float) -> bool:
    return row.due is not None and row.done is None and row.due <= now


def _state(row: LogRow, now: float, zone: tzinfo) -> str:
    if row.corrected:
        return _("corrected")
    if row.done is not None:
        return _("done")
    if row.due is not None:
        return day_and_time(row.due, now, zone, brief=True)
    return _("hand over") if row.hand_over else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed."""

    kind: str
    text: str
    from_whom: str
    hand_over: bool


class EntryScreen(Dialog[Entry]):
    """One entry of the log."""

    def __init__(self, corrects: LogRow | None = None) -> None:
        super().__init__(_("Correct an entry") if corrects is not None else _("New entry"))
        self._corrects = corrects

    def body(self) -> Iterator[Widget]:
        """Words, kind, from whom, whether it is handed over."""
        row = self._corrects
        if row is not None:
            yield Line(plain(row.text), classes="label")
        yield TextField(limit=2000, id="text")
        picks = [Pick(str(place), kind, _(words)) for place, (kind, words) in enumerate(LOGS.items(), 1)]
        yield Question(_("Kind"), picks, value=row.kind if row is not None else "note", id="kind", classes="gap")
        over = "yes" if row is not None and row.hand_over else "no"
        choice = (Pick("1", "no", _("no")), Pick("2", "yes", _("until it is done")))
        yield Question(_("Pass on to the next shift"), choice, value=over, id="over")
        yield Line(_("From whom (an order; may stay empty)"), classes="gap label")
        yield LineField(row.from_whom if row is not None else "", limit=80, id="from")

    def first_field(self) -> Widget | None:
        """The words."""
        return self.query_one("#text", TextField)

    def result(self) -> Entry:
        """An entry has words."""
        text = clean(self.query_one("#text", TextField).text, lines=True)
        if not text:
            raise Invalid(N_("Write down what happened."))
        return Entry(
            self.query_one("#kind", Question).value or "note",
            text,
            clean(self.query_one("#from", LineField).value, limit=80),
            self.query_one("#over", Question).value == "yes",
        )
