"""The lock: customers are covered, clocks run on, alarms ring; a PIN opens it, or somebody else signs on instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from hotline_tui.domain.board import Board
from hotline_tui.domain.errors import HotlineError
from hotline_tui.domain.seats import Credentials, Seats
from hotline_tui.domain.text import one_line
from hotline_tui.locale import _
from hotline_tui.locale.dates import clock_time
from hotline_tui.ui.messages import Answered
from hotline_tui.ui.widgets.field import LineField
from hotline_tui.ui.widgets.flow import DIM

from .dialog import Line
from .guard import Guard, pin_field


class LockScreen(Guard):
    """`why`: the session is over, because its operator has signed on elsewhere; unlocking brings it back here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", show=False),
        Binding("f8", "somebody_else", show=False),
    ]

    def __init__(self, why: HotlineError | None = None) -> None:
        super().__init__(_("Locked"))
        self.why = why
        self._said: Content | None = None
        self._asked = False

    @property
    def has_pin(self) -> bool:
        """Whether a PIN opens it."""
        me = self.owner.me
        return me is not None and me.has_pin and not me.by_key

    def body(self) -> Iterator[Widget]:
        """Who sits here, how the desk stands, the PIN."""
        yield Line(id="who")
        yield Line(id="counts")
        if self.has_pin:
            yield Line(_("PIN"), classes="label gap")
            yield pin_field()
        else:
            yield Line(self._open_words(), classes="label gap")

    def _open_words(self) -> str:
        me = self.owner.me
        if me is not None and me.by_key:
            return _("Your SSH key has opened this console. The screen is only covered: Enter uncovers it.")
        return _("You have no PIN: the screen is only covered, and Enter uncovers it for anybody. :pin sets a PIN.")

    def accept_words(self) -> str:
        """What Enter does here."""
        return _("Sign on here again") if self.why is not None else _("Unlock")

    def keys_words(self) -> list[tuple[str, str]]:
        """Enter; F8 where others can sign on too."""
        keys = [("Enter", self.accept_words())]
        if self.owner.may_switch:
            keys.append(("F8", _("Somebody else")))
        return keys

    def on_mount(self) -> None:
        """Why it is locked, when nobody here did it."""
        if self.why is not None:
            self.fault(self.why)
        self.owner.poke()

    # ---- what is seen -------------------------------------------------------------------------------------------

    def tick(self, now: float) -> float:
        """Time of day and counts; nothing of any customer."""
        app = self.owner
        me, zone = app.me, app.zone
        if self.is_mounted and me is not None:
            words = Content.assemble(
                (one_line(me.operator), "bold"), (f"  {one_line(me.desk)}  ", DIM), clock_time(now, zone)
            )
            counts = self._counts(app.board, len(app.alarms.open))
            both = Content("\n").join([words, counts])
            if both != self._said:
                self._said = both
                self.query_one("#who", Line).say(words)
                self.query_one("#counts", Line).say(counts)
        return (now // 60 + 1) * 60

    def _counts(self, board: Board | None, ringing: int) -> Content:
        if board is None:
            return Content("")
        figures = board.figures
        parts = (
            (_("Calls"), figures.waiting, "$warning"),
            (_("Overdue"), figures.breached, "$error"),
            (_("Ringing"), ringing, "$error"),
        )
        said: list[tuple[str, str]] = []
        for label, count, style in parts:
            said += [(label + " ", DIM), (f"{count}   ", f"bold {style}" if count else DIM)]
        return Content.assemble(*said)

    # ---- opening it ---------------------------------------------------------------------------------------------

    def action_accept(self) -> None:
        """Enter."""
        app, me = self.owner, self.owner.me
        fields = list(self.query("#pin").results(LineField))
        pin = fields[0].value if fields else ""
        if me is None or (fields and not pin) or self._asked:
            return
        if self.why is not None:
            self._asked = True
            app.gateway.sign_on(Credentials(me.operator_id, pin))
        elif not fields:
            app.unlock()
        else:
            self._asked = True
            app.ask(self, "unlock", lambda desk, now: desk.unlock(pin, now=now))
        if self._asked:
            self.say_fault(_("One moment …"))

    def on_answered(self, message: Answered) -> None:
        """The PIN was right, or not; or who else can sign on."""
        message.stop()
        self._asked = False
        if message.error is not None:
            self.fault(message.error)
        elif message.kind == "unlock":
            self.owner.unlock()
        elif isinstance(message.value, Seats):
            self.say_fault("")
            self.owner.ask_who(message.value)

    def fault(self, error: HotlineError) -> None:
        """Why not."""
        self._asked = False
        super().fault(error)

    def action_somebody_else(self) -> None:
        """Hand the console over."""
        if not self.owner.may_switch:
            return
        if self.why is not None:  # there is no session to ask with: the desk is opened anew
            self.owner.gateway.sign_on(Credentials(None))
        else:
            self.owner.ask(self, "seats", lambda desk, now: desk.seats(now=now))

    def action_cancel(self) -> None:
        """There is no way around it."""
