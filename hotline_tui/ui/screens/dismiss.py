"""Out of the queue without a ticket: wrong number, spam, test call."""

from __future__ import annotations

from hotline_tui.locale import _

from .reason import ReasonScreen


class DismissScreen(ReasonScreen):
    """Gives the reason; of a caller who hung up (`lost`), why calling back is given up."""

    def __init__(self, who: str, *, lost: bool = False) -> None:
        usual = (_("Wrong number"), _("Advertising or spam"), _("Test call"), _("Nobody speaks"), _("Not our service"))
        given_up = (_("Nobody answers"), _("Reached another way"), _("The number is wrong"))
        if lost:
            super().__init__(_("Give up calling back"), who, common=given_up)
        else:
            super().__init__(_("Dismiss the call"), who, common=usual)
