"""Which acts the states allow, asked of the domain before any words are asked for: a key that does not apply says why.

The tables of the lifecycle are imported when the first row is looked at: not on the way to first paint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_tui.domain.errors import N_, HotlineError, Refused
from hotline_tui.domain.words import EngineerState, ThingKind, VisitState

from .context import Condition, Context, has_engineer, has_ticket, has_visit

if TYPE_CHECKING:
    from hotline_tui.domain.board import ClockRow, EngineerRow
    from hotline_tui.domain.lifecycle import Act


def ticket_allows(act: str) -> Condition:
    """The opened ticket's own list of possible acts decides; of a list row, its state, as far as the row tells."""

    def check(context: Context) -> HotlineError | None:
        if context.ticket_id is None:
            return has_ticket(context)
        if context.ticket is not None:
            why = dict(context.ticket.acts).get(act, "")
            return Refused(why) if why else None
        return _row_allows(context.clock, act) if context.clock is not None else None

    return check


def _row_allows(row: ClockRow, act: str) -> HotlineError | None:
    """What the service would refuse of this row anyway, said before any words are asked for."""
    from hotline_tui.domain.conditions import Facts
    from hotline_tui.domain.lifecycle import Act, why_not

    return why_not(ThingKind.TICKET, row.thing_state, Act(act), Facts(held=bool(row.hold_reason), by_shift_lead=True))


def has_other(context: Context) -> HotlineError | None:
    """There is another ticket that this one points to."""
    view = context.ticket
    if view is not None and (view.merged_into or view.parent):
        return None
    return Refused(N_("It is merged into no other ticket and stands under no major fault."))


def can_send(context: Context) -> HotlineError | None:
    """An engineer can be sent to the ticket: an ended one needs nobody."""
    return has_ticket(context) if context.engineer is not None else ticket_allows("send")(context)


def visit_allows(act: str) -> Condition:
    """The state of the chosen engineer's job decides; '' stands for whatever step comes next."""

    def check(context: Context) -> HotlineError | None:
        row = context.engineer
        if row is None or row.visit_id is None:
            return has_visit(context)
        from hotline_tui.domain.conditions import Facts
        from hotline_tui.domain.lifecycle import Act, why_not

        wanted = Act(act) if act else next_step(row)
        return why_not(ThingKind.VISIT, row.visit_state, wanted, Facts(remote=row.state == EngineerState.REMOTE))

    return check


def next_step(row: EngineerRow) -> Act:
    """The act that usually comes next for an engineer's job; from an end, one that the refusal speaks of."""
    from hotline_tui.domain.lifecycle import Act

    steps: dict[str, Act] = {
        VisitState.RESERVED: Act.ASSIGN,
        VisitState.ASSIGNED: Act.ACCEPT,
        VisitState.ACCEPTED: Act.FINISH if row.state == EngineerState.REMOTE else Act.DEPART,
        VisitState.EN_ROUTE: Act.ARRIVE,
    }
    return steps.get(row.visit_state, Act.FINISH)


def duty_by_hand(context: Context) -> HotlineError | None:
    """Break and off duty are for who has no job: the status of the others follows from it."""
    if context.engineer is None:
        return has_engineer(context)
    from hotline_tui.domain.lifecycle import possible
    from hotline_tui.domain.refusals import not_now

    state = context.engineer.state
    return None if possible(ThingKind.ENGINEER, state) else not_now(ThingKind.ENGINEER, state)
