"""What `hotline db …` does."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from hotline_tui.locale import _
from hotline_tui.store import grants
from hotline_tui.store.engine import open_bare, open_store

from .desk import settings_for
from .faults import say_json
from .printing import progress


def give_rights(
    owner: str, console: str, reader: str, *, apply: bool, database_url: str | None, config: Path | None
) -> None:
    """Print the script, or run it; says what is left to do."""
    roles = grants.Roles(owner, console, reader)
    with open_store(settings_for(database_url, config).database_url) as store:
        grants.on_server(store)
        if not apply:
            with store.read() as conn:
                lines = grants.script(conn, roles)
            print("BEGIN;\n" + "".join(f"{line};\n" for line in lines) + "COMMIT;")
            return
        lines = grants.apply(store, roles)
    print(_("Done in {place}; statements run: {count}.").format(count=len(lines), place=store.place))
    print(_("Give each a password, in psql: \\password {console}").format(console=grants.quoted(console)))
    print(_("Consoles then use postgresql://{console}@… as HOTLINE_DATABASE_URL.").format(console=console))


def move_desk(target: str, *, force: bool, as_json: bool, database_url: str | None, config: Path | None) -> None:
    """Move, and say how to switch."""
    settings = settings_for(database_url, config)
    with (
        open_bare(target) as there,  # says what is wrong with the address, also where no driver is
        open_store(settings.database_url) as source,
        progress(_("Moving"), shown=not as_json) as step,
    ):
        from hotline_tui.store import moving

        moved = moving.move(source, there, force=force, progress=step)
    if as_json:
        say_json({"from": settings.shown_database(), "to": there.place, **asdict(moved)})
        return
    words = _(
        "The desk is in {place} now and verifies. Tables: {tables}, rows: {rows}, events: {events}, seals: {seals}."
    )
    print(words.format(rows=moved.rows, tables=moved.tables, place=there.place, events=moved.events, seals=moved.seals))
    if force:
        print(_("This was a rehearsal: what is done at the old desk from now on is not in it."))
        return
    print(_("From now on start every console with HOTLINE_DATABASE_URL, or database_url in hotline.toml, set to it."))
    print(
        _("The old file has not been changed: {path}. Put it aside, so that nobody works in it.").format(
            path=source.path
        )
    )
    print(_("Then run `hotline db grants` there."))
