"""Engineers' status: it follows from roster and visits; break and off duty are set by hand (FS-1)."""

from __future__ import annotations

from sqlalchemy import update

from hotline_tui.domain.commands import Result, SetEngineer
from hotline_tui.domain.errors import N_, Invalid, Refused
from hotline_tui.domain.lifecycle import Act, check
from hotline_tui.domain.words import EngineerState, ThingKind
from hotline_tui.services.bus import handles
from hotline_tui.services.read_common import derived_state, on_duty, open_visits, visit
from hotline_tui.services.work import Rec, Work
from hotline_tui.store.tables import Engineer, table_of

ENGINEER = ThingKind.ENGINEER
_ACTS = {
    EngineerState.BREAK: Act.TAKE_BREAK,
    EngineerState.OFF_DUTY: Act.GO_OFF,
    EngineerState.AVAILABLE: Act.COME_ON,
}


def state_of(w: Work, engineer: Rec) -> tuple[str, bool]:
    """The engineer's status now, and whether the roster has them on duty."""
    on_shift = engineer.id in on_duty(w.conn, engineer.desk_id, w.now)
    jobs = open_visits(w.conn, visit.engineer_id == engineer.id)
    return derived_state(engineer, jobs, on_shift, w.now), on_shift


def refresh(w: Work, *engineers: int | None) -> None:
    """Keep the status beside the engineer in step with visits: it follows from the record and is not on it."""
    t = table_of(Engineer)
    if ThingKind.ENGINEER in w.later:
        return
    for number in {one for one in engineers if one is not None}:
        rec = w.get(Engineer, number)
        state, _ = state_of(w, rec)
        if state != rec.state:
            w.conn.execute(update(t).where(t.c.id == number).values(state=state, since=w.now))


@handles(SetEngineer)
def set_engineer(w: Work, c: SetEngineer) -> Result:
    """Break, off duty, back: what stands for longer than a job."""
    rec = w.get(Engineer, c.engineer)
    if c.state not in _ACTS:
        raise Invalid(N_("“{state}” can't be set by hand. Possible are: break, off_duty, available."), state=c.state)
    wanted = EngineerState(c.state)
    current, on_shift = state_of(w, rec)
    back = wanted is EngineerState.AVAILABLE and current == EngineerState.BREAK
    act = Act.COME_BACK if back else _ACTS[wanted]
    check("engineer", current, act)
    until = c.until if wanted is not EngineerState.AVAILABLE else None
    if until is not None and until <= w.now:
        raise Refused(N_("That time is past. Name a time in the future."))
    by_hand = "" if wanted is EngineerState.AVAILABLE and on_shift else str(wanted)
    w.change(rec, by_hand=by_hand, by_hand_until=until)
    w.event(ENGINEER, rec.id, c.kind, state=wanted, until=until)
    refresh(w, rec.id)
    return w.result(ENGINEER, rec.id, version=rec.version)
