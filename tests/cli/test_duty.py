"""`hotline roster`, `hotline shift`: the roster, the overview and the log for a printer, a page, a script."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from hotline_tui.domain import commands as c
from hotline_tui.services import bus
from hotline_tui.store.engine import open_store

from ..ui.handover_desk import LI, WANG, handover_desk
from .conftest import Hotline

CALL_TAKER = 2
"""A post of every new desk."""


@pytest.fixture
def tomorrow(tmp_path: Path) -> str:
    """A desk with two days planned from tomorrow on, somebody away, and a log."""
    path = tmp_path / "desk.db"
    handover_desk(path, open_=2, urgent=1, endangered=1, promised=0)
    now = datetime.now(UTC)
    day = now.astimezone(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=1)
    midnight = datetime.combine(day, datetime.min.time(), ZoneInfo("Asia/Shanghai"))
    store = open_store(str(path), durable=False)

    def do(kind: type[c.Command], **values: object) -> None:
        bus.execute(store, kind(id=uuid4(), actor=WANG, desk=1, **values), now)

    do(c.PlanShifts, from_day=day, days=2, crews=(((CALL_TAKER, WANG),), ((CALL_TAKER, LI),)))
    do(c.PutAbsence, operator=LI, absence="sick", starts_at=midnight, ends_at=midnight + timedelta(days=1))
    do(c.WriteLog, text="# 割接 | 核心", entry="change", hand_over=True)
    store.close()
    return day.isoformat()


def test_the_roster_says_every_shift_with_gaps_and_absences(hotline: Hotline, tomorrow: str) -> None:
    text = hotline("roster", "show", "--from", tomorrow, "--days", "2").out
    lines = [line.split() for line in text.splitlines() if "shift" in line]
    assert [line[-1] for line in lines[1:4]] == ["王芳", "(away)", "王芳"]
    assert "gap" in text
    assert "sick" in text
    page = hotline("roster", "show", "--from", tomorrow, "--days", "2", "--markdown").out
    assert page.startswith("# ")
    assert "| --- | --- | --- |" in page
    shown = hotline("roster", "show", "--from", tomorrow, "--days", "2", "--json").json
    assert [row["name"] for row in shown["rows"]] == ["王芳", "李强"] * 3
    assert shown["rows"][0]["starts"].endswith("Z")
    assert hotline("roster", "show", "--from", "soon").code != 0


def test_the_overview_says_who_has_how_much_and_what_falls_due(hotline: Hotline, tomorrow: str) -> None:
    text = hotline("shift", "show").out
    for part in ("王芳", "nobody has the duty mobile", "gap", "T2"):
        assert part in text
    (row,) = [one for one in hotline("shift", "show", "--json").json["seats"] if one["name"] == "王芳"]
    assert row["tickets"] == 2


def test_the_log_takes_no_markup_from_what_was_typed_and_finds_words(hotline: Hotline, tomorrow: str) -> None:
    assert "割接 | 核心" in hotline("shift", "log").out
    assert "\\# 割接 \\| 核心" in hotline("shift", "log", "--markdown").out
    assert [row["text"] for row in hotline("shift", "log", "割接", "--json").json] == ["# 割接 | 核心"]
    assert "No entry has these words." in hotline("shift", "log", "没有").out
