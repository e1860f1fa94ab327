"""What `verify` finds beyond the record itself."""

from __future__ import annotations

import sqlite3

from hotline_tui.services.verify import verify

from .conftest import World


def redefine(world: World, old: str, new: str) -> None:
    """Say that an index holds another column than it does: its entries and the rows no longer agree."""
    raw = sqlite3.connect(str(world.store.path))
    raw.execute("PRAGMA writable_schema = ON")
    changed = raw.execute(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = 'call_number' AND instr(sql, ?)",
        (old, new, old),
    )
    assert changed.rowcount == 1
    raw.commit()
    raw.close()


def test_a_damaged_file_is_named_though_its_chains_verify(world: World) -> None:
    world.ring()
    world.store.close()
    redefine(world, "(number,", "(line,")
    report = verify(world.store, world.now)
    world.store.close()
    redefine(world, "(line,", "(number,")
    assert report.damage and not report.faults
    assert not report.clean
