"""`hotline db …`: a PostgreSQL database's users, and moving a desk into one."""

from __future__ import annotations

from typing import Annotated

import typer

from hotline_tui.locale import _

from .options import CONFIG, DATABASE, JSON

db = typer.Typer(help=_("A PostgreSQL desk: database users, moving a desk into it."), no_args_is_help=True)


@db.command("grants", help=_("Print the SQL for three database users: owner, consoles, reports that only read."))
def grants(
    apply: Annotated[bool, typer.Option("--apply", help=_("Run it instead of printing it: all or nothing."))] = False,
    owner: Annotated[str, typer.Option(help=_("Who owns the tables and upgrades them."))] = "hotline_owner",
    console: Annotated[str, typer.Option(help=_("As whom consoles work."))] = "hotline_console",
    reader: Annotated[str, typer.Option(help=_("As whom boards and reports read."))] = "hotline_reader",
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """Print the SQL for three database users: owner, consoles, reports that only read."""
    from .database_acts import give_rights

    give_rights(owner, console, reader, apply=apply, database_url=database_url, config=config)


@db.command("move", help=_("Copy the SQLite desk into an empty PostgreSQL database, checked; the file stays as it is."))
def move(
    target: Annotated[str, typer.Argument(metavar="URL", help=_("postgresql://… of an empty database."))],
    force: Annotated[
        bool, typer.Option("--force", help=_("Also while consoles are signed on: a rehearsal, not a move."))
    ] = False,
    as_json: JSON = False,
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """Copy the SQLite desk into an empty PostgreSQL database, checked; the file stays as it is."""
    from .database_acts import move_desk

    move_desk(target, force=force, as_json=as_json, database_url=database_url, config=config)
