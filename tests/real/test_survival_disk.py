"""The disk under a PostgreSQL server fills up: acts are refused with the reason, nothing acknowledged is lost."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline_tui.domain.errors import HotlineError, Unavailable
from hotline_tui.ui.messages import CommandDone

from ..pg_programs import Missing, programs
from ..servers import Server
from .many import company
from .test_disk import fill
from .test_survival import Ground

SMALL = {"wal_keep_size": "0", "max_wal_size": "32MB", "min_wal_size": "32MB"}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Ground, Path]]:
    """A server whose data lie on a small file system of their own."""
    pytest.importorskip("psycopg", reason="the PostgreSQL driver is an extra: pip install 'hotline-tui[postgresql]'")
    try:
        programs()
    except Missing as missing:
        pytest.skip(str(missing))
    place = tmp_path / "disk"
    place.mkdir()
    options = "size=180m,mode=0755"
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode != 0:
        pytest.skip("no right to mount a small file system on this machine")
    for folder in (tmp_path, *tmp_path.parents):  # the server runs as another user
        if folder == Path(tempfile.gettempdir()):
            break
        folder.chmod(0o755)
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    try:
        with Server.made(durable=True, settings=SMALL) as server:
            url = server.database()
            world = company(url)
            world.store.close()
            ground = Ground(server, url, world)
            yield ground, place
            for wire in ground.wires:
                wire.close()
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


def test_a_full_disk_under_the_server_is_told_and_survived(small: tuple[Ground, Path]) -> None:
    ground, place = small
    wire = ground.wire()
    assert isinstance(wire.act(), CommandDone)
    ballast = fill(place)
    refused: HotlineError | CommandDone | None = None
    for _ in range(4_000):  # what is allocated already may take many acts yet
        refused = wire.act()
        if not isinstance(refused, CommandDone):
            break
    assert isinstance(refused, Unavailable), refused
    assert any(word in str(refused) for word in ("is full", "broke", "can't be reached")), refused
    ballast.unlink()
    if ground.server.processes() == [] or not ground.server.processes()[1:]:
        ground.server.stop()
        ground.server.start()  # where the log itself had no room, the server has ended
    wire.until(lambda: wire.live and isinstance(wire.act(), CommandDone), "acts go on", 180)
    ground.kept(wire)
