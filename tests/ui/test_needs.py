"""What the table of actions says of roles is what the commands ask for."""

from __future__ import annotations

import pytest

from hotline_tui.domain import commands as c
from hotline_tui.domain.roles import NEEDS
from hotline_tui.domain.standing import Need
from hotline_tui.domain.words import Role
from hotline_tui.ui.actions import ACTIONS, BY_ID

_LOCAL = """
    call.history call.show form.explain form.read form.customer form.level form.discard ticket.show clock.explain
    ticket.other ticket.read ticket.history rows.filter alarm.mute reach pane.zoom command help lock pane.queue
    pane.triage pane.sla pane.dispatch pane.next pane.previous back quit
"""
LOCAL = frozenset(_LOCAL.split())
"""Actions that only show something, or change nothing for others."""

DOES: dict[str, tuple[type[c.Command], ...]] = {
    "call.claim": (c.ClaimCall,),
    "call.back": (c.TryCallBack,),
    "call.release": (c.ReleaseCall,),
    "call.take_over": (c.TakeOverCall,),
    "call.dismiss": (c.DismissCall,),
    "form.save": (c.OpenTicket,),
    "form.save_send": (c.SendEngineer,),
    "form.solved": (c.AdviseCall,),
    "form.promise": (c.PromiseCallBack,),
    "form.join": (c.JoinCall,),
    "form.complain": (c.OpenComplaint,),
    "form.talk": (c.SetTalk,),
    "form.release": (c.ReleaseCall,),
    "form.dismiss": (c.DismissCall,),
    "ticket.send": (c.SendEngineer,),
    "ticket.promise": (c.Promise,),
    "ticket.meet": (c.MeetMilestone,),
    "ticket.hold": (c.HoldTicket, c.ResumeTicket),
    "ticket.escalate": (c.EscalateTicket,),
    "ticket.told": (c.AnswerEscalation,),
    "ticket.note": (c.NoteTicket,),
    "ticket.start": (c.StartWork,),
    "ticket.phone_failed": (c.PhoneFailed,),
    "ticket.restore": (c.RestoreTicket,),
    "ticket.watch": (c.WatchTicket,),
    "ticket.resolve": (c.ResolveTicket,),
    "ticket.close": (c.CloseTicket,),
    "ticket.reopen": (c.ReopenTicket,),
    "ticket.cancel": (c.CancelTicket,),
    "ticket.merge": (c.MergeTicket,),
    "ticket.major": (c.SetMajor,),
    "ticket.disaster": (c.DeclareDisaster,),
    "ticket.move": (c.MoveTicket,),
    "ticket.pass": (c.PassTicket,),
    "ticket.edit": (c.EditTicket,),
    "ticket.retriage": (c.Retriage,),
    "ticket.impossible": (c.RestoreImpossible,),
    "ticket.void": (c.VoidClock,),
    "ticket.adopt": (c.AdoptPolicy,),
    "ticket.playbook": (c.UsePlaybook,),
    "ticket.step": (c.TickStep,),
    "ticket.complain": (c.OpenComplaint,),
    "visit.next": (c.AcceptVisit, c.DepartVisit, c.ArriveVisit, c.FinishVisit),
    "visit.accept": (c.AcceptVisit,),
    "visit.depart": (c.DepartVisit,),
    "visit.arrive": (c.ArriveVisit,),
    "visit.finish": (c.FinishVisit,),
    "visit.eta": (c.SetEta,),
    "visit.decline": (c.DeclineVisit,),
    "visit.call_off": (c.CallOffVisit,),
    "visit.block": (c.BlockVisit,),
    "visit.no_show": (c.NoShowVisit,),
    "visit.reassign": (c.AssignVisit,),
    "engineer.state": (c.SetEngineer,),
    "call.next": (c.ClaimCall,),
    "ticket.new": (c.OpenTicket,),
    "call.enter": (c.EnterCall,),
    "alarm.acknowledge": (c.AcknowledgeAlarm,),
    "undo": (c.Undo,),
}


@pytest.mark.parametrize("action", sorted(DOES))
def test_an_action_asks_for_the_role_of_its_command(action: str) -> None:
    assert {NEEDS[kind] for kind in DOES[action]} == {BY_ID[action].need}


@pytest.mark.parametrize("action", sorted(LOCAL))
def test_looking_asks_for_no_role(action: str) -> None:
    assert BY_ID[action].need is None


def test_no_action_is_forgotten() -> None:
    """Those of handing over have a dialog of their own between key and command: they name a role, or only show."""
    others = {action.id for action in ACTIONS} - LOCAL - set(DOES)
    assert {ident for ident in others if ident.split(".")[0] in ("call", "form", "ticket", "visit")} == set()


def test_save_and_send_needs_both() -> None:
    """Who may send may also open the ticket."""
    send, save = BY_ID["form.save_send"].need, BY_ID["form.save"].need
    assert isinstance(send, Need)
    assert isinstance(save, Need)
    assert send.roles <= save.roles
    assert Role.OPERATOR not in send.roles
