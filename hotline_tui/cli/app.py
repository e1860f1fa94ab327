"""The plain commands, wired to typer. Each imports what it needs when it runs."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from hotline_tui.locale import _

from . import faults
from .database import db
from .duty import handover, roster, shift
from .operators import operator as operators
from .operators import ssh_keys
from .options import CONFIG, DATABASE, JSON
from .sweep import sweep

app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_("The duty desk of a 7×24 service hotline. Without a command it opens the console."),
)
policy = typer.Typer(help=_("Policies and calendars: check, explain, try, load."), no_args_is_help=True)
call = typer.Typer(help=_("The incoming queue."), no_args_is_help=True)
app.add_typer(policy, name="policy")
app.add_typer(call, name="call")
app.add_typer(operators, name="operator")
app.add_typer(db, name="db")
for _name, _group in (("handover", handover), ("roster", roster), ("shift", shift)):
    app.add_typer(_group, name=_name)
app.command("ssh-keys", help=_("For sshd: the keys that open a console, each as its operator's."))(ssh_keys)
app.command("sweep", help=_("Do what has fallen due while no console is open (for a timer)."))(sweep)


def run_app(words: list[str]) -> None:
    """Run a plain command. The language must be set before this module is imported: its help is said in it."""
    if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.reconfigure(errors="backslashreplace")
    with faults.told(as_json="--json" in words):
        app(args=words, prog_name="hotline")


@app.callback(
    invoke_without_command=True, help=_("Options of the console; `hotline COMMAND --help` tells about a command.")
)
def root(
    context: typer.Context,
    lang: Annotated[str | None, typer.Option(help=_("zh or en; default: the locale."))] = None,
    theme: Annotated[str | None, typer.Option(help=_("dark, light, contrast or ansi."))] = None,
    desk: Annotated[str | None, typer.Option(help=_("Desk to sign on at (name or number)."))] = None,
    operator: Annotated[str | None, typer.Option(help=_("Operator who signs on (login)."))] = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help=_("See everything and change nothing: nothing is written."))
    ] = False,
    database_url: DATABASE = None,
    config: CONFIG = None,
    version: Annotated[bool, typer.Option("--version", help=_("Print the version."))] = False,
) -> None:
    """Options of the console; `hotline COMMAND --help` tells about a command."""
    if version:
        from hotline_tui import __version__

        print(f"hotline {__version__}")
        raise typer.Exit
    given = {"lang": lang, "theme": theme, "desk": desk, "operator": operator, "database_url": database_url}
    given["read_only"] = "true" if read_only else None
    options = {name: value for name, value in (given | {"config": config and str(config)}).items() if value}
    context.obj = options
    if context.invoked_subcommand is None:
        from .console import open_console

        raise SystemExit(open_console(options))


@app.command(help=_("Open the console on a made-up company, while calls keep coming in."))
def demo(
    context: typer.Context,
    fresh: Annotated[bool, typer.Option("--fresh", help=_("Throw the old demo away and make a new one."))] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help=_("No calls keep coming in."))] = False,
    speed: Annotated[float, typer.Option(min=0.1, max=100.0, help=_("How fast calls come in; 1 is ordinary."))] = 1.0,
    theme: Annotated[str | None, typer.Option(help=_("dark, light, contrast or ansi."))] = None,
) -> None:
    """Open the console on a made-up company, while calls keep coming in."""
    from .demo import open_demo

    raise SystemExit(open_demo(fresh=fresh, calls=not quiet, speed=speed, lang=context.obj.get("lang"), theme=theme))


@app.command(help=_("Make an empty desk: asks for what is not given."))
def init(
    name: Annotated[str | None, typer.Option(help=_("Desk name."))] = None,
    zone: Annotated[str | None, typer.Option(help=_("Time zone, such as Asia/Shanghai."))] = None,
    language: Annotated[str | None, typer.Option(help=_("zh or en."))] = None,
    operator: Annotated[str | None, typer.Option(help=_("Name of the first operator."))] = None,
    login: Annotated[str | None, typer.Option(help=_("Login of the first operator."))] = None,
    prefix: Annotated[str, typer.Option(help=_("Letters before ticket numbers."))] = "T",
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """Make an empty desk: asks for what is not given."""
    from .setup import make_desk

    make_desk(name, zone, language, operator, login, prefix=prefix, database_url=database_url, config=config)


@app.command("import", help=_("Take customers, contacts, contracts, systems and engineers in: all rows or none."))
def import_(
    file: Annotated[Path, typer.Argument(help=_("XLSX workbook or CSV file."))],
    kind: Annotated[
        str | None, typer.Option(help=_("What a CSV file holds: customers, contacts, contracts, systems, engineers."))
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Check only; write nothing."))] = False,
    template: Annotated[
        bool, typer.Option("--template", help=_("Write an empty FILE with the columns instead."))
    ] = False,
    as_json: JSON = False,
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """Take customers, contacts, contracts, systems and engineers in: all rows or none."""
    from .imports import import_file

    import_file(
        file, kind, dry_run=dry_run, template=template, as_json=as_json, database_url=database_url, config=config
    )


@app.command(help=_("Play a recorded day into the queue; ends with a table of ACD figures."))
def replay(
    file: Annotated[Path, typer.Argument(help=_("A recorded day: call-centre log or incident log (CSV)."))],
    speed: Annotated[str, typer.Option(help=_("How many times faster than it was, or `max`."))] = "60",
    answer_as_logged: Annotated[
        bool, typer.Option("--answer-as-logged", help=_("Also answer and end the calls as the log did."))
    ] = False,
    as_json: JSON = False,
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """Play a recorded day into the queue; ends with a table of ACD figures."""
    from .replay import replay_file

    replay_file(
        file, speed, answer_as_logged=answer_as_logged, as_json=as_json, database_url=database_url, config=config
    )


@app.command("list", help=_("List open tickets, what is due first on top."))
def list_(
    closed: Annotated[bool, typer.Option("--all", help=_("Closed ones as well."))] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help=_("At most so many."))] = 200,
    find: Annotated[str, typer.Option(help=_("Only those with these words."))] = "",
    as_json: JSON = False,
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """List open tickets, what is due first on top."""
    from .tickets import list_tickets

    list_tickets(closed=closed, limit=limit, find=find, as_json=as_json, database_url=database_url, config=config)


@app.command(help=_("Show a ticket in full: clocks, visits, steps, record."))
def show(
    number: Annotated[str, typer.Argument(help=_("Ticket number, or its last digits."))],
    explain: Annotated[
        bool, typer.Option("--explain", help=_("Say for each clock why it stands as it stands."))
    ] = False,
    as_json: JSON = False,
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """Show a ticket in full: clocks, visits, steps, record."""
    from .tickets import show_ticket

    show_ticket(number, explain=explain, as_json=as_json, database_url=database_url, config=config)


@call.command("new", help=_("Put a call into the queue."))
def call_new(
    channel: Annotated[str, typer.Option(help=_("One of: phone email web fax letter visit im"))] = "phone",
    number: Annotated[str, typer.Option(help=_("Caller's number or address."))] = "",
    name: Annotated[str, typer.Option(help=_("Name as given."))] = "",
    text: Annotated[str, typer.Option(help=_("Subject and text; `-` reads standard input."))] = "",
    line: Annotated[str, typer.Option(help=_("Line or mailbox."))] = "",
    source_id: Annotated[str, typer.Option(help=_("The channel's own id: the same one enters once."))] = "",
    as_json: JSON = False,
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """Put a call into the queue."""
    from .tickets import new_call

    new_call(channel, number, name, text, line, source_id, as_json=as_json, database_url=database_url, config=config)


@app.command(
    help=_("Recompute every clock from the record and check the record itself; exit code 1 when something differs.")
)
def verify(as_json: JSON = False, database_url: DATABASE = None, config: CONFIG = None) -> None:
    """Recompute every clock from the record and check the record itself; exit code 1 when something differs."""
    from .keeping import verify_desk

    verify_desk(as_json=as_json, database_url=database_url, config=config)


@app.command(help=_("Write a consistent copy of the desk while it is in use, and check it."))
def backup(
    file: Annotated[Path, typer.Argument(help=_("Where to write it."))],
    as_json: JSON = False,
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """Write a consistent copy of the desk while it is in use, and check it."""
    from .keeping import backup_desk

    backup_desk(file, as_json=as_json, database_url=database_url, config=config)


@app.command(help=_("Put a backup in the desk's place; what was there is kept aside."))
def restore(
    file: Annotated[Path, typer.Argument(help=_("A backup."))],
    force: Annotated[bool, typer.Option("--force", help=_("Put the desk that is there aside."))] = False,
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """Put a backup in the desk's place; what was there is kept aside."""
    from .keeping import restore_desk

    restore_desk(file, force=force, database_url=database_url, config=config)


