"""What an act asks of the one who does it: the role it is for, and the roles that stand in for it (OR-1).

Only words: the console looks here before it paints. Which command asks for what is the table in `roles.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .errors import N_, Refused
from .words import Role


@dataclass(frozen=True, slots=True)
class Need:
    """`role` is the one that is asked for by name; whoever has one of `others` may do it too."""

    role: Role
    others: frozenset[Role] = frozenset()

    @property
    def roles(self) -> frozenset[Role]:
        """Every role with which it may be done."""
        return self.others | {self.role}

    def met_by(self, roles: Iterable[str]) -> bool:
        """Whether somebody with these roles may do it."""
        return not self.roles.isdisjoint(roles)

    def refusal(self, who: Sequence[str] = ()) -> Refused:
        """Why somebody else may not. `who`: those on duty who could."""
        if who:
            return Refused(
                N_("Only the role {role} may do this; on duty with it now: {who}."), role=self.role, who=tuple(who)
            )
        return Refused(N_("Only the role {role} may do this; nobody on duty now has it."), role=self.role)


def _need(role: Role, *others: Role) -> Need:
    return Need(role, frozenset(others))


_LEAD, _MANAGER, _DIRECTOR = Role.SHIFT_LEAD, Role.CS_MANAGER, Role.SERVICE_DIRECTOR

ORDINARY = _need(Role.OPERATOR, Role.DISPATCHER, _LEAD)
"""The ordinary acts of the desk: calls and tickets."""
CUSTOMERS = _need(Role.OPERATOR, Role.DISPATCHER, _LEAD, _MANAGER)
"""What is said with customers and kept of them."""
SENDING = _need(Role.DISPATCHER, _LEAD)
"""Who goes where."""
REPORTING = _need(Role.OPERATOR, Role.DISPATCHER, _LEAD, Role.ENGINEER)
"""What an engineer reports from the way and the site, by phone or here."""
ANSWERING = _need(_MANAGER, _DIRECTOR, _LEAD, Role.OPERATOR, Role.DISPATCHER)
"""The answer to a complaint, within minutes: by the role that the policy names, or for it (CU-5)."""
SETTLING = _need(_MANAGER, _DIRECTOR, _LEAD)
"""Whether a complaint is done with is not for those who sat at the phone to say."""
LEADING = _need(_LEAD)
"""The shift lead's own: disasters, rules, people."""
TAKING_IN = _need(_LEAD, _MANAGER)
"""Whole customer files."""
ACTING = _need(Role.OPERATOR, *(set(Role) - {Role.OPERATOR, Role.QUALITY_DIRECTOR, Role.GENERAL_MANAGER}))
"""Anybody who may do anything at all."""

LOOKING_ON = N_("This console was started to look on only (--read-only): nothing is changed from here.")


def looks_on(roles: Iterable[str]) -> bool:
    """Whether somebody with these roles sees everything and changes nothing."""
    return not ACTING.met_by(roles)
