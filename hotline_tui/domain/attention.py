"""How long a status may last before somebody looks at it: warn and alert seconds per status of the dispatch board."""

from __future__ import annotations

from enum import StrEnum


class Attention(StrEnum):
    """How a row asks for a hand."""

    NONE = ""
    WARN = "warn"
    ALERT = "alert"


_MIN = 60

LIMITS: dict[str, tuple[int, int]] = {
    "proposed": (10 * _MIN, 20 * _MIN),
    "assigned": (4 * _MIN, 8 * _MIN),
    "accepted": (15 * _MIN, 30 * _MIN),
    "en_route": (60 * _MIN, 120 * _MIN),
    "on_site": (4 * 60 * _MIN, 8 * 60 * _MIN),
    "remote": (60 * _MIN, 120 * _MIN),
    "break": (45 * _MIN, 60 * _MIN),
    "declined": (5 * _MIN, 10 * _MIN),
}
"""(warn, alert) in seconds for states of visits and engineers; a state that is not here may last."""


def attention(state: str, seconds: float, limits: dict[str, tuple[int, int]] | None = None) -> Attention:
    """Whether a state that has lasted so long needs a look: assigned, not accepted: a warning at 4 min, alert at 8."""
    warn, alert = (limits or LIMITS).get(state, (None, None))
    if alert is not None and seconds >= alert:
        return Attention.ALERT
    if warn is not None and seconds >= warn:
        return Attention.WARN
    return Attention.NONE
