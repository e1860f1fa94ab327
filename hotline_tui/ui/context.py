"""What an action is, and what it may look at to say whether it can be done now. Pure: no screen, no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from hotline_tui.domain.errors import N_, HotlineError, Refused
from hotline_tui.domain.standing import LOOKING_ON, Need
from hotline_tui.domain.words import CallState, ThingKind

if TYPE_CHECKING:
    from hotline_tui.domain.board import CallRow, ClockRow, EngineerRow, Me, TicketView
    from hotline_tui.domain.board.duty import HandoverView


OPENING, LIVE, STALE = "opening", "live", "stale"
"""The words of `LinkState`: the read models are not imported before first paint."""


class Scope(StrEnum):
    """Where a key works. The innermost scope with a key wins."""

    GLOBAL = "global"
    """On every screen, outside forms and dialogs."""
    QUEUE = "queue"
    TRIAGE = "triage"
    SLA = "sla"
    DISPATCH = "dispatch"
    TICKET = "ticket"
    """The ticket screen."""
    HANDOVER = "handover"
    """The handover's screen."""


@dataclass(frozen=True, slots=True)
class Context:
    """What an action may look at: the row under the cursor, the opened ticket, the form, the link."""

    link: str = OPENING
    """A `LinkState`."""
    fault: HotlineError | None = None
    """Why the database can't be used now."""
    me: Me | None = None
    scope: Scope = Scope.GLOBAL
    call: CallRow | None = None
    """Under the cursor in the queue, or the one in the form."""
    clock: ClockRow | None = None
    engineer: EngineerRow | None = None
    ticket: TicketView | None = None
    """The ticket that is shown in full."""
    handover: HandoverView | None = None
    """The handover that is shown."""
    form_open: bool = False
    form_missing: str = ""
    """msgid of what the form still needs before it can be saved; empty when it can be."""
    form_call: int | None = None
    waiting: int = 0
    """Calls that wait in the queue."""
    to_tell: int = 0
    """Steps of which nobody has told anybody yet, counted up to 100."""
    alarms: int = 0
    """Alarms that nobody has acknowledged."""
    undo: str = ""
    """msgid of the act that `u` takes back now; empty without one."""
    zoomed: bool = False
    filtered: bool = False
    """The pane shows only rows with certain words: Esc shows all again."""
    narrow: bool = False

    @property
    def ticket_id(self) -> int | None:
        """The ticket that acts are about: the opened one, that of the clock's row, that of the engineer's job."""
        if self.ticket is not None:
            return self.ticket.id
        if self.clock is not None:
            return self.clock.thing_id if self.clock.thing_kind == ThingKind.TICKET else None
        return self.engineer.ticket_id if self.engineer is not None else None


Condition = Callable[[Context], HotlineError | None]
"""None when the act is possible now, else the sentence that says why not."""


@dataclass(frozen=True, slots=True)
class Action:
    """One line of the table of actions: footer, help, palette, key map and documentation are made from it."""

    id: str
    """`call.claim`: a widget on the way from the focus to the app does it in its method `do_call_claim()`."""
    scopes: tuple[Scope, ...]
    keys: tuple[str, ...]
    """Textual's names. The first is shown in the footer."""
    label: str
    """msgid, one or two words."""
    help: str
    """msgid, a sentence."""
    available: Condition
    rank: int = 0
    """Place in the footer, small ones first; 0: not in the footer."""
    confirm: str = ""
    """msgid of the question, for what cannot be undone."""
    words: str = ""
    """Further words by which the command line finds it."""
    need: Need | None = None
    """The role it asks for, as its commands do (`domain.roles`); None: it changes nothing for others."""

    def barred(self, context: Context) -> Refused | None:
        """Why whoever sits here may not, whatever the desk looks like; None when they may."""
        me = context.me
        if self.need is None or me is None:
            return None
        if me.read_only:
            return Refused(LOOKING_ON)
        return None if self.need.met_by(me.roles) else self.need.refusal()

    def refusal(self, context: Context) -> HotlineError | None:
        """Why it can't be done here and now, by this operator; None when it can."""
        return self.barred(context) or self.available(context)

    @property
    def handler(self) -> str:
        """The name of the method that does it."""
        return "do_" + self.id.replace(".", "_")


# ---- conditions ---------------------------------------------------------------------------------------------------


def always(_context: Context) -> Refused | None:
    """Can always be done."""
    return None


def live(context: Context) -> Refused | None:
    """Anything that is written needs the database."""
    if context.link == LIVE:
        return None
    if context.link == OPENING:
        return Refused(N_("The database is still being opened."))
    if context.fault is not None:
        return Refused(context.fault.msgid, **context.fault.params)
    return Refused(N_("The database can't be reached: nothing can be written until it is back."))


