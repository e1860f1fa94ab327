"""To whom a ticket is passed: me, people on duty first, posts, tiers (HA-3)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from hotline_tui.domain.board import ColleagueRow
from hotline_tui.domain.words import Role, Tier
from hotline_tui.locale import _
from hotline_tui.locale.words import join_words, label, short
from hotline_tui.ui.console import console
from hotline_tui.ui.widgets.columns import Cell, Column, cell

from .sheet import ListSheet


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who has it from now on: exactly one of operator, post and tier is set."""

    name: str
    operator: int | None = None
    post: int | None = None
    tier: Tier | None = None
    section: str = ""
    what: str = ""
    """Their roles, or who fills the post."""
    now: str = ""
    """At the console, on shift, away."""
    here: bool = False


def receivers(rows: Sequence[ColleagueRow], me: int | None) -> Iterator[Receiver]:
    """Me, who is on duty, posts, the others, tiers from near to far."""
    people = [row for row in rows if row.kind == "operator"]
    for row in sorted(people, key=lambda row: row.id != me):
        if row.id == me:
            yield _person(row, _("Me"))
    for row in people:
        if row.id != me and row.on_duty and not row.away:
            yield _person(row, _("On duty"))
    for row in rows:
        if row.kind == "post":
            held = row.holder or _("nobody fills it now")
            yield Receiver(row.name, post=row.id, section=_("Posts"), what=_roles(row), now=held, here=bool(row.holder))
    for row in people:
        if row.id != me and (row.away or not row.on_duty):
            yield _person(row, _("Not on duty"))
    for tier in Tier:
        yield Receiver(label(tier), tier=tier, section=_("Tier"), what=_("its owner stays"))


def _person(row: ColleagueRow, section: str) -> Receiver:
    now = _("away") if row.away else _("at the console") if row.at_console else _("on shift") if row.on_duty else ""
    return Receiver(row.name, operator=row.id, section=section, what=_roles(row), now=now, here=row.at_console)


def _roles(row: ColleagueRow) -> str:
    return join_words(short(role, Role) for role in row.roles)


class PassScreen(ListSheet[Receiver, Receiver]):
    """Gives who has it from now on."""

    columns: ClassVar[Sequence[Column]] = (
        Column("name", 16, 10, grow=True, most=28),
        Column("now", 14, 10, english=16),
        Column("what", 24, 10, grow=True, most=60),
    )

    def __init__(self, about: str) -> None:
        super().__init__(_("Pass on: {what}").format(what=about))

    def keys(self) -> Sequence[tuple[str, str]]:
        """Enter and Esc."""
        return (("Enter", _("Pass on")), (_("Esc"), _("Cancel")))

    def on_mount(self) -> None:
        """Ask who is there."""
        console(self).ask(self, "colleagues", lambda desk, now: desk.colleagues(now=now))

    def answered(self, kind: str, value: object) -> None:
        """Show them."""
        if isinstance(value, tuple):
            app = console(self)
            me = app.me.operator_id if app.me is not None else None
            rows = list(receivers([row for row in value if isinstance(row, ColleagueRow)], me))
            self.list.update_rows(rows, app.now())
            self.list.apply_pending()

    def group(self, row: Receiver) -> str:
        """Me, on duty, posts, …"""
        return row.section

    def key(self, row: Receiver) -> Hashable:
        """Whom."""
        return row.operator, row.post, row.tier

    def cells(self, row: Receiver, now: float) -> Sequence[Cell]:
        """Name, where they are now, roles."""
        return (cell(row.name, "strong"), cell(row.now, "good" if row.here else "dim"), cell(row.what, "dim"))

    def action_choose(self) -> None:
        """Enter."""
        self.dismiss(self.list.selected)
