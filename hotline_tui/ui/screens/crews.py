"""The crews of a rotation: who fills which post in each, and which one begins (FS-7)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from hotline_tui.domain.errors import N_, Refused
from hotline_tui.locale import _
from hotline_tui.ui.console import console
from hotline_tui.ui.widgets.columns import Cell, Column, cell

from .pick import Choice, PickScreen
from .sheet import ListSheet

if TYPE_CHECKING:
    from hotline_tui.domain.board.duty import RosterView

MOST = 20
"""So many crews take turns at most."""


@dataclass(frozen=True, slots=True)
class Made:
    """Crews as `PlanShifts` takes them: (post, operator) each; `first`: whose turn the first shift is."""

    crews: tuple[tuple[tuple[int, int], ...], ...]
    first: int


@dataclass(frozen=True, slots=True)
class Place:
    """A post in a crew."""

    crew: int
    post: int
    who: int | None


class CrewsScreen(ListSheet[Made, Place]):
    """Enter picks somebody for a place; N makes one more crew; F2 goes on to the days."""

    columns: ClassVar[Sequence[Column]] = (
        Column("post", 24, 10, grow=True, most=30),
        Column("who", 30, 10, grow=True, most=50),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,N,f3", "more", show=False),
        Binding("x,X,delete,f8", "fewer", show=False),
        Binding("s,S,f6", "start", show=False),
        Binding("o,O,f4", "posts", show=False),
        Binding("f2", "accept", show=False),
    ]

    def __init__(self, view: RosterView, posts: Sequence[int], crews: Sequence[dict[int, int]]) -> None:
        """`posts`: those that are planned; `crews`: post → operator, to begin with."""
        super().__init__(_("Crews of the rotation"))
        self._view, self._posts = view, list(posts)
        self._crews: list[dict[int, int]] = [dict(crew) for crew in crews[:MOST]] or [{}]
        self._start = 0

    def keys(self) -> Sequence[tuple[str, str]]:
        """What works here."""
        return (
            *(("Enter", _("Who")), ("N", _("New crew")), ("X", _("Crew away")), ("S", _("Begins"))),
            *(("O", _("Posts")), ("F2", _("Next")), (_("Esc"), _("Cancel"))),
        )

    def on_mount(self) -> None:
        """Nothing is waited for."""
        self.ready()
        self._show()

    def _show(self) -> None:
        rows = [Place(n, post, crew.get(post)) for n, crew in enumerate(self._crews) for post in self._posts]
        self.list.rest()
        self.list.update_rows(rows, console(self).now())
        self.list.apply_pending()
        self.list.restyle()

    def group(self, row: Place) -> str:
        """The crew."""
        words = _("Crew {number}, takes the first shift") if row.crew == self._start else _("Crew {number}")
        return words.format(number=row.crew + 1)

    def key(self, row: Place) -> Hashable:
        """The place."""
        return row.crew, row.post

    def cells(self, row: Place, now: float) -> Sequence[Cell]:
        """Post and person."""
        who = dict(self._view.people).get(row.who, "?") if row.who is not None else ""
        said = cell(who or _("nobody yet"), "strong" if who else "warn")
        return (cell(dict(self._view.posts).get(row.post, "?"), "dim"), said)

    def action_choose(self) -> None:
        """Somebody for this place."""
        row = self.list.selected
        if row is not None:
            console(self).run_handler(self._fill(row))

    async def _fill(self, row: Place) -> None:
        crew = self._crews[row.crew]
        taken = {who: post for post, who in crew.items() if post != row.post}
        nobody = Choice(0, _("nobody"))
        people = [
            Choice(number, name, _("is in this crew already") if number in taken else "", warns=number in taken)
            for number, name in self._view.people
        ]
        title = _("{post}, crew {number}").format(post=dict(self._view.posts).get(row.post, ""), number=row.crew + 1)
        found = await self.app.push_screen_wait(PickScreen(title, [nobody, *people], at=row.who))
        if found is None:
            return
        if found.id in taken:
            raise Refused(N_("{who} is in this crew already."), who=found.name)
        crew.pop(row.post, None)
        if isinstance(found.id, int) and found.id:
            crew[row.post] = found.id
        self._show()
        self.list.action_move(1)

    def action_more(self) -> None:
        """One more crew."""
        if len(self._crews) < MOST:
            self._crews.append({})
            self._show()
            self.list.select((len(self._crews) - 1, self._posts[0]))

    def action_fewer(self) -> None:
        """Without the crew under the cursor."""
        row = self.list.selected
        if row is not None and len(self._crews) > 1:
            del self._crews[row.crew]
            self._start = min(self._start, len(self._crews) - 1)
            self._show()

    def action_start(self) -> None:
        """The crew under the cursor has the first shift."""
        if self.list.selected is not None:
            self._start = self.list.selected.crew
            self._show()

    def action_posts(self) -> None:
        """Which posts are planned."""
        console(self).run_handler(self._choose_post())

    async def _choose_post(self) -> None:
        choices = [
            Choice(number, name, _("planned") if number in self._posts else _("not planned"))
            for number, name in self._view.posts
        ]
        found = await self.app.push_screen_wait(PickScreen(_("Plan a post, or leave it out"), choices))
        if found is None or not isinstance(found.id, int):
            return
        if found.id not in self._posts:
            order = [number for number, _name in self._view.posts]
            self._posts = sorted([*self._posts, found.id], key=order.index)
        elif len(self._posts) > 1:
            self._posts.remove(found.id)
        self._show()

    def action_accept(self) -> None:
        """F2: every crew has somebody."""
        made = tuple(tuple((post, crew[post]) for post in self._posts if post in crew) for crew in self._crews)
        if not all(made):
            console(self).say_error(Refused(N_("A crew has nobody yet: put somebody into it, or take it away with X.")))
            return
        self.dismiss(Made(made, self._start))
