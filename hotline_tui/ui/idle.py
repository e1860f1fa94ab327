"""How long nobody has touched the console."""

from __future__ import annotations

from collections.abc import Callable


class Idle:
    """Calls `lock` when no key came for `after_s` seconds; 0: never."""

    def __init__(self, lock: Callable[[], None]) -> None:
        self._lock = lock
        self._touched: float | None = None
        self.after_s = 0.0

    def touch(self, now: float) -> None:
        """Somebody is here."""
        self._touched = now

    def tick(self, now: float) -> float | None:
        """Lock when it is time; when to look again. A clock that jumped back begins anew."""
        if not self.after_s:
            return None
        if self._touched is None or now < self._touched:
            self._touched = now
        due = self._touched + self.after_s
        if now < due:
            return due
        self._touched = now
        self._lock()
        return now + self.after_s
