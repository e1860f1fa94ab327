"""What covers the whole console: nothing of the desk is seen or reached until somebody has said who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from hotline_tui.domain.errors import HotlineError
from hotline_tui.locale.errors import translate_error
from hotline_tui.ui.console import console
from hotline_tui.ui.widgets.field import LineField

from .dialog import Dialog

if TYPE_CHECKING:
    from hotline_tui.ui.app import HotlineApp

LONGEST = 64


class Guard(Dialog[None]):
    """Opaque (styles/desk.tcss), and on top of everything until it is `released`."""

    DEFAULT_CSS = """
    Guard > #box { width: 62; }
    Guard .hidden { display: none; }
    """
    keeps = False
    """Nothing that is typed here is ever written down."""
    is_guard = True
    released = False
    """Set when it may go; until then nothing closes it."""

    @property
    def owner(self) -> HotlineApp:
        """The app."""
        return cast("HotlineApp", self.app)

    def fault(self, error: HotlineError) -> None:
        """Why not; what was typed is not kept."""
        self.say_fault(translate_error(error, zone=console(self).zone))
        for field in self.query("#pin").results(LineField):
            field.value = ""

    def result(self) -> None:
        """A guard gives nothing: it is released."""

    def is_dirty(self) -> bool:
        """A PIN that is thrown away is typed again."""
        return False


def pin_field(id: str = "pin", **values: Any) -> LineField:
    """A line whose characters are not shown."""
    field = LineField(id=id, limit=LONGEST, **values)
    field.password = True
    return field
