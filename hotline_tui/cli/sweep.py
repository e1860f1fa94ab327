"""`hotline sweep`: what falls due while no console is open. Consoles do the same at every heartbeat."""

from __future__ import annotations

from hotline_tui.locale import _

from .options import CONFIG, DATABASE, JSON

AT_ONCE_S = 60.0
"""After a long night there is more to do than fits into one heartbeat's share."""
MOST = 10_000


def sweep(as_json: JSON = False, database_url: DATABASE = None, config: CONFIG = None) -> None:
    """Do what has fallen due: breaches, escalations, calls of consoles that died."""
    from hotline_tui.services import falling_due

    from .desk import opened
    from .faults import say_json

    with opened(database_url, config) as desk:
        touched = falling_due.sweep(desk.store, desk.now, limit=MOST, budget_s=AT_ONCE_S)
    if as_json:
        say_json({"touched": touched})
    elif touched:
        print(_("Fallen due: {count}.").format(count=touched))
