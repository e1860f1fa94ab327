"""Who fits a job, best first, with the reasons (FS-1, FS-2). Pure: the facts come in, a ranking goes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hotline_tui.domain.errors import N_
from hotline_tui.domain.skills import Skill
from hotline_tui.domain.words import EngineerState, Level, Tier, VisitState

GOOD, BAD, BLOCKS = "+", "-", "!"
"""Signs of a reason: speaks for, speaks against, does not fit."""

_REMOTE_START = timedelta(minutes=5)
_BUSY_LEFT = {
    EngineerState.ON_SITE: timedelta(minutes=60),
    EngineerState.EN_ROUTE: timedelta(minutes=90),
    EngineerState.REMOTE: timedelta(minutes=30),
    EngineerState.ACCEPTED: timedelta(minutes=120),
    EngineerState.ASSIGNED: timedelta(minutes=120),
}
"""How long the present job still takes when nobody has said so."""
_URGENT = frozenset({Level.P1, Level.P2})


@dataclass(frozen=True, slots=True)
class Travel:
    """Estimated minutes from one region to another; pairs hold both ways round. An unknown region counts as near."""

    within: int = 30
    between: int = 90
    pairs: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def minutes(self, start: str, end: str) -> int:
        """Minutes by road from region to region."""
        if not start or not end or start == end:
            return self.within
        return self.pairs.get((start, end), self.pairs.get((end, start), self.between))


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done. `due` is the arrival's due instant, `planned` a later date to reserve for.

    Any one of `skills` will do; the first is the best.
    """

    skills: tuple[str, ...] = ()
    region: str = ""
    customer: int = 0
    level: Level = Level.P3
    tier: Tier = Tier.FIELD
    due: datetime | None = None
    planned: datetime | None = None
    remote: bool = False
    stay: timedelta = timedelta(minutes=90)


