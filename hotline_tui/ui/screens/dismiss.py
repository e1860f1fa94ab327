"""Out of the queue without a ticket: wrong number, spam, test call."""

from __future__ import annotations

from hotline_tui.locale import _

from .reason import ReasonScreen


class DismissScreen(ReasonScreen):
    """Gives the reason."""

    def __init__(self, who: str) -> None:
        usual = (_("Wrong number"), _("Advertising or spam"), _("Test call"), _("Nobody speaks"), _("Not our service"))
        super().__init__(_("Dismiss the call"), who, common=usual)
