"""What `hotline handover|roster|shift …` do: read, and print in words, as Markdown or as JSON."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

from hotline_tui.domain.errors import N_, Invalid, Refused
from hotline_tui.locale import _
from hotline_tui.locale.dates import moment
from hotline_tui.locale.duty_paper import log_paper, overview_paper, roster_paper
from hotline_tui.locale.handover_paper import as_markdown, as_text
from hotline_tui.locale.words import label
from hotline_tui.services import read_handover, read_log, read_roster

from .desk import as_json as plain_json
from .desk import opened
from .faults import say_json
from .printing import columns


def list_handovers(words: str, *, as_json: bool, database_url: str | None, config: Path | None) -> None:
    """Number, when, from whom, to whom, state, open tickets."""
    with opened(database_url, config) as desk, desk.store.read() as connection:
        rows = read_handover.rows(connection, desk.place.desk, text=words)
    if as_json:
        say_json(plain_json(rows))
    elif not rows:
        print(_("This desk has not been handed over yet."))
    else:
        columns(
            [
                (
                    str(row.id),
                    moment(row.signed or row.drafted, desk.zone),
                    row.from_name,
                    row.to_name or "–",
                    label(row.state, "handoverstate"),
                    str(row.open) if row.signed else "",
                )
                for row in rows
            ]
        )


def show_handover(
    number: int | None, *, markdown: bool, as_json: bool, database_url: str | None, config: Path | None
) -> None:
    """One handover on paper. Refused when there is none."""
    with opened(database_url, config) as desk, desk.store.read() as connection:
        if number is None:
            rows = read_handover.rows(connection, desk.place.desk, limit=1)
            if not rows:
                raise Refused(N_("This desk has not been handed over yet."))
            number = rows[0].id
        view = read_handover.view(connection, number, now=desk.now)
    if as_json:
        say_json(plain_json(view))
    else:
        paper = as_markdown if markdown else as_text
        print(paper(view, desk.zone, desk.now.timestamp()), end="")


def show_roster(
    first: str, days: int, *, markdown: bool, as_json: bool, database_url: str | None, config: Path | None
) -> None:
    """Some days of the roster, from today where none is named. Invalid for what is no day."""
    with opened(database_url, config) as desk, desk.store.read() as connection:
        day = _day(first) if first else desk.now.astimezone(desk.zone).date()
        start = datetime.combine(day, time(0), desk.zone).astimezone(UTC)
        view = read_roster.roster(connection, desk.place.desk, start=start, days=days, now=desk.now)
    if as_json:
        say_json(plain_json(view))
    else:
        now = desk.now.timestamp()
        print(roster_paper(view, desk.place.desk_name, desk.zone, now, markdown=markdown), end="")


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise Invalid(N_("“{text}” is no day; write for example 2026-12-01."), text=typed) from error


def show_shift(*, markdown: bool, as_json: bool, database_url: str | None, config: Path | None) -> None:
    """The shift that is on."""
    with opened(database_url, config) as desk, desk.store.read() as connection:
        view = read_roster.overview(connection, desk.place.desk, now=desk.now)
    if as_json:
        say_json(plain_json(view))
    else:
        now = desk.now.timestamp()
        print(overview_paper(view, desk.place.desk_name, desk.zone, now, markdown=markdown), end="")


def show_log(words: str, *, markdown: bool, as_json: bool, database_url: str | None, config: Path | None) -> None:
    """The newest 200 lines of the shift log."""
    with opened(database_url, config) as desk, desk.store.read() as connection:
        rows = read_log.entries(connection, desk.place.desk, text=words)
    if as_json:
        say_json(plain_json(rows))
    elif not rows:
        print(_("No entry has these words.") if words else _("The shift log is empty."))
    else:
        print(log_paper(rows, desk.place.desk_name, desk.zone, markdown=markdown), end="")