def both(*conditions: Condition) -> Condition:
    """All of them; the first that refuses speaks."""

    def check(context: Context) -> HotlineError | None:
        return next((no for no in (condition(context) for condition in conditions) if no is not None), None)

    return check


def has_call(context: Context) -> Refused | None:
    """A row of the queue is chosen."""
    return None if context.call is not None else Refused(N_("No call is chosen: the queue is empty."))


def call_is_free(context: Context) -> Refused | None:
    """The chosen call waits and is nobody's."""
    if context.call is None:
        return has_call(context)
    if context.call.state == CallState.CLAIMED and not context.call.mine:
        return Refused(N_("{who} has this call. O takes it over."), who=context.call.claimed_by)
    return None


def call_is_mine(context: Context) -> Refused | None:
    """The chosen call is claimed by this operator."""
    if context.call is None:
        return has_call(context)
    return None if context.call.mine else Refused(N_("This call is not yours: Enter claims it."))


def call_is_theirs(context: Context) -> Refused | None:
    """The chosen call is claimed by somebody else."""
    if context.call is None:
        return has_call(context)
    if context.call.state == CallState.CLAIMED and not context.call.mine:
        return None
    return Refused(N_("Nobody else has this call: Enter claims it."))


def call_is_lost(context: Context) -> Refused | None:
    """The chosen caller hung up and waits for a call-back."""
    if context.call is None:
        return has_call(context)
    if context.call.state == CallState.ABANDONED:
        return None
    return Refused(N_("Only a caller who hung up is called back from here."))


def somebody_waits(context: Context) -> Refused | None:
    """There is a call to claim."""
    return None if context.waiting else Refused(N_("Nobody is waiting."))


def has_clock(context: Context) -> Refused | None:
    """A clock is chosen, or a ticket with clocks is open."""
    if context.clock is not None or (context.ticket is not None and context.ticket.clocks):
        return None
    return Refused(N_("No clock is chosen."))


def has_ticket(context: Context) -> Refused | None:
    """There is a ticket to act on."""
    if context.ticket_id is not None:
        return None
    if context.clock is not None and context.clock.thing_kind == ThingKind.COMPLAINT:
        return Refused(N_("This is a complaint: Enter opens it, and there it is answered and closed."))
    return Refused(N_("No ticket is chosen."))


def has_thing(context: Context) -> Refused | None:
    """There is a ticket, a complaint or a call to show."""
    return None if context.clock is not None else has_ticket(context)


def somebody_to_tell(context: Context) -> Refused | None:
    """Somebody higher is still to be told of the opened ticket."""
    if context.ticket is None:
        return has_ticket(context)
    if any(row.told is None for row in context.ticket.escalations):
        return None
    return Refused(N_("Nobody is left to be told."))


def somebody_at_the_desk_to_tell(context: Context) -> Refused | None:
    """Somebody higher is still to be told of something at this desk."""
    return None if context.to_tell else Refused(N_("Nobody is left to be told."))


def has_engineer(context: Context) -> Refused | None:
    """An engineer is chosen."""
    return None if context.engineer is not None else Refused(N_("No engineer is chosen."))


def has_visit(context: Context) -> Refused | None:
    """The chosen engineer has a job."""
    if context.engineer is None:
        return has_engineer(context)
    if context.engineer.visit_id is not None:
        return None
    return Refused(N_("{who} has no job now."), who=context.engineer.name)


def form_is_open(context: Context) -> Refused | None:
    """Something is in the form."""
    return None if context.form_open else Refused(N_("The form is empty: claim a call, or n opens a new ticket."))


def form_is_ready(context: Context) -> Refused | None:
    """The form can be saved."""
    if not context.form_open:
        return form_is_open(context)
    return Refused(context.form_missing) if context.form_missing else None


def form_has_call(context: Context) -> Refused | None:
    """The form is about a call."""
    if not context.form_open:
        return form_is_open(context)
    return None if context.form_call is not None else Refused(N_("There is no call in the form."))


def alarm_rings(context: Context) -> Refused | None:
    """Something rings."""
    return None if context.alarms else Refused(N_("No alarm is ringing."))


def can_go_back(context: Context) -> Refused | None:
    """There is a level above this one."""
    if context.zoomed or context.filtered or context.scope is not Scope.QUEUE:
        return None
    return Refused(N_("This is the first level. q leaves the console."))


def can_undo(context: Context) -> Refused | None:
    """Something can be taken back."""
    return (
        None
        if context.undo
        else Refused(N_("Nothing to undo: u works for 10 seconds after an act whose message says so."))
    )
