"""The demo desk: whole, believable, clean, in two languages; calls keep arriving; never half made."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from hotline_tui.domain.board import Board, BoardQuery
from hotline_tui.domain.words import HoldReason, TicketState, VisitState
from hotline_tui.intake import demo, demo_acts
from hotline_tui.intake.demo_place import DEMO, DESK, NOTHING, OTHER, kind_of, put_aside, sweep_up
from hotline_tui.services.demo_files import company, demo_folder
from hotline_tui.services.demo_roster import stretch_at
from hotline_tui.services.desk import Desk, open_desk
from hotline_tui.services.verify import verify
from hotline_tui.store.engine import open_store
from hotline_tui.store.tables import Asset, Customer, Engineer, Escalation, Event, Ticket, Visit, table_of

OPENED = datetime(2026, 11, 20, 2, 13, 7, tzinfo=UTC)
"""Friday morning in Shanghai."""
CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
CHINESE_SIDE = re.compile(r"\w*zh='[^']*'|\('zh', '[^']*'\)|'zh': '[^']*'")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    assert demo.build(path, OPENED, "zh")
    return path


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo-en.db"
    assert demo.build(path, OPENED, "en")
    return path


def counts(path: Path, model: type, column: str) -> Counter[str]:
    with open_store(str(path)) as opened, opened.read() as conn:
        return Counter(conn.execute(select(table_of(model).c[column])).scalars())


# ---- what is there --------------------------------------------------------------------------------------------------


def test_record_and_clocks_are_clean(made: Path, english: Path) -> None:
    for path in (made, english):
        with open_store(str(path)) as opened:
            report = verify(opened, OPENED + timedelta(days=1))
        assert report.clean, (report.faults[:3], report.differences[:3])
        assert report.things > 150
        assert report.clocks > 250


def test_company_is_complete(made: Path) -> None:
    with open_store(str(made)) as opened, opened.read() as conn:
        sizes = {
            m.__name__: conn.execute(select(func.count()).select_from(table_of(m))).scalar()
            for m in (Customer, Engineer)
        }
        policies = {c.policy for c in company("zh").clients}
    assert sizes == {"Customer": 40, "Engineer": 12}
    assert policies == {"campus", "integrator", "security-vendor", "low-voltage", "technical-service"}


def test_tickets_are_in_every_state(made: Path) -> None:
    states = counts(made, Ticket, "state")
    assert {TicketState(s) for s in states} >= {
        *(TicketState.OPEN, TicketState.WORKING, TicketState.RESTORED),
        *(TicketState.WATCHING, TicketState.RESOLVED, TicketState.CLOSED),
    }
    assert states[TicketState.CLOSED] >= 35
    assert 40 <= sum(states.values()) - states[TicketState.CLOSED] <= 50
    assert set(counts(made, Ticket, "hold_reason")) == {"", *HoldReason}
    with open_store(str(made)) as opened, opened.read() as conn:
        t = table_of(Ticket).c
        assert conn.execute(select(func.count()).where(t.is_major)).scalar() == 1
        assert conn.execute(select(func.count()).where(t.parent_id.is_not(None))).scalar() == 2
        assert conn.execute(select(func.count()).select_from(table_of(Escalation))).scalar()


def test_visits_are_in_every_state_that_shows(made: Path) -> None:
    states = counts(made, Visit, "state")
    wanted = {"reserved", "assigned", "accepted", "en_route", "on_site", "done", "declined"}
    assert wanted <= set(states) <= set(VisitState)


def test_board_at_the_opening(made: Path, tmp_path: Path) -> None:
    board = _board(made, tmp_path, OPENED)
    figures = board.figures
    assert 4 <= figures.breached <= 5
    assert 5 <= figures.due_soon <= 10
    last_minutes = [c for c in board.clocks if c.due and 0 < c.due - OPENED.timestamp() < 600]
    assert len(last_minutes) >= 4
    assert figures.waiting == 5
    assert figures.abandoned == 1
    assert 3 <= figures.engineers_free < figures.engineers_on_duty
    assert any(c.forecast_late_s > 0 for c in board.clocks)
    assert any(c.promise for c in board.clocks)
    assert board.duty.holder
    assert board.duty.phone
    assert len(board.engineers) == 12


@pytest.mark.parametrize("hour", [0, 3, 8, 15, 16, 23])
def test_any_hour_will_do(hour: int, tmp_path: Path) -> None:
    """Also at 23:50, and in the night when half of the engineers are at home."""
    opened = datetime(2026, 12, 31, hour, 50, 3, tzinfo=UTC)
    path = tmp_path / "demo.db"
    demo.build(path, opened, "en")
    board = _board(path, tmp_path, opened)
    assert 3 <= board.figures.breached <= 9
    assert board.figures.engineers_free >= 2
    with open_store(str(path)) as there:
        assert verify(there, opened + timedelta(days=1)).clean
    assert company("en").people[0].login in stretch_at("en", opened, opened).people


@pytest.mark.parametrize("ago", [22, 38, 47])
def test_a_shift_may_end_while_they_talk(ago: int, tmp_path: Path) -> None:
    """At 16:00 in Shanghai the next pair sits down; who has claimed a call writes its ticket all the same."""
    edge = datetime(2026, 11, 20, 8, tzinfo=UTC)
    path = tmp_path / "demo.db"
    assert demo.build(path, edge + timedelta(minutes=ago, seconds=15), "en")
    assert kind_of(path) == DEMO


def _board(path: Path, tmp_path: Path, now: datetime) -> Board:
    copy = tmp_path / f"board-{uuid4().hex}.db"
    copy.write_bytes(path.read_bytes())
    desk = open_desk(str(copy))
    try:
        me = desk.sign_on(operator=None, desk=None, now=now)
        assert me.demo
        assert me.operator == company(me.language).people[0].name
        assert me.shift
        desk.heartbeat(now=now)
        return desk.board(BoardQuery(desk=me.desk_id, operator=me.operator_id), now=now)
    finally:
        desk.close()


def test_same_seed_same_desk(made: Path, tmp_path: Path) -> None:
    twin, other = tmp_path / "twin.db", tmp_path / "other.db"
    demo.build(twin, OPENED, "zh")
    demo.build(other, OPENED, "zh", seed=2)
    assert _hashes(twin) == _hashes(made) != _hashes(other)


def _hashes(path: Path) -> list[str]:
    with open_store(str(path)) as opened, opened.read() as conn:
        e = table_of(Event).c
        ours = select(e.hash).where(e.thing_kind.not_in(("policy", "calendar")))
        return list(conn.execute(ours.order_by(e.thing_kind, e.thing_id, e.seq)).scalars())


def test_nothing_happens_after_the_opening(made: Path) -> None:
    with open_store(str(made)) as opened, opened.read() as conn:
        latest = conn.execute(select(func.max(table_of(Event).c.at))).scalar()
    assert latest is not None
    assert latest <= OPENED


# ---- two languages --------------------------------------------------------------------------------------------------


def test_english_desk_shows_no_chinese(english: Path, tmp_path: Path) -> None:
    shown: list[str] = []
    copy = tmp_path / "en.db"
    copy.write_bytes(english.read_bytes())
    desk: Desk = open_desk(str(copy))
    me = desk.sign_on(operator=None, desk=None, now=OPENED)
    board = desk.board(BoardQuery(desk=me.desk_id, operator=me.operator_id), now=OPENED)
    shown += [repr(me), repr(board), repr(desk.reach(now=OPENED)), repr(desk.find_articles("login"))]
    with desk.store.read() as conn:
        tickets = list(conn.execute(select(table_of(Ticket).c.id)).scalars())
        customers = list(conn.execute(select(table_of(Customer).c.id)).scalars())
        systems = list(conn.execute(select(table_of(Asset).c.name)).scalars())
    shown += systems
    for ticket in tickets[:60]:
        view = repr(desk.ticket(ticket, now=OPENED))
        shown.append(view)
    shown += [repr(desk.card(customer, now=OPENED)) for customer in customers]
    desk.close()
    for whole in shown:
        text = CHINESE_SIDE.sub("", whole)  # of what is kept in both languages an English console shows the other
        found = CJK.search(text)
        assert not found, text[max(0, found.start() - 80) : found.end() + 80]


def test_both_languages_tell_the_same_story() -> None:
    zh, en = company("zh"), company("en")
    assert [(c.policy, c.level, c.years, len(c.contacts), len(c.systems)) for c in zh.clients] == [
        (c.policy, c.level, c.years, len(c.contacts), len(c.systems)) for c in en.clients
    ]
    assert [c[1:] for one in zh.clients for c in one.contacts] == [c[1:] for one in en.clients for c in one.contacts]
    assert [(f.phone, f.tier, f.skills, f.senior) for f in zh.fitters] == [
        (f.phone, f.tier, f.skills, f.senior) for f in en.fitters
    ]
    assert [p.login for p in zh.people] == [p.login for p in en.people]
    assert zh.words.keys() == en.words.keys()
    assert not CJK.search(re.sub(r"'scenes'.*", "", repr(en)))


def test_story_names_only_what_there_is() -> None:
    about = company("en")
    for customer, problem, asset, ago, lines in about.scenes["open"]["rows"]:
        client = about.clients[customer - 1]
        assert problem <= len(about.problems[client.policy])
        assert asset <= len(client.systems)
        minutes = [float(line.split()[0]) for line in lines]
        assert minutes == sorted(minutes), (customer, lines)
        assert all(-ago < minute < 0 for minute in minutes), (customer, lines)
        assert {line.split()[1] for line in lines} <= demo_acts.acts()
    assert demo_folder().is_dir()


# ---- the place ------------------------------------------------------------------------------------------------------


def test_what_lies_there(made: Path, tmp_path: Path) -> None:
    assert kind_of(made) == DEMO
    assert kind_of(tmp_path / "nothing.db") == NOTHING
    (tmp_path / "text.db").write_text("hello")
    assert kind_of(tmp_path / "text.db") == OTHER
    open_store(str(tmp_path / "empty.db"), create=True).close()
    assert kind_of(tmp_path / "empty.db") == DESK


def test_build_never_replaces_a_file(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    path.write_text("somebody was faster")
    assert not demo.build(path, OPENED, "en")
    assert path.read_text() == "somebody was faster"
    assert [file.name for file in tmp_path.iterdir()] == ["demo.db"]


def test_killed_while_being_made_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    code = (
        "import sys; from datetime import UTC, datetime; from pathlib import Path; from hotline_tui.intake import demo;"
        "print('go', flush=True); demo.build(Path(sys.argv[1]), datetime.now(UTC), 'en'); print('made', flush=True)"
    )
    for wait in (0.05, 0.3, 0.8):
        child = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        assert child.stdout.readline() == "go\n"
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
        rest = child.stdout.read()
        child.wait()
        assert path.exists() or rest == ""
        if path.exists():  # it may have been done, and killed before it could say so
            assert kind_of(path) == DEMO
            path.unlink()
    assert demo.build(path, OPENED, "en")
    assert kind_of(path) == DEMO


def test_leftovers_are_swept_up(tmp_path: Path) -> None:
    old, new = tmp_path / ".demo.db.abc.new", tmp_path / ".demo.db.def.new"
    for file in (old, new):
        file.write_text("half")
    os.utime(old, (0, 0))
    sweep_up(tmp_path / "demo.db", time.time())
    assert [file.name for file in tmp_path.iterdir()] == [new.name]


def test_put_aside_keeps_the_last_one(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    for _ in range(2):
        path.write_bytes(made.read_bytes())
        aside = put_aside(path)
        assert not path.exists()
        assert kind_of(aside) == DEMO
