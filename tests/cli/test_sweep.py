"""`hotline sweep`: what falls due while nobody has a console open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hotline_tui.domain.commands import AbandonCall, EnterCall
from hotline_tui.domain.words import Channel
from hotline_tui.services.bus import execute
from hotline_tui.store.engine import open_store


def test_what_has_fallen_due_is_done_once(desk, tmp_path):
    """Somebody hung up an hour ago and nobody called back: overdue on the record, without any console."""
    at = datetime.now(UTC) - timedelta(hours=1)
    with open_store(str(tmp_path / "desk.db")) as store:
        given = {"channel": Channel.PHONE, "number": "021-5560 1180", "source": "test", "source_id": "1"}
        call = execute(store, EnterCall(id=uuid4(), actor=0, desk=1, **given), at).thing_id
        execute(store, AbandonCall(id=uuid4(), actor=1, desk=1, call=call), at)
    assert desk("sweep", "--json").json["touched"] > 0
    again = desk("sweep")
    assert (again.code, again.out, again.err) == (0, "", "")
    with open_store(str(tmp_path / "desk.db")) as store, store.read() as conn:
        kinds = conn.exec_driver_sql(f"SELECT kind FROM event WHERE thing_kind = 'call' AND thing_id = {call}")
        assert "clock.breach" in {kind for (kind,) in kinds}


def test_without_a_desk_it_says_so(hotline):
    done = hotline("sweep")
    assert done.code in (4, 5) and len(done.err.strip().splitlines()) == 1
