"""Making the demo desk: everything in a file of its own, then put in its place: a half-made one is never seen."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid5

from hotline_tui.intake.demo_place import ENDS
from hotline_tui.intake.demo_story import NAMES, Story
from hotline_tui.services import bus, demo_company
from hotline_tui.services.bootstrap import fill_empty
from hotline_tui.services.demo_files import company
from hotline_tui.store import creation
from hotline_tui.store.engine import Store, open_store

SINCE = timedelta(days=30)
"""The desk has been there for so long."""
_LONG_S = 120.0


def build(path: Path, opened: datetime, language: str, *, seed: int = 1) -> bool:
    """Make the demo at `path`, as of the instant `opened`; False when another program has put one there meanwhile.

    The same seed, language and instant give the same desk. Raises Unavailable where nothing can be written.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    os.close(handle)
    aside = Path(name)
    try:
        aside.unlink()
        with _collector_at_rest(), open_store(str(aside), create=True, durable=False) as store:
            fill(store, opened, language, seed=seed)
        creation.sync_file(aside)
        return _put(aside, path)
    finally:
        for end in ENDS:
            Path(name + end).unlink(missing_ok=True)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Making a demo is one burst of work: a tenth of it would be spent on looking for garbage."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def fill(store: Store, opened: datetime, language: str, *, seed: int = 1) -> None:
    """The demo's desk in an empty database."""
    about = company(language)
    first = about.people[0]
    desk, _ = fill_empty(
        store,
        opened - SINCE,
        name=about.name,
        timezone=about.zone,
        language=language,
        prefix=about.prefix,
        operator=first.name,
        login=first.login,
        roles=first.roles,
        settings={
            "demo": True,
            "country": "CN",
            "city_regions": list(about.city_regions),
            "opened": opened.isoformat(),
        },
        command=uuid5(NAMES, f"{language}:{seed}:desk"),
    )
    with store.write(within_s=_LONG_S) as conn:
        story = Story(conn, about, desk, opened, seed)
        bus.execute_in(conn, story.make(demo_company.MoveIn, language=language, opened=opened), opened - SINCE)
        story.tell()


def _put(aside: Path, path: Path) -> bool:
    """Give the new file its name, without ever replacing another."""
    try:
        os.link(aside, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        if path.exists():
            return False
        aside.rename(path)
    creation.sync_folder(path.parent)
    return True
