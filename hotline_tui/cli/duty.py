"""`hotline handover …` and `hotline log`, wired to typer: what was handed over, on paper and for scripts (OR-3)."""

from __future__ import annotations

from typing import Annotated

import typer

from hotline_tui.locale import _

from .options import CONFIG, DATABASE, JSON

handover = typer.Typer(help=_("Handovers of the desk: list them, print one."), no_args_is_help=True)


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
    markdown: Annotated[bool, typer.Option("--markdown", help=_("As Markdown."))] = False,
    as_json: JSON = False,
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """One handover in full."""
    from .duty_acts import show_handover

    show_handover(number, markdown=markdown, as_json=as_json, database_url=database_url, config=config)
