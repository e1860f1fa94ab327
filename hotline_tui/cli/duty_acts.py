"""What `hotline handover …` does: reads, and prints in words or as JSON."""

from __future__ import annotations

from pathlib import Path

from hotline_tui.domain.errors import N_, Refused
from hotline_tui.locale import _
from hotline_tui.locale.dates import moment
from hotline_tui.locale.handover_paper import as_markdown, as_text
from hotline_tui.locale.words import label
from hotline_tui.services import read_handover

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
