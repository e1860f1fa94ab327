"""ACD figures of a queue: the same sums for a recorded log and for what the database holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

SERVICE_LEVEL_S = 20.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one offered call went. Seconds."""

    wait: float
    answered: bool
    handled: float = 0.0
    """From the answer to the end."""


@dataclass(frozen=True, slots=True)
class AcdFigures:
    """Figures of a queue; shares are 0…1, times seconds, None where nothing was there to average.

    `service_level_20s` is the share of the offered calls that were answered within 20 s of entering the queue.
    """

    offered: int
    answered: int
    abandoned: int
    abandoned_share: float | None
    asa_s: float | None
    longest_wait_s: float | None
    service_level_20s: float | None
    aht_s: float | None

    def as_dict(self) -> dict[str, int | float | None]:
        """For JSON: shares to six places, seconds to three."""
        rounded: dict[str, int | float | None] = {}
        for name, value in asdict(self).items():
            places = 3 if name.endswith("_s") and name != "service_level_20s" else 6
            rounded[name] = round(value, places) if isinstance(value, float) else value
        return rounded


def figures(outcomes: Iterable[Outcome], *, offered: int | None = None) -> AcdFigures:
    """Sum up; `offered` when some calls still wait and have no outcome yet."""
    seen = list(outcomes)
    answered = [one for one in seen if one.answered]
    abandoned = len(seen) - len(answered)
    count = len(seen) if offered is None else offered
    handled = [one.handled for one in answered if one.handled > 0]
    return AcdFigures(
        offered=count,
        answered=len(answered),
        abandoned=abandoned,
        abandoned_share=abandoned / count if count else None,
        asa_s=sum(one.wait for one in answered) / len(answered) if answered else None,
        longest_wait_s=max((one.wait for one in seen), default=None),
        service_level_20s=sum(one.wait <= SERVICE_LEVEL_S for one in answered) / count if count else None,
        aht_s=sum(handled) / len(handled) if handled else None,
    )
