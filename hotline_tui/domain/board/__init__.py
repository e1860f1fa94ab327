"""What screens show: frozen, bounded read models. A screen never holds a database row.

Instants are `float` seconds since the epoch (the screen only subtracts), `0.0` or None where there is none. Kinds and
states are the stored words (`words.py`); a word that this release does not know is shown raw. Text has been cleaned at
entry and is cleaned again at rendering.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_tui.domain.lazily import lazily

if TYPE_CHECKING:
    from .people import (
        ArticleHit,
        AssetRow,
        ColleagueRow,
        ComplaintRow,
        ContactRow,
        ContractRow,
        CustomerCard,
        CustomerHit,
        DuePreview,
        Preview,
        ReachRow,
        ScreenPop,
        TicketRow,
    )
    from .picture import Alarm, Board, BoardQuery, DutyMobile, Figures
    from .quality import ComplaintView
    from .rows import PAGE, CallKey, CallRow, ClockRow, EngineerRow, call_key
    from .session import Company, Draft, LinkState, Me, Regained
    from .tickets import (
        CandidateRow,
        ClockView,
        EscalationRow,
        EventRow,
        Explanation,
        ReasonLine,
        StepRow,
        TellPage,
        TellRow,
        TicketView,
        VisitRow,
    )
else:
    __getattr__ = lazily(
        __name__,
        {
            "people": (
                "ArticleHit AssetRow ColleagueRow ComplaintRow ContactRow ContractRow CustomerCard CustomerHit "
                "DuePreview Preview ReachRow ScreenPop TicketRow"
            ),
            "picture": "Alarm Board BoardQuery DutyMobile Figures",
            "quality": "ComplaintView",
            "rows": "PAGE CallKey CallRow ClockRow EngineerRow call_key",
            "session": "Company Draft LinkState Me Regained",
            "tickets": (
                "CandidateRow ClockView EscalationRow EventRow Explanation ReasonLine StepRow TellPage "
                "TellRow TicketView VisitRow"
            ),
        },
    )

__all__ = [
    "PAGE",
    "Alarm",
    "ArticleHit",
    "AssetRow",
    "Board",
    "BoardQuery",
    "CallKey",
    "CallRow",
    "CandidateRow",
    "ClockRow",
    "ClockView",
    "ColleagueRow",
    "Company",
    "ComplaintRow",
    "ComplaintView",
    "ContactRow",
    "ContractRow",
    "CustomerCard",
    "CustomerHit",
    "Draft",
    "DuePreview",
    "DutyMobile",
    "EngineerRow",
    "EscalationRow",
    "EventRow",
    "Explanation",
    "Figures",
    "LinkState",
    "Me",
    "Preview",
    "ReachRow",
    "ReasonLine",
    "Regained",
    "ScreenPop",
    "StepRow",
    "TellPage",
    "TellRow",
    "TicketRow",
    "TicketView",
    "VisitRow",
    "call_key",
]
