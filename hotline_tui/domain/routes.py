"""The route that each kind of fault takes (TR-2), and what it counts as where a target knows only two classes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hotline_tui.domain.errors import N_
from hotline_tui.domain.words import FaultKind, Tier


class FaultClass(StrEnum):
    """For targets that tell software from equipment only."""

    SOFTWARE = "software"
    EQUIPMENT = "equipment"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Route:
    """Where a fault of this kind goes: `steps` are msgids in order, `tiers` who takes it on, near to far (HA-3)."""

    kind: FaultKind
    fault_class: FaultClass
    steps: tuple[str, ...]
    tiers: tuple[Tier, ...]


FAULT_KEYS: dict[str, FaultKind] = {str(i): kind for i, kind in enumerate(FaultKind, start=1)}
"""Digit key of each fault kind in the triage form."""

_REMOTE = N_("If the phone does not help: remote diagnosis – describe, confirm, isolate, fix, archive.")
_ON_SITE = N_("If that does not help: send an engineer, who stays on it until it is solved.")

_ROUTES = {
    FaultKind.SOFTWARE: Route(
        FaultKind.SOFTWARE,
        FaultClass.SOFTWARE,
        (
            N_("Record the exact steps, the error text and the version."),
            _REMOTE,
            N_("Pass it to the vendor or to development; development fixes, test verifies, then the customer gets it."),
            N_("Chase the patch and install it together with the customer."),
            _ON_SITE,
        ),
        (Tier.FIELD, Tier.CENTRE, Tier.RND, Tier.VENDOR),
    ),
    FaultKind.HARDWARE: Route(
        FaultKind.HARDWARE,
        FaultClass.EQUIPMENT,
        (
            N_("Record model, serial number and what the lamps and screens show; check the warranty."),
            N_("Send an engineer with original spare parts; others only with the customer's consent on the record."),
            N_("Open a case with the maker: repair or replacement (RMA); fetch the unit and chase it."),
            N_("If it cannot be repaired in time: lend equipment of the same or a higher class."),
        ),
        (Tier.FIELD, Tier.CENTRE, Tier.VENDOR),
    ),
    FaultKind.CONFIGURATION: Route(
        FaultKind.CONFIGURATION,
        FaultClass.SOFTWARE,
        (
            N_("Record fully what is seen and what was changed last, by whom and when."),
            N_("Give the solution, or promise a time for the answer."),
            N_("Restore from the configuration backup, with the customer's technician."),
            _REMOTE,
            _ON_SITE,
        ),
        (Tier.FIELD, Tier.CENTRE, Tier.RND),
    ),
    FaultKind.OPERATION: Route(
        FaultKind.OPERATION,
        FaultClass.NONE,
        (
            N_("Guide the caller step by step; stay on the line until it works."),
            N_("If data was lost: restore it from the backup made before, under guidance."),
            N_("Offer training where the same question comes again."),
        ),
        (Tier.FIELD, Tier.CENTRE),
    ),
    FaultKind.LINE: Route(
        FaultKind.LINE,
        FaultClass.EQUIPMENT,
        (
            N_("Find out which section is down: carrier, trunk, building or socket."),
            N_("Call the cabling crew or the carrier at once; take the as-built drawings along."),
            N_("Bring the main line back first, over a spare pair or fibre if there is one."),
            _ON_SITE,
        ),
        (Tier.FIELD, Tier.CENTRE, Tier.VENDOR),
    ),
    FaultKind.VIRUS: Route(
        FaultKind.VIRUS,
        FaultClass.SOFTWARE,
        (
            N_("Take infected machines off the network; switch nothing off that holds evidence."),
            N_("Provide the removal tool or the new signatures and help to clean."),
            N_("Restore from backups made before the infection; check them first."),
            _ON_SITE,
        ),
        (Tier.FIELD, Tier.CENTRE, Tier.RND, Tier.VENDOR),
    ),
}


def route(kind: FaultKind) -> Route:
    """The route of a fault kind (TR-2)."""
    return _ROUTES[kind]


def fault_class(kind: FaultKind | None) -> FaultClass:
    """Configuration and virus count as software, line as equipment, operation (and not yet known) as neither."""
    return FaultClass.NONE if kind is None else _ROUTES[kind].fault_class


def next_tier(kind: FaultKind | None, tier: Tier) -> Tier | None:
    """To whom it is passed on from here; None at the end of its route."""
    tiers = tuple(Tier) if kind is None else _ROUTES[kind].tiers
    further = [t for t in tiers if list(Tier).index(t) > list(Tier).index(tier)]
    return further[0] if further else None
