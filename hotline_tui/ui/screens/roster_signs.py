"""What a cell of the roster says (FS-7)."""

from __future__ import annotations

from hotline_tui.locale import _
from hotline_tui.locale.duty_paper import ABSENCES
from hotline_tui.ui.roster_week import Item


def item_sign(item: Item | None) -> tuple[str, str]:
    """The words of a cell and their style: a sign in front of what is wrong or running, never colour alone."""
    if item is None:
        return "·", "dim"
    if item.gap is not None:
        return _("! gap"), "alert"
    if item.absence is not None:
        return (_(ABSENCES[item.absence.kind]) if item.absence.kind in ABSENCES else item.absence.kind), "warn"
    if item.double:
        return f"!! {item.name}", "alert"
    if item.duty is not None and item.duty.away:
        return f"! {item.name}", "alert"
    return (f"> {item.name}", "good") if item.on else (item.name, "text")
