"""What opening a desk, signing on and the first board may load: each table costs the start two milliseconds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

NEEDED = {
    "call", "clock", "complaint", "contact", "contract", "customer", "desk", "duty_mobile", "engineer", "escalation",
    "feed", "lease", "operator", "operator_role", "post", "roster_entry", "session", "shift", "skill",
    "absence", "ticket", "visit",
}  # fmt: skip
ACTS = """
import sys
from hotline_tui.domain.commands import ClaimCall, NoteTicket, SignHandover
from hotline_tui.services import bus
def rooms():
    return sorted(one.rpartition(".")[2] for one in sys.modules if one.startswith("hotline_tui.services."))
for act in (ClaimCall, NoteTicket, SignHandover):
    assert bus.handler_of(act).__module__ in sys.modules
    print(*rooms())
"""
PROGRAM = """
import sys
from datetime import UTC, datetime
from hotline_tui.domain.board import BoardQuery
from hotline_tui.services.desk import open_desk
desk, now = open_desk(sys.argv[1]), datetime(2026, 1, 1, tzinfo=UTC)
me = desk.sign_on(operator=1, desk=1, now=now)
desk.board(BoardQuery(me.desk_id, me.operator_id), now=now)
from sqlmodel import SQLModel
print(*SQLModel.metadata.tables)
print(*(name for name in sys.modules if name.startswith("hotline_tui.")))
print(*(one.__name__ for one in SQLModel.__subclasses__() if "__mapper__" in vars(one)))
"""


def test_only_the_tables_it_reads_and_nothing_of_the_write_side(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    make = (
        "import sys; from datetime import UTC, datetime; from hotline_tui.services.bootstrap import fill_empty\n"
        "from hotline_tui.store.engine import open_store\n"
        "with open_store(sys.argv[1], create=True) as store:\n"
        "    now = datetime(2026, 1, 1, tzinfo=UTC)\n"
        "    fill_empty(store, now, name='a', timezone='UTC', language='en', operator='b')\n"
    )
    subprocess.run([sys.executable, "-c", make, str(path)], check=True)
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(path)], check=True, capture_output=True, text=True)
    tables, modules, mapped = done.stdout.split("\n")[:3]
    assert set(tables.split()) == NEEDED
    loaded = set(modules.split())
    assert not {f"hotline_tui.services.{one}" for one in ("bus", "work", "escalations", "rulebook")} & loaded
    assert "hotline_tui.domain.commands" not in loaded
    assert mapped == ""


def test_the_first_acts_import_no_room_of_others() -> None:
    done = subprocess.run([sys.executable, "-c", ACTS], check=True, capture_output=True, text=True)
    claimed, noted, signed = (set(line.split()) for line in done.stdout.splitlines())
    assert "calls" in claimed and not {"ticket_acts", "handover_signing", "roster", "imports"} & claimed
    assert "ticket_acts" in noted and not {"handover_signing", "roster", "imports", "policies"} & noted
    assert "handover_signing" in signed and not {"roster", "imports"} & signed


def test_a_console_that_only_watches_loads_no_forms_and_no_search() -> None:
    """It sweeps, though: what escalates a clock whose time has come."""
    words = "import sys; from hotline_tui.services import escalations; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", words], check=True, capture_output=True, text=True)
    forms = {f"hotline_tui.services.{one}" for one in ("tickets", "complaints", "customers", "playbooks", "imports")}
    parts = {"hotline_tui.store.search", "hotline_tui.store.tables.knowledge", "hotline_tui.store.tables.ticket_parts"}
    assert not (forms | parts) & set(done.stdout.split())


def test_a_console_that_watches_what_is_not_due_loads_nothing_that_writes() -> None:
    words = "import sys; from hotline_tui.services import falling_due, sessions; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", words], check=True, capture_output=True, text=True)
    writers = {f"hotline_tui.services.{one}" for one in ("bus", "work", "escalations", "handover_late", "rulebook")}
    assert not (writers | {"hotline_tui.store.record", "hotline_tui.domain.policy"}) & set(done.stdout.split())
