"""May whoever acts do this? Asked in the one place that every command goes through (OR-1)."""

from __future__ import annotations

from hotline_tui.domain.standing import Need
from hotline_tui.services.work import Work

NAMED = 3
"""So many of those who could are named in a refusal."""


def check(w: Work) -> None:
    """Refused, with the role that is needed and who has it, when the roles in force at this desk do not allow it."""
    from hotline_tui.domain.roles import need_of  # it brings every command: not before the first act

    need = need_of(w.command)
    if need is not None and not need.met_by(w.roles):
        raise need.refusal(_on_duty(w, need))


def _on_duty(w: Work, need: Need) -> list[str]:
    from hotline_tui.services.people import people

    known = people(w.conn, w.command.desk, w.now)
    fit = [one for one in known if one.on_duty and one.reachable and need.met_by(one.roles)]
    fit.sort(key=lambda one: (need.role not in one.roles, one.id))
    return [one.name for one in fit[:NAMED]]
