"""What the console's tests share: the fake desk, a frozen clock, an app on both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hotline_tui.locale import ENGLISH, set_language
from hotline_tui.ui import gateway, port
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.clock import FrozenClock
from hotline_tui.ui.spool import Spool

from .fake_desk import FakeDesk
from .fake_rows import NOW
from .resting import rest_by_what_waits

MakeApp = Callable[[FakeDesk], HotlineApp]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Tests speak English unless they say otherwise."""
    set_language(ENGLISH)
    yield
    set_language(ENGLISH)


@pytest.fixture(autouse=True)
def _rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pilot waits for the console, however busy the machine is, and a machine that stands still changes no picture.

    It is no silence of the database, and what is said stays to be read.
    """
    rest_by_what_waits(monkeypatch)
    monkeypatch.setattr(gateway, "BUSY_S", 120.0)
    monkeypatch.setattr(gateway, "SILENT_S", 120.0)
    monkeypatch.setattr(port, "SAY_S", 600)
    monkeypatch.setattr(port, "FAULT_S", 600)


@pytest.fixture
def clock() -> FrozenClock:
    """14:23:00 at the desk."""
    return FrozenClock(NOW)


@pytest.fixture
def desk() -> FakeDesk:
    """The sketch's evening."""
    return FakeDesk()


@pytest.fixture
def make_app(clock: FrozenClock, tmp_path: Path) -> MakeApp:
    """An app on a fake desk."""
    return lambda desk: HotlineApp(lambda: desk, clock=clock, spool=Spool(tmp_path / "spool"))


@pytest.fixture
def app(make_app: MakeApp, desk: FakeDesk) -> HotlineApp:
    """An app on the sketch's evening."""
    return make_app(desk)