@dataclass(frozen=True, slots=True)
class EngineerInfo:
    """What is known of an engineer. `skills` maps a code to its grade (1 can, 2 does well, 3 teaches).

    `place` is the region where the engineer is now (empty: the home region), `regions` are further ones served,
    `free_at` when the present job should end, `reserved_at` the next reservation, `jobs` the open visits.
    """

    id: int
    name: str
    state: EngineerState
    skills: Mapping[str, int] = field(default_factory=dict)
    tier: Tier = Tier.FIELD
    region: str = ""
    regions: frozenset[str] = frozenset()
    place: str = ""
    on_shift_until: datetime | None = None
    free_at: datetime | None = None
    reserved_at: datetime | None = None
    jobs: int = 0
    served: frozenset[int] = frozenset()
    """Customers helped before."""
    complained_by: frozenset[int] = frozenset()
    """Customers with an open complaint about this engineer (CU-5)."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its sign, its sentence, what stands in it: words of the field (StrEnum), aware instants, text."""

    sign: str
    msgid: str
    params: tuple[tuple[str, str | datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An engineer for the job. `late_s` is how far the ETA lies after the due instant, 0 when it does not."""

    engineer: int
    name: str
    fits: bool
    score: float
    eta: datetime
    late_s: float
    reasons: tuple[Reason, ...]


def rank(
    job: Job, engineers: Iterable[EngineerInfo], now: datetime, travel: Travel | None = None
) -> tuple[Candidate, ...]:
    """All engineers: those who fit best first, then those who do not, with why not."""
    roads = travel or Travel()
    candidates = [_judge(job, engineer, now, roads) for engineer in engineers]
    return tuple(sorted(candidates, key=lambda c: (not c.fits, -c.score, c.eta, c.name, c.engineer)))


def estimate(job: Job, engineer: EngineerInfo, now: datetime, travel: Travel) -> datetime:
    """When this engineer could be there (or start, for remote work)."""
    left = _BUSY_LEFT.get(engineer.state)
    free = now if left is None else max(now, engineer.free_at or now + left)
    start = max(free, job.planned) if job.planned else free
    if job.remote:
        return start + (timedelta(0) if job.planned else _REMOTE_START)
    road = timedelta(minutes=travel.minutes(engineer.place or engineer.region, job.region))
    return max(free + road, job.planned) if job.planned else free + road


def forecast(eta: datetime | None, due: datetime | None) -> float:
    """Seconds by which an ETA will miss the due instant; 0 when it does not, or when either is unknown."""
    if eta is None or due is None:
        return 0.0
    return max(0.0, (eta - due).total_seconds())


_LONG_MIN = 120
"""From so many minutes on, hours are counted."""
_Scored = tuple[float, Reason]


def _judge(job: Job, engineer: EngineerInfo, now: datetime, travel: Travel) -> Candidate:
    eta = estimate(job, engineer, now, travel)
    late = forecast(eta, job.due)
    scored = [
        *_by_skill(job, engineer),
        *_by_region(job, engineer),
        *_by_state(engineer, eta),
        *_by_time(job, engineer, eta, late),
        *_by_customer(job, engineer),
        *_by_tier(job, engineer),
    ]
    reasons = tuple(sorted((reason for _, reason in scored), key=lambda r: (BLOCKS, GOOD, BAD).index(r.sign)))
    fits = all(reason.sign != BLOCKS for reason in reasons)
    return Candidate(engineer.id, engineer.name, fits, sum(points for points, _ in scored), eta, late, reasons)


def _by_skill(job: Job, engineer: EngineerInfo) -> Iterable[_Scored]:
    found = [skill for skill in job.skills if engineer.skills.get(skill, 0)]
    if job.skills and not found:
        yield -60, Reason(BLOCKS, N_("Lacks the skill {skill}"), (("skill", _skill(job.skills[0])),))
    for skill in found:
        worth = 2.0 if skill == job.skills[0] else 1.0
        points = worth * (10 + 5 * engineer.skills[skill])
        yield points, Reason(GOOD, N_("Skill: {skill}"), (("skill", _skill(skill)),))


def _by_region(job: Job, engineer: EngineerInfo) -> Iterable[_Scored]:
    if job.remote or not job.region:
        return
    where = (("region", job.region),)
    if job.region in (engineer.place, engineer.region):
        yield 25, Reason(GOOD, N_("In the region {region}"), where)
    elif job.region in engineer.regions:
        yield 12, Reason(GOOD, N_("Also serves the region {region}"), where)
    else:
        yield -15, Reason(BAD, N_("Comes from another region: {region}"), (("region", engineer.region or "–"),))


def _by_state(engineer: EngineerInfo, eta: datetime) -> Iterable[_Scored]:
    match engineer.state:
        case EngineerState.OFF_DUTY:
            yield -80, Reason(BLOCKS, N_("Off duty"))
        case EngineerState.BREAK:
            yield -40, Reason(BLOCKS, N_("On a break"))
        case EngineerState.AVAILABLE | EngineerState.RESERVED:
            yield 20, Reason(GOOD, N_("Free now"))
        case _:
            yield -10, Reason(BAD, N_("Busy: could be there at {at}"), (("at", eta),))
    if engineer.jobs:
        yield -8.0 * engineer.jobs, Reason(BAD, N_("Open jobs: {count}"), (("count", str(engineer.jobs)),))


def _by_time(job: Job, engineer: EngineerInfo, eta: datetime, late: float) -> Iterable[_Scored]:
    if job.due is not None and late:
        minutes = max(1, round(late / 60))
        yield (
            -20 - min(60.0, late / 60),
            Reason(BAD, N_("Misses the target by {minutes} min"), _count("minutes", minutes)),
        )
    elif job.due is not None:
        spare = int((job.due - eta).total_seconds() // 60)
        if spare < _LONG_MIN:
            yield 30, Reason(GOOD, N_("Can meet the target, {minutes} min to spare"), _count("minutes", spare))
        else:
            yield 30, Reason(GOOD, N_("Can meet the target, {hours} h to spare"), _count("hours", spare // 60))
    until = engineer.on_shift_until
    if until is not None and engineer.state is not EngineerState.OFF_DUTY:
        at = (("at", until),)
        if eta >= until:
            yield -40, Reason(BLOCKS, N_("The shift ends at {at}, before arrival"), at)
        elif eta + job.stay > until:
            yield -10, Reason(BAD, N_("The shift ends at {at}, during the job"), at)
        else:
            yield 5, Reason(GOOD, N_("On shift until {at}"), at)
    booked = engineer.reserved_at
    if booked is not None and eta < booked + job.stay and eta + job.stay > booked:
        sign = BAD if job.level in _URGENT else BLOCKS
        yield -30, Reason(sign, N_("Reserved at {at}: this job would run into it"), (("at", booked),))


def _by_customer(job: Job, engineer: EngineerInfo) -> Iterable[_Scored]:
    if job.customer in engineer.complained_by:
        yield -100, Reason(BLOCKS, N_("This customer has complained about this engineer"))
    elif job.customer in engineer.served:
        yield 8, Reason(GOOD, N_("Has helped this customer before"))


def _by_tier(job: Job, engineer: EngineerInfo) -> Iterable[_Scored]:
    tiers = list(Tier)
    above = tiers.index(engineer.tier) - tiers.index(job.tier)
    label = (("tier", engineer.tier),)
    if above < 0:
        needed = (("tier", job.tier),)
        yield -50, Reason(BLOCKS, N_("The job needs: {tier}"), needed)
    elif above and job.level is Level.P1:
        yield 10, Reason(GOOD, N_("Higher tier: {tier}"), label)
    elif above:
        # Keep the scarce ones free for what only they can do.
        yield -6.0 * above, Reason(BAD, N_("Higher tier than needed: {tier}"), label)


def _count(name: str, value: int) -> tuple[tuple[str, str], ...]:
    return ((name, str(value)),)


def _skill(code: str) -> str:
    """The skill as a word of the field; one that the house does not know stays as it is written."""
    return Skill(code) if code in set(Skill) else code


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """As much of a visit as an engineer's status needs."""

    state: VisitState
    remote: bool = False


_BY_VISIT = (
    (VisitState.ON_SITE, EngineerState.ON_SITE),
    (VisitState.EN_ROUTE, EngineerState.EN_ROUTE),
    (VisitState.ACCEPTED, EngineerState.ACCEPTED),
    (VisitState.ASSIGNED, EngineerState.ASSIGNED),
)
_TRAVELLING = frozenset({EngineerState.ON_SITE, EngineerState.EN_ROUTE})


def engineer_state(on_shift: bool, by_hand: str, visits: Iterable[OpenVisit]) -> EngineerState:
    """An engineer's status from roster, what was set by hand (`break`, `off_duty`, `available` or empty), and visits.

    Being under way beats everything; break and off duty beat what has not begun; reserved is not sent (FS-1).
    """
    open_visits = list(visits)
    state = _from_visits(open_visits)
    if state in _TRAVELLING:
        return state
    if by_hand in (EngineerState.BREAK, EngineerState.OFF_DUTY):
        return EngineerState(by_hand)
    if state is not None:
        return state
    if not on_shift and by_hand != EngineerState.AVAILABLE:
        return EngineerState.OFF_DUTY
    reserved = any(visit.state is VisitState.RESERVED for visit in open_visits)
    return EngineerState.RESERVED if reserved else EngineerState.AVAILABLE


def _from_visits(visits: list[OpenVisit]) -> EngineerState | None:
    for visit_state, state in _BY_VISIT:
        found = [visit for visit in visits if visit.state is visit_state]
        if found:
            is_remote = state is EngineerState.ACCEPTED and all(visit.remote for visit in found)
            return EngineerState.REMOTE if is_remote else state
    return None
