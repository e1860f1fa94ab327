"""Whether an act on the opened handover can be done by whoever sits here, and why not (OR-3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.words import HandoverState, Role

if TYPE_CHECKING:
    from hotline_tui.domain.board.duty import HandoverView

    from .context import Context

_NONE = N_("No handover is open here.")
_OPEN = (HandoverState.DRAFTED, HandoverState.REVIEWING)
_SIGNED = (HandoverState.SIGNED, HandoverState.SIGNED_RESERVED)


def _opened(context: Context) -> HandoverView | Refused:
    view = context.handover
    if view is None:
        return Refused(_NONE)
    if view.state in _SIGNED:
        return Refused(N_("The handover is signed; it never changes."))
    if view.state == "missed":
        return Refused(N_("This was never handed over: T takes the post, and you answer for it from then on."))
    if view.state == HandoverState.WITHDRAWN:
        return Refused(N_("The handover was withdrawn. Write a new one."))
    if view.state not in _OPEN:
        return Refused(N_("The handover was refused. Write a new one."))
    return view


def _mine(context: Context, view: HandoverView) -> bool:
    return context.me is not None and context.me.operator_id == view.from_id


def hands_over(context: Context) -> Refused | None:
    """Whoever sits here hands over."""
    view = _opened(context)
    if isinstance(view, Refused):
        return view
    return None if _mine(context, view) else Refused(N_("Only {who}, who hands over, may do this."), who=view.from_name)


def can_give(context: Context) -> Refused | None:
    """The one who sits here hands over: it is still a draft, or it goes to somebody else because nobody came."""
    refusal = hands_over(context)
    view = context.handover
    if refusal is None and view is not None and view.partial and view.state != HandoverState.DRAFTED:
        return Refused(N_("You have signed: now the one who takes over goes through it."))
    return refusal


def takes_over(context: Context) -> Refused | None:
    """It has been given, and whoever sits here may take it."""
    view = _opened(context)
    if isinstance(view, Refused):
        return view
    if _mine(context, view):
        return Refused(N_("Somebody else has to take over: both sign with their own name."))
    if view.state != HandoverState.REVIEWING:
        return Refused(N_("{who} is still writing it."), who=view.from_name)
    if view.to_id is not None and context.me is not None and view.to_id != context.me.operator_id:
        return Refused(N_("This handover was given to {who}."), who=view.to_name)
    return None


def can_sign(context: Context) -> Refused | None:
    """Everything dangerous has been understood or asked about."""
    refusal = takes_over(context)
    if refusal is None and context.handover is not None and context.handover.unread:
        return Refused(
            N_("Some dangerous lines are neither understood nor asked about. Go through them first."),
        )
    return refusal


def can_talk(context: Context) -> Refused | None:
    """One asks, the other answers."""
    view = _opened(context)
    if isinstance(view, Refused):
        return view
    if not _mine(context, view):
        return takes_over(context)
    return None if any(line.question for line in view.lines) else Refused(N_("Nobody has asked about any line."))


def can_countersign(context: Context) -> Refused | None:
    """It is signed, the desk asks for the shift lead's signature, and it is still missing."""
    view = context.handover
    if view is None:
        return Refused(_NONE)
    if not view.countersign or view.state not in _SIGNED or view.countersigned is not None:
        return Refused(N_("There is nothing to countersign here."))
    me = context.me
    if me is None or Role.SHIFT_LEAD not in me.roles or me.operator_id in (view.from_id, view.to_id):
        return Refused(N_("A shift lead who is not one of the two countersigns."))
    return None


def was_missed(context: Context) -> Refused | None:
    """What is shown was never handed over."""
    if context.handover is not None and context.handover.state == "missed":
        return None
    return Refused(N_("A post is taken without a handover only from somebody who is at no console."))


def has_handover(context: Context) -> Refused | None:
    """One is shown."""
    return None if context.handover is not None else Refused(_NONE)
