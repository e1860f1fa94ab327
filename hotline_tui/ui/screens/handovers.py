"""Earlier handovers: found by words, opened, compared with the one before (OR-3)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import tzinfo
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from hotline_tui.domain.board.duty import HandoverLineRow, HandoverRow, HandoverView
from hotline_tui.domain.text import plain
from hotline_tui.domain.words import HandoverState
from hotline_tui.locale import _
from hotline_tui.locale.dates import moment, number
from hotline_tui.locale.handover import PARTS, shift_words, text_of, words
from hotline_tui.locale.words import short
from hotline_tui.ui.console import console
from hotline_tui.ui.widgets.columns import Cell, Column, cell
from hotline_tui.ui.widgets.rows import RowList

from .sheet import ListSheet, TextSheet

_TONES = {HandoverState.SIGNED: "good", HandoverState.SIGNED_RESERVED: "warn", HandoverState.REFUSED: "alert"}


class HandoversScreen(ListSheet[None, HandoverRow]):
    """The newest first; older ones are read when the cursor reaches the end."""

    columns: ClassVar[Sequence[Column]] = (
        Column("drafted", 16, 11, english=17),
        Column("from", 12, 6, grow=True, most=24),
        Column("to", 12, 6, grow=True, most=24),
        Column("state", 9, 6, english=9),
        Column("open", 5, right=True, rank=2),
        Column("dangerous", 5, right=True, rank=3),
        Column("words", 20, 8, rank=1, grow=True, most=60, english=20, english_least=19),
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("d,D,f5", "compare", show=False)]

    def __init__(self, text: str = "") -> None:
        title = _("Handovers: {words}").format(words=plain(text)) if text else _("Handovers")
        super().__init__(title)
        self._text = text
        self._rows: tuple[HandoverRow, ...] = ()

    def keys(self) -> Sequence[tuple[str, str]]:
        """What works here."""
        return (("Enter", _("Open")), ("D", _("Compare with the one before")), (_("Esc"), _("Back")))

    def on_mount(self) -> None:
        """The newest page."""
        self._ask(None)

    def _ask(self, before: int | None) -> None:
        text = self._text
        console(self).ask(self, "handovers", lambda desk, _now: desk.handovers(text, before=before))

    def answered(self, kind: str, value: object) -> None:
        """One page more."""
        if isinstance(value, tuple):
            known = {row.id for row in self._rows}
            self._rows += tuple(row for row in value if isinstance(row, HandoverRow) and row.id not in known)
            self.list.update_rows(self._rows, console(self).now())
            self.list.apply_pending()

    def on_row_list_past_end(self, message: RowList.PastEnd) -> None:
        """Older ones."""
        message.stop()
        if self._rows:
            self._ask(self._rows[-1].id)

    def key(self, row: HandoverRow) -> Hashable:
        """The handover."""
        return row.id

    def cells(self, row: HandoverRow, now: float) -> Sequence[Cell]:
        """When, from whom, to whom, how it ended, how much."""
        said = _("to be countersigned") if row.wants_countersign else row.reservation
        return (
            cell(moment(row.signed or row.drafted, console(self).zone), "dim"),
            cell(row.from_name, "text"),
            cell(row.to_name or "–", "text" if row.to_name else "dim"),
            cell(
                short(row.state, HandoverState), _TONES.get(HandoverState(row.state), "strong") if _known(row) else ""
            ),
            cell(number(row.open) if row.signed else "", "dim"),
            cell(number(row.dangerous) if row.signed else "", "warn" if row.dangerous else "dim"),
            cell(said, "warn" if row.wants_countersign else "dim"),
        )

    def empty(self) -> str:
        """None yet."""
        return _("No handover has these words.") if self._text else _("This desk has not been handed over yet.")

    def action_choose(self) -> None:
        """Open it."""
        from .handover import HandoverScreen

        row = self.list.selected
        if row is not None:
            app = self.app
            self.dismiss(None)
            app.push_screen(HandoverScreen(row.id))

    def action_compare(self) -> None:
        """What is different from the one before."""
        row = self.list.selected
        later = [one for one in self._rows if row is not None and one.id < row.id and one.signed is not None]
        if row is None or not later:
            console(self).say(_("There is no signed handover before this one."), severity="warning")
        else:
            self.app.push_screen(CompareScreen(later[0].id, row.id))


def _known(row: HandoverRow) -> bool:
    return row.state in set(HandoverState)


class CompareScreen(TextSheet):
    """Two handovers line by line: what is new, what was settled between them, what changed, what stayed."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__(_("What changed between two handovers"))
        self._ids = (before, after)
        self._views: dict[int, HandoverView] = {}

    def on_mount(self) -> None:
        """Read both."""
        super().on_mount()
        for number_ in self._ids:
            kind = f"handover-{number_}"
            console(self).ask(self, kind, lambda desk, now, wanted=number_: desk.handover(wanted, now=now))  # type: ignore[misc]

    def answered(self, kind: str, value: object) -> None:
        """Once both are here."""
        if isinstance(value, HandoverView):
            self._views[value.id] = value
        if set(self._views) == set(self._ids):
            self.show_text(self._compared(*(self._views[number_] for number_ in self._ids)))

    def _compared(self, before: HandoverView, after: HandoverView) -> Content:
        app = console(self)
        old = {line.key: line for line in before.lines if line.part in PARTS and line.part != "situation"}
        new = {line.key: line for line in after.lines if line.part in PARTS and line.part != "situation"}
        groups = (
            (_("New"), [new[key] for key in new if key not in old], "bold $warning"),
            (_("Changed"), [new[key] for key in new if key in old and _moved(old[key], new[key])], "bold $accent"),
            (_("Settled"), [old[key] for key in old if key not in new], "bold $success"),
            (
                _("Unchanged"),
                [new[key] for key in new if key in old and not _moved(old[key], new[key])],
                "bold $text-muted",
            ),
        )
        out: list[Content] = [Content(shift_words(before, app.zone)), Content(shift_words(after, app.zone))]
        for title, lines, style in groups:
            out.append(Content.styled(f"\n{title} {number(len(lines))}", style))
            out += [Content(_line(line, app.zone, app.now())) for line in lines]
        return Content("\n").join(out)


def _moved(old: HandoverLineRow, new: HandoverLineRow) -> bool:
    names = ("level", "state", "whys", "due", "owner", "held", "doing", "engineer")
    return any(old.params.get(name) != new.params.get(name) for name in names)


def _line(line: HandoverLineRow, zone: tzinfo, now: float) -> str:
    head = "  ".join(part for part in (text_of(line.params, "number"), text_of(line.params, "level")) if part)
    return f"  {head}  {words(line, zone, now)}"
