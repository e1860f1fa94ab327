"""A call, visit, fax or letter that no exchange and no mailbox brings: entered into the queue by hand (IN-1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.widget import Widget

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.text import clean
from hotline_tui.domain.words import Channel
from hotline_tui.locale import _
from hotline_tui.locale.words import label
from hotline_tui.ui.widgets.field import LineField, TextField
from hotline_tui.ui.widgets.question import Pick, Question

from .dialog import Dialog, Line

if TYPE_CHECKING:
    from hotline_tui.ui.app import HotlineApp

CHANNELS = (
    Channel.LETTER,
    Channel.FAX,
    Channel.VISIT,
    Channel.PHONE,
    Channel.EMAIL,
    Channel.IM,
    Channel.WEB,
)
"""What comes by hand most often first."""


@dataclass(frozen=True, slots=True)
class Entered:
    """By which way, from whom, and what it says."""

    channel: Channel
    number: str
    name: str
    text: str


class EnterCallScreen(Dialog[Entered]):
    """Gives what goes into the queue; by its number it finds its customer, without one the form does."""

    def __init__(self) -> None:
        super().__init__(_("Into the queue by hand"))

    def body(self) -> Iterator[Widget]:
        """The channel, the sender, the text."""
        yield Question(_("Came by"), [Pick(str(i), one, label(one)) for i, one in enumerate(CHANNELS, 1)], id="channel")
        yield Line(_("Number or address, as given (may stay empty)"), classes="gap label")
        yield LineField(limit=120, id="number")
        yield Line(_("From whom: person, organisation"), classes="label")
        yield LineField(limit=120, id="name")
        yield Line(_("What it says"), classes="label")
        yield TextField(limit=4000, id="text")

    def accept_words(self) -> str:
        """What F2 does here."""
        return _("Into the queue")

    def result(self) -> Entered:
        """A channel, and something to know it by."""
        value = self.query_one("#channel", Question).value
        if value is None:
            raise Invalid(N_("Say how it came."))
        number, name = (clean(self.query_one(f"#{field}", LineField).value) for field in ("number", "name"))
        text = clean(self.query_one("#text", TextField).text, lines=True)
        if not (number or name):
            raise Invalid(N_("Write down a number or a name: nobody can be called back without."))
        return Entered(Channel(value), number, name, text)


async def enter_call(app: HotlineApp) -> None:
    """Ask, then enter it."""
    from hotline_tui.domain.commands import EnterCall

    given = await app.push_screen_wait(EnterCallScreen())
    if given is not None:
        app.do(app.make(EnterCall, channel=given.channel, number=given.number, name=given.name, text=given.text))
