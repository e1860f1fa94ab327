"""Every act at the desk as a frozen value: one object for screen, command line, record, retry and tests.

`id` makes an act happen exactly once (a retry with the same id returns the first result), `actor` is the operator who
acts, `desk` the place of work. `version`, where a command has one, is the version of the thing the operator looked at:
another one in the database is a `Conflict`. Instants are aware and in UTC. Text is as typed: services clean it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_tui.domain.lazily import lazily

if TYPE_CHECKING:
    from .base import (
        Command,
        Result,
    )
    from .calls import (
        AbandonCall,
        AdviseCall,
        ClaimCall,
        DismissCall,
        EnterCall,
        JoinCall,
        ReleaseCall,
        SetTalk,
        TakeOverCall,
        TryCallBack,
    )
    from .duty import (
        AcknowledgeAlarm,
        AnswerComplaint,
        AnswerEscalation,
        CloseComplaint,
        ImportRecord,
        LoadPolicy,
        OpenComplaint,
        PutContact,
        PutCustomer,
        Undo,
    )
    from .field import (
        AcceptVisit,
        ArriveVisit,
        AssignVisit,
        BlockVisit,
        CallOffVisit,
        DeclineVisit,
        DepartVisit,
        FinishVisit,
        NoShowVisit,
        SendEngineer,
        SetEngineer,
        SetEta,
        VisitCommand,
    )
    from .handovers import (
        AnswerLine,
        AskLine,
        CheckHandover,
        CloseLog,
        CountersignHandover,
        DraftHandover,
        GiveHandover,
        HandMobile,
        HandoverCommand,
        MarkLines,
        RefuseHandover,
        SignHandover,
        TakePost,
        WithdrawHandover,
        WriteHandover,
        WriteLog,
    )
    from .people import (
        AddKey,
        AddOperator,
        PeopleCommand,
        RemoveKey,
        RetireOperator,
        SetPin,
        SetRoles,
    )
    from .shifts import (
        CancelAbsence,
        CancelDuty,
        PlanShifts,
        PutAbsence,
        PutDuty,
        SetPattern,
        SwapDuty,
    )
    from .tickets import (
        EditTicket,
        HoldTicket,
        MeetMilestone,
        NewContact,
        NoteTicket,
        OpenTicket,
        Promise,
        PromiseCallBack,
        ResumeTicket,
        Retriage,
        TicketCommand,
        VoidClock,
    )
    from .ways import (
        AdoptPolicy,
        CancelTicket,
        CloseTicket,
        DeclareDisaster,
        EscalateTicket,
        MergeTicket,
        MoveTicket,
        PassTicket,
        PhoneFailed,
        ReopenTicket,
        ResolveTicket,
        RestoreImpossible,
        RestoreTicket,
        SetMajor,
        StartWork,
        TickStep,
        UsePlaybook,
        WatchTicket,
    )
else:
    __getattr__ = lazily(
        __name__,
        {
            "base": "Command Result",
            "calls": (
                "AbandonCall AdviseCall ClaimCall DismissCall EnterCall JoinCall ReleaseCall SetTalk TakeOverCall "
                "TryCallBack"
            ),
            "duty": (
                "AcknowledgeAlarm AnswerComplaint AnswerEscalation CloseComplaint ImportRecord LoadPolicy "
                "OpenComplaint PutContact PutCustomer Undo"
            ),
            "field": (
                "AcceptVisit ArriveVisit AssignVisit BlockVisit CallOffVisit DeclineVisit DepartVisit FinishVisit "
                "NoShowVisit SendEngineer SetEngineer SetEta VisitCommand"
            ),
            "handovers": (
                "AnswerLine AskLine CheckHandover CloseLog CountersignHandover DraftHandover GiveHandover HandMobile "
                "HandoverCommand MarkLines RefuseHandover SignHandover TakePost WithdrawHandover "
                "WriteHandover WriteLog"
            ),
            "people": "AddKey AddOperator PeopleCommand RemoveKey RetireOperator SetPin SetRoles",
            "shifts": "CancelAbsence CancelDuty PlanShifts PutAbsence PutDuty SetPattern SwapDuty",
            "tickets": (
                "EditTicket HoldTicket MeetMilestone NewContact NoteTicket OpenTicket Promise PromiseCallBack "
                "ResumeTicket Retriage TicketCommand VoidClock"
            ),
            "ways": (
                "AdoptPolicy CancelTicket CloseTicket DeclareDisaster EscalateTicket MergeTicket MoveTicket "
                "PassTicket PhoneFailed ReopenTicket ResolveTicket RestoreImpossible RestoreTicket SetMajor StartWork "
                "TickStep UsePlaybook WatchTicket"
            ),
        },
    )

__all__ = [
    "AbandonCall",
    "AcceptVisit",
    "AcknowledgeAlarm",
    "AddKey",
    "AddOperator",
    "AdoptPolicy",
    "AdviseCall",
    "AnswerComplaint",
    "AnswerEscalation",
    "AnswerLine",
    "ArriveVisit",
    "AskLine",
    "AssignVisit",
    "BlockVisit",
    "CallOffVisit",
    "CancelAbsence",
    "CancelDuty",
    "CancelTicket",
    "CheckHandover",
    "ClaimCall",
    "CloseComplaint",
    "CloseLog",
    "CloseTicket",
    "Command",
    "CountersignHandover",
    "DeclareDisaster",
    "DeclineVisit",
    "DepartVisit",
    "DismissCall",
    "DraftHandover",
    "EditTicket",
    "EnterCall",
    "EscalateTicket",
    "FinishVisit",
    "GiveHandover",
    "HandMobile",
    "HandoverCommand",
    "HoldTicket",
    "ImportRecord",
    "JoinCall",
    "LoadPolicy",
    "MarkLines",
    "MeetMilestone",
    "MergeTicket",
    "MoveTicket",
    "NewContact",
    "NoShowVisit",
    "NoteTicket",
    "OpenComplaint",
    "OpenTicket",
    "PassTicket",
    "PeopleCommand",
    "PhoneFailed",
    "PlanShifts",
    "Promise",
    "PromiseCallBack",
    "PutAbsence",
    "PutContact",
    "PutCustomer",
    "PutDuty",
    "RefuseHandover",
    "ReleaseCall",
    "RemoveKey",
    "ReopenTicket",
    "ResolveTicket",
    "RestoreImpossible",
    "RestoreTicket",
    "Result",
    "ResumeTicket",
    "RetireOperator",
    "Retriage",
    "SendEngineer",
    "SetEngineer",
    "SetEta",
    "SetMajor",
    "SetPattern",
    "SetPin",
    "SetRoles",
    "SetTalk",
    "SignHandover",
    "StartWork",
    "SwapDuty",
    "TakeOverCall",
    "TakePost",
    "TickStep",
    "TicketCommand",
    "TryCallBack",
    "Undo",
    "UsePlaybook",
    "VisitCommand",
    "VoidClock",
    "WatchTicket",
    "WithdrawHandover",
    "WriteHandover",
    "WriteLog",
]
