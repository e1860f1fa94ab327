"""Who sits at a console: signing on and off, the heartbeat, unlocking, a PIN of one's own, somebody else sits down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.standing import LOOKING_ON
from hotline_tui.store.engine import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline_tui.domain.board import Company, Me, Regained
    from hotline_tui.domain.seats import Seats


KNOWN_FOR = timedelta(seconds=30)
"""What time does to somebody's roles is seen so much later at most."""


@dataclass(frozen=True, slots=True)
class _Known:
    """Who sits here, read at an instant, when so many changes had been of more than calls."""

    me: Me
    changes: int
    at: datetime

    def holds(self, me: Me, changes: int, now: datetime) -> bool:
        """Whether it would read the same now."""
        same = self.me is me and self.changes == changes and self.at <= now < self.at + KNOWN_FOR
        return same and (me.shift_end is None or now.timestamp() < me.shift_end)


class Seated:
    """The session's part of a desk. `look_on`: there is no session, and nothing is written."""

    def __init__(self, store: Store, *, look_on: bool) -> None:
        self.store = store
        self.me: Me | None = None
        self._look_on = look_on
        self._skew = timedelta(0)
        self._known: _Known | None = None
        self._said: tuple[int, str] | None = None
        """The session, and what the others know that it is at."""
        self._left: list[Me] = []
        """Who sat here before and has left claims behind: kept alive until they are let go or taken over."""

    def seats(self, *, now: datetime) -> Seats:
        """Who else can sign on here."""
        from hotline_tui.services import identity
        from hotline_tui.services.rows import desk_of

        with self.store.read() as conn:
            return identity.seats(conn, desk_of(conn, self._who().desk_id), self._now(now))

    def sign_on(
        self, *, operator: int | None, desk: int | None, now: datetime, pin: str = "", by_key: bool = False
    ) -> Me:
        """Open a session; claims of the operator's earlier console come along. `by_key`: an SSH key has said who.

        Raises SignOnNeeded where it is not known who sits here, or only the PIN says so.
        """
        self._correct(now)
        from hotline_tui.services import sessions

        claim = sessions.Claim(operator=operator, desk=desk, pin=pin, by_key=by_key, look_on=self._look_on)
        before, self.me = self.me, sessions.sign_on(self.store, claim, self._now(now))
        if before is not None and before.session_id and before.operator_id != self.me.operator_id:
            self._left += [before] if sessions.leave(self.store, before) else []
        return self.me

    def resume(self, me: Me, *, now: datetime) -> Me | None:
        """Go on with a session over another connection; None when it is not in this database."""
        self._correct(now)
        from hotline_tui.services import sessions

        found = sessions.resume(self.store, me, self._now(now))
        self.me = found and replace(found, by_key=me.by_key, read_only=me.read_only)
        return self.me

    def sign_off(self, *, now: datetime) -> None:
        """End the session, and what others have left here: claims are let go."""
        from hotline_tui.services import sessions

        gone = [*self._left, *([self.me] if self.me is not None else [])]
        self.me, self._left = None, []
        for one in gone:
            if one.session_id:
                sessions.sign_off(self.store, one.session_id, one.operator_id, one.desk_id, self._now(now))

    def heartbeat(self, *, now: datetime) -> Me | None:
        """Keep the claims alive, and do what has fallen due. Who sits here, when that reads differently now: another
        role, another shift.
        """
        from hotline_tui.services import sessions

        who = self._who()
        if self._look_on:
            self._correct(now)
        changes = None if self._look_on else self._keep_alive(who, now)
        at = self._now(now)
        if changes is not None and self._known is not None and self._known.holds(who, changes, at):
            return None
        found = sessions.again(self.store, who, at)
        if found != who:
            self.me = found
        self._known = _Known(self._who(), changes, at) if changes is not None else None
        return self.me if found != who else None

    def _keep_alive(self, who: Me, now: datetime) -> int:
        """One transaction, where nothing has fallen due. How many changes have been of more than calls."""
        from hotline_tui.services import falling_due, sessions

        with self.store.write() as conn:
            self._follow(sessions.beat(conn, who.session_id), now)
            seen = falling_due.look(conn, self._now(now))
        self._left = [one for one in self._left if sessions.keep(self.store, one)]
        if seen.fallen or seen.seal:
            falling_due.sweep(self.store, self._now(now))
        return seen.beyond_calls

    def fall_silent(self, *, now: datetime) -> None:
        """Nothing comes from this console's terminal any more: its claims are let go, its session goes on."""
        from hotline_tui.services import quiet

        who = self._who()
        if who.session_id:
            quiet.fall_silent(self.store, who, self._now(now))

    def come_back(self, calls: Sequence[int], *, now: datetime) -> tuple[Regained, ...]:
        """The terminal is heard again: of these calls, those that still wait are claimed anew; whose they are now."""
        from hotline_tui.services import quiet

        self._correct(now)
        who = self._who()
        return quiet.come_back(self.store, who, calls, self._now(now)) if who.session_id else ()

    def be_at(self, thing: str, *, typing: bool) -> tuple[Company, ...]:
        """Let the others know that `thing` (`ticket:5`; empty: nothing) is open here; who else has it open."""
        from hotline_tui.domain.board import Company
        from hotline_tui.services import sessions
        from hotline_tui.store import leases

        who = self._who()
        saying = who.session_id, thing + leases.TYPING if thing and typing else thing
        if saying != self._said and not self._look_on:
            with self.store.write() as conn:
                sessions.beat(conn, who.session_id, doing=saying[1])
            self._said = saying
        if not thing:
            return ()
        with self.store.read() as conn:
            return tuple(Company(name, at_it) for name, at_it in leases.company(conn, thing, who.operator_id))

    def unlock(self, pin: str, *, now: datetime) -> None:
        """Whoever sits here proves it. Refused for a wrong PIN; without a PIN there is nothing to prove."""
        from hotline_tui.services import identity

        who = self._who()
        with self.store.read() as conn:
            asked = identity.has_pin(conn, who.operator_id)
        if asked:
            identity.check_pin(self.store, who.operator_id, pin, self._now(now))

    def set_pin(self, old: str, new: str, *, now: datetime) -> None:
        """Another PIN for whoever sits here (empty `old` for a first one)."""
        self._may_write()
        from hotline_tui.services import identity

        who = self._who()
        identity.set_own_pin(self.store, who.operator_id, who.desk_id, old, new, self._now(now))
        self.me = replace(who, has_pin=True)

    def _may_write(self) -> None:
        if self._look_on:
            raise Refused(LOOKING_ON)

    def _correct(self, now: datetime) -> None:
        """Ask a server for its time."""
        if self.store.path is None:
            with self.store.read() as conn:
                self._follow(self.store.now(conn), now)

    def _follow(self, at: datetime, now: datetime) -> None:
        """On a server the desk's time is the server's: how far this console's clock is off (domain.md, Clocks 1)."""
        if self.store.path is None:
            self._skew = at - now

    def _now(self, now: datetime) -> datetime:
        return now.astimezone(UTC) + self._skew

    def _who(self) -> Me:
        if self.me is None:
            raise Refused(N_("Nobody is signed on at this console. Sign on first."))
        return self.me

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self._who().timezone)
