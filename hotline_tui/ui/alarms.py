"""When the bell rings (console.md rule 6): at once for a new alarm, then every 60 s until somebody here has seen it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline_tui.domain.board import Alarm


REPEAT_S = 60.0
MUTE_S = 30 * 60.0


class Alarms:
    """The alarms of the last board, and whether this console may ring."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._rung: dict[str, float] = {}
        """When each one last rang here."""
        self.open: tuple[Alarm, ...] = ()
        """Those that have come and nobody has acknowledged, oldest first."""
        self._all: tuple[Alarm, ...] = ()
        """With those that will come by themselves."""
        self._quiet: set[str] = set()
        """Acknowledged here, though the database may not say so yet."""
        self._own: set[str] = set()
        """News that this operator has made: known here before any board shows it."""
        self.muted_until: float | None = None

    def load(self, alarms: tuple[Alarm, ...], now: float) -> None:
        """Take a board's alarms; a new one rings at the next tick, one that lies ahead when it has come."""
        wanted = (alarm for alarm in alarms if not alarm.acknowledged and alarm.key not in self._quiet | self._own)
        self._all = tuple(sorted(wanted, key=lambda alarm: (alarm.since, alarm.key)))
        keys = {alarm.key for alarm in alarms}
        self._quiet &= keys
        self._rung = {key: at for key, at in self._rung.items() if key in keys}
        self.tick(now)

    def tick(self, now: float) -> float | None:
        """Ring what is due (once for all of them); return when to look again."""
        if self.muted_until is not None and now >= self.muted_until:
            self.muted_until = None
        self.open = tuple(alarm for alarm in self._all if alarm.since <= now)
        coming = min((alarm.since for alarm in self._all if alarm.since > now), default=None)
        if self.muted_until is not None or not self.open:
            return min((at for at in (self.muted_until, coming) if at is not None), default=None)
        due = [alarm.key for alarm in self.open if now - self._rung.get(alarm.key, -REPEAT_S) >= REPEAT_S]
        if due:
            self._ring()
            self._rung.update(dict.fromkeys((alarm.key for alarm in self.open), now))
        again = min(self._rung[alarm.key] for alarm in self.open) + REPEAT_S
        return again if coming is None else min(again, coming)

    def own(self, key: str) -> None:
        """An alarm that this operator is the cause of (a P1 that was just saved) rings at the other consoles only."""
        self._own.add(key)
        self._all = tuple(alarm for alarm in self._all if alarm.key != key)
        self.open = tuple(alarm for alarm in self.open if alarm.key != key)

    def mute(self, now: float) -> bool:
        """Mute for half an hour, or ring again; True when muted now."""
        self.muted_until = None if self.muted_until is not None else now + MUTE_S
        return self.muted_until is not None

    def seen(self) -> tuple[str, ...]:
        """The keys to acknowledge; they are quiet here from now on, whatever the database says later."""
        keys = tuple(alarm.key for alarm in self.open)
        self._quiet |= set(keys)
        self._all = tuple(alarm for alarm in self._all if alarm.key not in self._quiet)
        self.open = ()
        return keys
