"""The duty mobile passes on: to whom, whether a test call went through, another number (FS-7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from textual.widget import Widget

from hotline_tui.domain.board import ColleagueRow, EngineerRow
from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.text import clean, plain
from hotline_tui.domain.words import EngineerState
from hotline_tui.locale import _
from hotline_tui.locale.duty_paper import mobile_words
from hotline_tui.locale.words import join_words, label
from hotline_tui.ui.console import console
from hotline_tui.ui.widgets.field import LineField
from hotline_tui.ui.widgets.question import Pick, Question

from .dialog import Dialog, Line
from .pick import Choice, PickScreen

if TYPE_CHECKING:
    from hotline_tui.domain.board.duty import ShiftOverview
    from hotline_tui.ui.app import HotlineApp


@dataclass(frozen=True, slots=True)
class Handed:
    """Exactly one of operator and engineer is set; `number` is '' where it stays the same."""

    operator: int | None
    engineer: int | None
    tested: bool
    number: str
    note: str


class WhoScreen(PickScreen):
    """Gives who carries the duty mobile from now on: operators, those on duty first, then engineers."""

    def __init__(self) -> None:
        super().__init__(_("Hand the duty mobile to"), ())
        self.overview: ShiftOverview | None = None

    def on_mount(self) -> None:
        """Ask who has it, and who is there."""
        console(self).ask(
            self, "who", lambda desk, now: (desk.overview(now=now), desk.colleagues(now=now), desk.engineers(now=now))
        )

    def answered(self, kind: str, value: object) -> None:
        """Show them; on the border who has it now."""
        overview, colleagues, engineers = cast(
            "tuple[ShiftOverview, tuple[ColleagueRow, ...], tuple[EngineerRow, ...]]", value
        )
        self.overview = overview
        self.say(self.heading, holder(overview, self))
        people = [row for row in colleagues if row.kind == "operator"]
        people.sort(key=lambda row: (row.away, not row.at_console, not row.on_duty))
        rows = [Choice(("operator", row.id), row.name, _where(row), _("Operators"), row.away) for row in people]
        for one in sorted(engineers, key=lambda row: not row.on_shift):
            note = join_words(part for part in (label(one.state, EngineerState), plain(one.phone)) if part)
            rows.append(Choice(("engineer", one.id), one.name, note, _("Engineers")))
        self.list.update_rows(rows, console(self).now())
        self.list.apply_pending()


def _where(row: ColleagueRow) -> str:
    return _("away") if row.away else _("at the console") if row.at_console else _("on shift") if row.on_duty else ""


def holder(view: ShiftOverview, widget: Widget) -> str:
    """Who has the duty mobile, its number, when it was tested."""
    return mobile_words(view, console(widget).zone, console(widget).now())


class HandScreen(Dialog[Handed]):
    """Asks for the test call."""

    def __init__(self, to: Choice, view: ShiftOverview) -> None:
        super().__init__(_("Hand the duty mobile to {who}").format(who=plain(to.name)))
        self._to, self._view = to, view

    def body(self) -> Iterator[Widget]:
        """Who has it, test call, number, note."""
        yield Line(holder(self._view, self))
        picks = (Pick("1", "yes", _("it went through"), ("y",)), Pick("2", "no", _("not made"), ("n",)))
        yield Question(_("Test call"), picks, id="tested", classes="gap")
        yield Line(_("Number (another phone from now on: change it)"), classes="gap label")
        yield LineField(self._view.mobile_number, limit=40, id="number", classes="given")
        yield Line(_("Note (may stay empty)"), classes="gap label")
        yield LineField(id="note", limit=400)

    def first_field(self) -> Widget | None:
        """The test call."""
        return self.query_one("#tested", Question)

    def result(self) -> Handed:
        """Whether the test call was made has to be said."""
        tested = self.query_one("#tested", Question).value
        if tested is None:
            raise Invalid(N_("Say whether the test call went through."))
        number = clean(self.query_one("#number", LineField).value, limit=40)
        kind, who = cast("tuple[str, int]", self._to.id)
        return Handed(
            who if kind == "operator" else None,
            who if kind == "engineer" else None,
            tested == "yes",
            "" if number == self._view.mobile_number else number,
            clean(self.query_one("#note", LineField).value, limit=400),
        )


async def hand_mobile(app: HotlineApp, sender: Widget | None = None) -> None:
    """To whom, the test call, then the act; `sender` hears that it was done."""
    from hotline_tui.domain import commands as c

    screen = WhoScreen()
    to = await app.push_screen_wait(screen)
    if to is None or screen.overview is None:
        return
    found = await app.push_screen_wait(HandScreen(to, screen.overview))
    if found is not None:
        about = {"operator": found.operator, "engineer": found.engineer, "number": found.number}
        app.do(app.make(c.HandMobile, tested=found.tested, note=found.note, **about), sender)