@app.command(
    help=_("Examine terminal, language, colours, database and clock: what is fine, and what to do about the rest.")
)
def doctor(as_json: JSON = False, database_url: DATABASE = None, config: CONFIG = None) -> None:
    """Examine terminal, language, colours, database and clock: what is fine, and what to do about the rest."""
    from .keeping import examine

    examine(as_json=as_json, database_url=database_url, config=config)


@policy.command("check", help=_("Check policy and calendar files; every fault with its line."))
def policy_check(
    what: Annotated[str, typer.Argument(help=_("A policy or calendar file, or `all` that is shipped."))] = "all",
    as_json: JSON = False,
) -> None:
    """Check policy and calendar files; every fault with its line."""
    from .policies import check

    check(what, as_json=as_json)


@policy.command("explain", help=_("Say in words what a policy promises, or (with --level) what would be due and why."))
def policy_explain(
    name: Annotated[str, typer.Argument(help=_("A shipped policy's name, or a file."))],
    level: Annotated[str | None, typer.Option(help=_("P1 to P4: what would be due, and why."))] = None,
    fault: Annotated[
        str | None, typer.Option(help=_("One of: software hardware configuration operation line virus"))
    ] = None,
    region: Annotated[str, typer.Option(help=_("in_city or outside"))] = "in_city",
    warranty: Annotated[str, typer.Option(help=_("in or out"))] = "in",
    start: Annotated[
        str | None, typer.Option(help=_("When it is received (ISO 8601 with offset); default: now."))
    ] = None,
    as_json: JSON = False,
) -> None:
    """Say in words what a policy promises, or (with --level) what would be due and why."""
    from .policies import explain_policy

    explain_policy(name, level=level, fault=fault, region=region, warranty=warranty, start=start, as_json=as_json)


@policy.command("try", help=_("Answer what would be due when: one JSON result a line."))
def policy_try(
    file: Annotated[str, typer.Argument(help=_("JSON lines, one scenario a line; `-` reads standard input."))],
) -> None:
    """Answer what would be due when: one JSON result a line."""
    from .policies import try_file

    try_file(file)


@policy.command("load", help=_("Take a policy or calendar file in as a new version, in force from now on."))
def policy_load(
    file: Annotated[Path, typer.Argument(help=_("A policy or calendar file."))],
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """Take a policy or calendar file in as a new version, in force from now on."""
    from .policies import load

    load(file, database_url=database_url, config=config)
