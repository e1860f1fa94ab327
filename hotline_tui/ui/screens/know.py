"""Knowledge, route and playbook in full, while the caller is on the line (TR-2, TR-3, TR-4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content
from textual.widget import Widget

from hotline_tui.domain.board import ArticleHit, Preview
from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.text import one_line, plain
from hotline_tui.locale import CHINESE, _, language
from hotline_tui.ui.widgets.choice import Choice, Choosable
from hotline_tui.ui.widgets.flow import DIM

from .dialog import Dialog, Line


class KnowScreen(Dialog[int]):
    """The cursor opens an article; F2 or Enter says that it is the known solution and gives its id."""

    def __init__(self, preview: Preview, first: int | None = None) -> None:
        super().__init__(_("Knowledge, route and playbook"))
        self._preview = preview
        self._hits: Sequence[ArticleHit] = preview.articles
        self._first = first

    def body(self) -> Iterator[Widget]:
        """Titles, the article under the cursor, then route and playbook."""
        if not self._hits:
            yield Line(_("The knowledge base has nothing that looks like it."))
        choice = Choice([Choosable(str(hit.id), _title(hit)) for hit in self._hits], id="articles")
        solution = Line("", id="solution", classes="gap")
        choice.display = solution.display = bool(self._hits)
        yield from (choice, solution)
        yield from _steps(_("Route"), [_(step) for step in self._preview.route])
        chinese = language() == CHINESE
        steps = [(zh or en) if chinese else (en or zh) for zh, en in self._preview.playbook]
        yield from _steps(_("Playbook"), steps)

    def fields(self) -> list[Widget]:
        """The list only."""
        return [self.query_one(Choice)]

    def on_mount(self) -> None:
        """On the article that was asked for."""
        choice = self.query_one(Choice)
        ids = [hit.id for hit in self._hits]
        if self._first in ids:
            choice.highlighted = ids.index(self._first)
        self._open()
        choice.focus()

    def on_option_list_option_highlighted(self) -> None:
        """Another article."""
        self._open()

    def _open(self) -> None:
        value = self.query_one(Choice).value
        hit = next((hit for hit in self._hits if str(hit.id) == value), None)
        self.query_one("#solution", Line).say(plain(hit.solution, lines=True) if hit else "")

    def on_choice_picked(self, message: Choice.Picked) -> None:
        """A digit opens an article; on the one that is open already (and by Enter) it is used."""
        message.stop()
        choice = self.query_one(Choice)
        if message.value == choice.value:
            self.dismiss(int(message.value))
        else:
            choice.highlighted = [row.value for row in choice.rows].index(message.value)

    def keys_words(self) -> list[tuple[str, str]]:
        """Read, and say that it helped."""
        helped = [("F2", _("This is the solution"))] if self._hits else []
        return [*helped, ("PgDn", _("more")), ("Esc", _("Close"))]

    def result(self) -> int:
        """The article under the cursor."""
        value = self.query_one(Choice).value
        if value is None:
            raise Invalid(N_("There is no article to use. Esc goes back."))
        return int(value)


def _title(hit: ArticleHit) -> Content:
    used = _("used {n}×").format(n=hit.used) if hit.used else ""
    return Content.assemble((one_line(hit.number), "bold"), f" {one_line(hit.title)}", (f"  {used}", DIM))


def _steps(title: str, steps: Sequence[str]) -> Iterator[Widget]:
    if not steps:
        return
    yield Line(title, classes="gap heading")
    for number, step in enumerate(steps, 1):
        yield Line(f"{number}. {plain(step)}")
