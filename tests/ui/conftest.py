"""What the console's tests share: the fake desk, a frozen clock, an app on both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hotline_tui.locale import ENGLISH, set_language
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.clock import FrozenClock
from hotline_tui.ui.spool import Spool

from .fake_desk import FakeDesk
from .fake_rows import NOW

MakeApp = Callable[[FakeDesk], HotlineApp]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Tests speak English unless they say otherwise."""
    set_language(ENGLISH)
    yield
    set_language(ENGLISH)


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
