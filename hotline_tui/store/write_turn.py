"""Waiting for one's turn to write to an SQLite file."""

from __future__ import annotations

import random
import sqlite3
import time

_FAIR_S = 0.4
"""Whoever has waited so long for the write lock asks as often as can be."""


def begin_immediate(raw: sqlite3.Connection, lock_s: float) -> None:
    """Take the write lock by short random retries: fairer and faster than SQLite's own waiting (facts.md).

    Pauses grow at first, because most waits are short, and shrink with the time waited: whoever waits longest asks
    most often, so that nobody waits for ever behind those who come back at once.
    """
    began = time.monotonic()
    give_up, pause = began + lock_s, 0.0005
    while True:
        try:
            raw.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            if not (error.sqlite_errorname or "").startswith("SQLITE_BUSY") or time.monotonic() >= give_up:
                raise
        time.sleep(random.uniform(0.2, 1.0) * pause)
        patience = 0.02 * (1.0 - (time.monotonic() - began) / _FAIR_S)
        pause = max(0.0005, min(pause * 1.3, patience))
