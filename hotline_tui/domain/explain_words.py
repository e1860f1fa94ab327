"""The sentences of explanations that stand for a code: conditions, triggers, states, reasons."""

from __future__ import annotations

from collections.abc import Mapping

from hotline_tui.domain.errors import N_
from hotline_tui.domain.words import Channel, ClockState, FaultKind, HoldReason, Trigger

CONDITIONS_SAID: Mapping[str, Mapping[str, str]] = {
    "level": {"": N_("It applies because the level is {value}.")},
    "fault": {
        FaultKind.SOFTWARE: N_("It applies because the fault is one of software."),
        FaultKind.HARDWARE: N_("It applies because the fault is one of hardware."),
        FaultKind.CONFIGURATION: N_("It applies because the fault is one of configuration."),
        FaultKind.OPERATION: N_("It applies because it is a question of operation."),
        FaultKind.LINE: N_("It applies because the fault is one of a line."),
        FaultKind.VIRUS: N_("It applies because the fault is a virus."),
    },
    "fault_class": {
        "software": N_("It applies because the fault counts as one of software."),
        "equipment": N_("It applies because the fault counts as one of equipment."),
    },
    "region": {
        "in_city": N_("It applies because the site lies inside the city."),
        "outside": N_("It applies because the site lies outside the city."),
    },
    "warranty": {
        "in": N_("It applies because it was in warranty when it was received."),
        "out": N_("It applies because it was out of warranty when it was received."),
    },
    "channel": {
        Channel.PHONE: N_("It applies because it came by phone."),
        Channel.EMAIL: N_("It applies because it came by e-mail."),
        Channel.WEB: N_("It applies because it came by the web form."),
        Channel.FAX: N_("It applies because it came by fax."),
        Channel.LETTER: N_("It applies because it came by letter."),
        Channel.VISIT: N_("It applies because the customer came in person."),
        Channel.IM: N_("It applies because it came by chat."),
    },
    "known_solution": {
        "true": N_("It applies because a solution is known."),
        "false": N_("It applies because no solution is known."),
    },
    "disaster": {
        "true": N_("It applies because a disaster is declared."),
        "false": N_("It applies because no disaster is declared."),
    },
    "maintenance_contract": {
        "true": N_("It applies because there is a maintenance contract."),
        "false": N_("It applies because there is no maintenance contract."),
    },
    "unusable": {
        "true": N_("It applies because it cannot be repaired for now and normal use is affected."),
        "false": N_("It applies because it can still be used."),
    },
    "visit_needed": {
        "true": N_("It applies because a visit is needed."),
        "false": N_("It applies because no visit is needed."),
    },
}

TRIGGERS_SAID: Mapping[str, str] = {
    Trigger.RECEIVED: N_("It counts from when it was received."),
    Trigger.PHONE_FAILED: N_("It started when help by phone had failed."),
    Trigger.VISIT_DECIDED: N_("It started when the visit was decided."),
    Trigger.RESTORE_MISSED: N_("It came up when the restore time was missed."),
    Trigger.RESTORE_IMPOSSIBLE: N_("It came up when repair was declared impossible for now."),
    Trigger.RESTORED: N_("It started when the customer could work again."),
    Trigger.COMPLAINT: N_("It counts from the complaint."),
    Trigger.CUSTOMER_CONTACT: N_("It counts from the customer's first unanswered contact."),
    Trigger.PROMISED: N_("It counts from when the word was given."),
    Trigger.LAST_EVENT: N_("It counts from the last event."),
}

STATES_SAID: Mapping[str, str] = {
    ClockState.WAITING: N_("It has not started."),
    ClockState.RUNNING: N_("It is running."),
    ClockState.HELD: N_("It is held: what is left is shown, not a due time."),
    ClockState.MET: N_("It was met in time."),
    ClockState.BREACHED: N_("It is past due and still open."),
    ClockState.MISSED: N_("It was met too late."),
    ClockState.VOID: N_("It no longer applies."),
}

STANDS_STILL: Mapping[str, str] = {
    f"hold:{HoldReason.CUSTOMER}": N_("It stood still from {begin} to {end}: on hold, waiting for the customer."),
    f"hold:{HoldReason.APPOINTMENT}": N_("It stood still from {begin} to {end}: on hold until the agreed date."),
    "hold:": N_("It stood still from {begin} to {end}: on hold."),
}
