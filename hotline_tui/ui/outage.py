"""What happens to a write whose answer is lost, and how soon a database that is gone is tried again."""

from __future__ import annotations

import random
import time
from datetime import datetime

from hotline_tui.domain.commands import Result
from hotline_tui.domain.desk import DeskPort
from hotline_tui.domain.errors import N_, HotlineError, Lost, Refused, Unavailable

from .work import Write

SETTLE_S = 30.0
"""So long after its key an act with a lost answer is carried out by itself; later it is only looked up."""
TRIES, ASK_S = 5, 60.0
"""So often, and for so long, the answer to one act may be lost before the operator is to look for it."""
SOON_S, LATE_S = 0.25, 15.0
SHARE = 0.1
"""A pause is this share of the outage: who waited a minute for the server waits six more seconds at most."""

GONE = N_("The database can't be reached: nothing can be written until it is back.")
UNKNOWN = N_(
    "The connection broke each time: nobody knows whether the last act was written. Look before you repeat it."
)
_BROKE = N_("The connection to the database broke. The console connects again by itself.")
_NOT_DONE = N_("The connection broke before this was written: nothing was done. Act anew if it is still wanted.")


def carry_out(desk: DeskPort, job: Write, now: datetime) -> Result:
    """Do a write, or find out what became of it.

    The services do a command once, however often it is asked for. What has been out for long is not done behind the
    operator's back: then Refused says that nothing was done.
    """
    if not job.begun or time.monotonic() - job.asked <= SETTLE_S:
        return desk.do(job.command, now=now)
    result = desk.outcome(job.command.id)
    if result is None:
        raise Refused(_NOT_DONE)
    return result


def hopeless(job: Write, *, closing: bool) -> bool:
    """Whether a lost answer is not asked for again: a console that closes asks once more, an open one for a minute."""
    if closing:
        return job.tries > 0
    return job.tries >= TRIES and time.monotonic() - job.asked > ASK_S


def of_the_link(error: HotlineError, *, unsettled: bool) -> HotlineError:
    """The sentence for a fault of the link: that an act's outcome is unknown is said only where there is one."""
    return Unavailable(_BROKE) if isinstance(error, Lost) and not unsettled else error


class Outage:
    """How long the database has been gone. Outlives the threads that look for it."""

    def __init__(self) -> None:
        self._since: float | None = None

    def begun(self) -> None:
        """It is gone (or still is)."""
        if self._since is None:
            self._since = time.monotonic()

    def over(self) -> None:
        """It is back."""
        self._since = None

    def pause(self) -> float:
        """Seconds until the next try: in step with the outage, and not in step with the other consoles."""
        gone = 0.0 if self._since is None else time.monotonic() - self._since
        return min(LATE_S, max(SOON_S, gone * SHARE)) * random.uniform(0.8, 1.2)
