"""Escalation (OR-2): who is told at which share of a target, and who is next by hand. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from hotline_tui.domain.errors import N_, Invalid, Refused
from hotline_tui.domain.words import Role


@dataclass(frozen=True, slots=True)
class Step:
    """At `percent` of the target used (100 = breach, more = after it), somebody with `role` is told."""

    percent: int
    role: Role


@dataclass(frozen=True, slots=True)
class Chain:
    """The way up. Raises Invalid when it is empty, or when a later step does not come later."""

    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if not self.steps:
            raise Invalid(N_("An escalation chain needs at least one step."))
        shares = [step.percent for step in self.steps]
        if shares[0] <= 0 or shares != sorted(shares):
            raise Invalid(N_("The steps of an escalation chain must come in rising percent, from more than 0."))

    @property
    def roles(self) -> tuple[Role, ...]:
        """Each role once, from near to far."""
        return tuple(dict.fromkeys(step.role for step in self.steps))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be told. `reachable` as roster and presence say; `on_duty` now."""

    id: int
    name: str
    roles: frozenset[Role]
    on_duty: bool = True
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class Notice:
    """Who is to be told. `passed_over` are nearer roles in which nobody could be reached: also for the record."""

    step: Step
    role: Role
    person: Person
    passed_over: tuple[Role, ...] = ()


DEFAULT_CHAIN = Chain(
    (
        Step(75, Role.DISPATCHER),
        Step(90, Role.SHIFT_LEAD),
        Step(100, Role.SERVICE_DIRECTOR),
        Step(150, Role.GENERAL_MANAGER),
    )
)
"""Used where a policy names none."""

COMPLAINT_CHAIN = Chain(
    (
        Step(50, Role.CS_MANAGER),
        Step(75, Role.SERVICE_DIRECTOR),
        Step(100, Role.QUALITY_DIRECTOR),
        Step(150, Role.GENERAL_MANAGER),
    )
)


def chain_of(steps: Iterable[tuple[int, str]]) -> Chain:
    """A chain from (percent, role) as policies write it. Invalid for a role that does not exist."""
    made = []
    for percent, role in steps:
        if role not in set(Role):
            raise Invalid(N_("“{role}” is no role. Roles are: {roles}."), role=role, roles=", ".join(Role))
        made.append(Step(percent, Role(role)))
    return Chain(tuple(made))


def steps_due(chain: Chain, share: float, done: Collection[Step] = ()) -> tuple[Step, ...]:
    """The steps that this share of the target (1.0 = all of it) calls for and that are not done yet, nearest first."""
    used = share * 100 + 1e-9  # 0.9 * 100 must reach 90
    return tuple(step for step in chain.steps if step.percent <= used and step not in done)


def schedule(
    chain: Chain, instant_at: Callable[[float], datetime | None], done: Collection[Step] = ()
) -> tuple[tuple[datetime, Step], ...]:
    """When each step that is not done falls due; `instant_at` gives the instant of a share (None while held or met)."""
    planned = ((instant_at(step.percent / 100), step) for step in chain.steps if step not in done)
    return tuple((at, step) for at, step in planned if at is not None)


def address(chain: Chain, step: Step, people: Iterable[Person], exclude: Collection[int] = ()) -> Notice | None:
    """Who is told for a step: somebody reachable of its role, on duty before off duty; else further up the chain.

    `exclude` are the people a complaint is about (CU-5). None: nobody at all can be reached; the desk must be alarmed.
    """
    known = [p for p in people if p.reachable and p.id not in exclude]
    passed: list[Role] = []
    for role in chain.roles[chain.roles.index(step.role) :]:
        found = sorted((p for p in known if role in p.roles), key=lambda p: (not p.on_duty, p.id))
        if found:
            return Notice(step, role, found[0], tuple(passed))
        passed.append(role)
    return None


def next_role(chain: Chain, told: Collection[Role]) -> Role:
    """By hand: the next role up after the highest one that was told. Refused at the top."""
    roles = chain.roles
    highest = max((roles.index(role) for role in told if role in roles), default=-1)
    if highest + 1 >= len(roles):
        raise Refused(N_("Everybody up the chain has been told already. Call them again, or add a note."))
    return roles[highest + 1]


def next_by_hand(
    chain: Chain, told: Collection[Role], people: Iterable[Person], exclude: Collection[int] = ()
) -> Notice:
    """By hand: who is told next. Refused when the top has been told, or nobody above can be reached."""
    role = next_role(chain, told)
    step = next(step for step in chain.steps if step.role == role)
    notice = address(chain, step, people, exclude)
    if notice is None:
        raise Refused(N_("Nobody further up can be reached now. Ring the duty mobile."))
    return notice
