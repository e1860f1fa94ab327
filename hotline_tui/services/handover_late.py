"""Nobody came: the shift is over, somebody else was to take the post, and no handover was signed (OR-3).

The outgoing operator goes on answering for the desk; the shift lead is to be told, once a shift.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from hotline_tui.domain.commands import Command, Result
from hotline_tui.domain.words import Role, ThingKind
from hotline_tui.services import people
from hotline_tui.services.bus import handles
from hotline_tui.services.falling_due import HANDOVER_LATE, late_handovers
from hotline_tui.services.work import Work
from hotline_tui.store.tables import Operator


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverLate(Command):
    """The program itself: a handover is overdue at a desk."""

    kind: ClassVar[str] = "handover.late"
    by_program: ClassVar[bool] = True


@handles(HandoverLate)
def handover_late(w: Work, c: HandoverLate) -> Result:
    """Tell the shift lead; looks again, so that two consoles never tell twice."""
    w.unit.lock([(ThingKind.DESK, c.desk)])
    overdue = late_handovers(w.conn, w.now, c.desk).get(c.desk)
    if overdue is not None:
        since, holder = overdue
        who = w.get(Operator, holder).name
        thing = (str(ThingKind.DESK), c.desk)
        people.tell(
            w, desk=c.desk, thing=thing, role=Role.SHIFT_LEAD, step=HANDOVER_LATE, how="", reason=who, exclude=(holder,)
        )
        w.event(ThingKind.DESK, c.desk, c.kind, since=since, holder=holder)
    return w.result(ThingKind.DESK, c.desk)
