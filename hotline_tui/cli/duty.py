"""`hotline handover|roster|shift …`, wired to typer: on paper and for scripts (OR-3, FS-7)."""

from __future__ import annotations

from typing import Annotated

import typer

from hotline_tui.locale import _

from .options import CONFIG, DATABASE, JSON

handover = typer.Typer(help=_("Handovers of the desk: list them, print one."), no_args_is_help=True)
roster = typer.Typer(help=_("Who is on duty when."), no_args_is_help=True)
shift = typer.Typer(help=_("The shift that is on: who is at work, the shift log."), no_args_is_help=True)

MARKDOWN = Annotated[bool, typer.Option("--markdown", help=_("As Markdown."))]


@handover.command("list", help=_("The desk's handovers, the newest first."))
def list_(
    words: Annotated[str, typer.Argument(help=_("Only those with these words."))] = "",
    as_json: JSON = False,
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """The desk's handovers, the newest first."""
    from .duty_acts import list_handovers

    list_handovers(words, as_json=as_json, database_url=database_url, config=config)


@handover.command("show", help=_("One handover in full; the last one without a number."))
def show(
    number: Annotated[int | None, typer.Argument(help=_("Its number in the list."))] = None,
    markdown: MARKDOWN = False,
    as_json: JSON = False,
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """One handover in full."""
    from .duty_acts import show_handover

    show_handover(number, markdown=markdown, as_json=as_json, database_url=database_url, config=config)


@roster.command("show", help=_("The roster: every shift with who fills which post, gaps, absences."))
def roster_show(
    first: Annotated[str, typer.Option("--from", help=_("First day (2026-12-01); default: today."))] = "",
    days: Annotated[int, typer.Option(min=1, max=92, help=_("So many days."))] = 7,
    markdown: MARKDOWN = False,
    as_json: JSON = False,
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """The roster."""
    from .duty_acts import show_roster

    show_roster(first, days, markdown=markdown, as_json=as_json, database_url=database_url, config=config)


@shift.command("show", help=_("Who is at work with how much, gaps ahead, what falls due, who has the duty mobile."))
def shift_show(
    markdown: MARKDOWN = False, as_json: JSON = False, database_url: DATABASE = None, config: CONFIG = None
) -> None:
    """The shift lead's overview."""
    from .duty_acts import show_shift

    show_shift(markdown=markdown, as_json=as_json, database_url=database_url, config=config)


@shift.command("log", help=_("The shift log, the newest first, with what the record says beside it."))
def shift_log(
    words: Annotated[str, typer.Argument(help=_("Only those with these words."))] = "",
    markdown: MARKDOWN = False,
    as_json: JSON = False,
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """The shift log."""
    from .duty_acts import show_log

    show_log(words, markdown=markdown, as_json=as_json, database_url=database_url, config=config)
