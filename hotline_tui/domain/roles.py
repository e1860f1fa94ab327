"""Which act needs which role (OR-1): one table over all commands. `services.bus` asks it before every act.

An act that is not named here is an ordinary one; a test keeps the table complete all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from . import commands as c
from .commands import Command
from .standing import (
    ACTING,
    ANSWERING,
    CUSTOMERS,
    LEADING,
    ORDINARY,
    REPORTING,
    SENDING,
    SETTLING,
    TAKING_IN,
    Need,
)

_BY_NEED: tuple[tuple[Need, tuple[type[Command], ...]], ...] = (
    (
        ORDINARY,
        (
            *(c.EnterCall, c.ClaimCall, c.ReleaseCall, c.TakeOverCall, c.SetTalk, c.AbandonCall),
            *(c.AdviseCall, c.DismissCall, c.JoinCall, c.TryCallBack),
            *(c.OpenTicket, c.EditTicket, c.Retriage, c.MeetMilestone, c.HoldTicket, c.ResumeTicket),
            *(c.StartWork, c.PhoneFailed, c.RestoreTicket, c.RestoreImpossible, c.WatchTicket, c.ResolveTicket),
            *(c.CloseTicket, c.ReopenTicket, c.CancelTicket, c.MergeTicket, c.SetMajor, c.MoveTicket, c.PassTicket),
            *(c.EscalateTicket, c.TickStep, c.UsePlaybook, c.AcknowledgeAlarm, c.AnswerEscalation),
            *(c.DraftHandover, c.WriteHandover, c.CheckHandover, c.GiveHandover, c.MarkLines, c.AskLine, c.AnswerLine),
            *(c.SignHandover, c.RefuseHandover, c.WithdrawHandover, c.TakePost, c.WriteLog, c.CloseLog, c.HandMobile),
        ),
    ),
    (CUSTOMERS, (c.NoteTicket, c.Promise, c.PromiseCallBack, c.OpenComplaint, c.PutCustomer, c.PutContact)),
    (SENDING, (c.SendEngineer, c.AssignVisit, c.CallOffVisit, c.SetEngineer)),
    (
        REPORTING,
        (
            *(c.AcceptVisit, c.DepartVisit, c.SetEta, c.ArriveVisit, c.FinishVisit),
            *(c.DeclineVisit, c.BlockVisit, c.NoShowVisit),
        ),
    ),
    (ANSWERING, (c.AnswerComplaint,)),
    (SETTLING, (c.CloseComplaint,)),
    (
        LEADING,
        (
            *(c.DeclareDisaster, c.VoidClock, c.AdoptPolicy, c.LoadPolicy),
            *(c.CountersignHandover, c.SetPattern, c.PlanShifts, c.PutDuty, c.CancelDuty, c.SwapDuty),
            *(c.PutAbsence, c.CancelAbsence),
            *(c.AddOperator, c.SetRoles, c.SetPin, c.AddKey, c.RemoveKey, c.RetireOperator),
        ),
    ),
    (TAKING_IN, (c.ImportRecord,)),
    (ACTING, (c.Undo,)),
)

NEEDS: Mapping[type[Command], Need] = MappingProxyType({kind: need for need, kinds in _BY_NEED for kind in kinds})
"""Command → what it asks for."""


def need_of(command: Command) -> Need | None:
    """What this very act asks for; None for what everybody may do, and for what the program does by itself.

    A PIN of one's own is one's own business; somebody else's is the shift lead's.
    """
    if not command.actor or command.by_program:
        return None
    if isinstance(command, c.SetPin) and command.operator == command.actor:
        return None
    return NEEDS.get(type(command), ORDINARY)
