"""`hotline replay`: play a recorded day, then say what the queue looked like."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

from hotline_tui.domain.acd import AcdFigures
from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.intake import replay as player
from hotline_tui.intake.incidents import Place
from hotline_tui.intake.recorded import RecordedDay, read_day
from hotline_tui.locale import _
from hotline_tui.services.acd import queue_figures

from .clock import now
from .desk import opened
from .faults import say_json
from .printing import progress, table


def replay_file(
    file: Path,
    speed: str,
    *,
    answer_as_logged: bool,
    as_json: bool,
    database_url: str | None,
    config: Path | None,
) -> None:
    """Play `file` at `speed`; Ctrl-C ends it early, what was played stays."""
    pace = _pace(speed)
    day = read_day(file)
    with opened(database_url, config) as desk:
        place = Place(desk.place.desk, desk.place.operator, desk.place.timezone, player.new_source())
        stopped = False
        with progress(_("Replaying"), shown=not as_json) as step:
            try:
                if answer_as_logged:
                    player.play_as_logged(desk.store, day, place, speed=pace, now=desk.now, progress=step)
                else:
                    player.play_live(desk.store, day, place, speed=pace, now=now, progress=step)
            except KeyboardInterrupt:
                stopped = True
        with desk.store.read(within_s=60.0) as connection:
            found = queue_figures(connection, source=place.source)
        _tell(day, found, stopped=stopped, as_json=as_json)


def _pace(speed: str) -> float:
    if speed.strip().lower() == "max":
        return player.MAX_SPEED
    try:
        pace = float(speed)
    except ValueError:
        pace = 0.0
    if not 0.0 < pace <= 1e6:
        raise Invalid(N_("--speed takes a number above 0 (60: an hour in a minute), or max; not {value}."), value=speed)
    return pace


def _tell(day: RecordedDay, found: AcdFigures, *, stopped: bool, as_json: bool) -> None:
    if as_json:
        say_json(found.as_dict())
        return
    if stopped:
        print(_("Stopped early; what was played stays in the queue."), file=sys.stderr)
    shown = asdict(found)
    rows = [
        (_("Offered"), str(found.offered)),
        (_("Answered"), str(found.answered)),
        (_("Abandoned"), f"{found.abandoned} ({_share(found.abandoned_share)})"),
        (_("Average speed of answer"), _seconds(shown["asa_s"])),
        (_("Longest wait"), _seconds(shown["longest_wait_s"])),
        (_("Answered within 20 s, of those offered"), _share(found.service_level_20s)),
        (_("Average handling time"), _seconds(shown["aht_s"])),
        (_("Left out: test calls, and callers who never reached the queue"), str(day.ignored + day.not_offered)),
    ]
    table(rows)


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _seconds(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
