"""`hotline operator …`, wired to typer: who may sign on, in which roles, by PIN and by SSH key (OR-1)."""

from __future__ import annotations

from typing import Annotated

import typer

from hotline_tui.locale import _

from .options import CONFIG, DATABASE, JSON

LOGIN = Annotated[str, typer.Argument(metavar="LOGIN", help=_("The operator's login."))]
ROLES = _(
    "Roles, separated by commas: operator, dispatcher, shift_lead, engineer, cs_manager, service_director, "
    "quality_director, general_manager."
)

operator = typer.Typer(help=_("Those who sign on: roles, PINs, SSH keys."), no_args_is_help=True)


@operator.command("add", help=_("Add somebody who may sign on."))
def add(
    login: LOGIN,
    name: Annotated[str, typer.Option(help=_("Name, as colleagues say it."))],
    name_en: Annotated[str, typer.Option("--name-en", help=_("Name in Latin letters."))] = "",
    roles: Annotated[str, typer.Option(help=ROLES)] = "operator",
    language: Annotated[str, typer.Option(help=_("zh or en; default: the desk's."))] = "",
    phone: Annotated[str, typer.Option(help=_("Telephone number."))] = "",
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """Add somebody who may sign on."""
    from .operator_acts import add_operator

    add_operator(
        login, name, name_en=name_en, roles=roles, language=language, phone=phone, database_url=database_url,
        config=config,
    )  # fmt: skip


@operator.command("list", help=_("Everybody who may sign on, with roles and key fingerprints."))
def list_(
    retired: Annotated[bool, typer.Option("--all", help=_("Also those who no longer sign on."))] = False,
    as_json: JSON = False,
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """Everybody who may sign on, with roles and key fingerprints."""
    from .operator_acts import list_operators

    list_operators(retired=retired, as_json=as_json, database_url=database_url, config=config)


@operator.command("roles", help=_("Give somebody these roles instead of those they have; `-` takes all away."))
def roles(
    login: LOGIN,
    wanted: Annotated[str, typer.Argument(metavar="ROLES", help=ROLES)],
    at: Annotated[str, typer.Option("--at", help=_("Only at this desk (name or number); default: everywhere."))] = "",
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """Give somebody these roles instead of those they have."""
    from .operator_acts import set_roles

    set_roles(login, wanted, at=at, database_url=database_url, config=config)


@operator.command("pin", help=_("Set the PIN for a shared console: asked twice, or one line from standard input."))
def pin(
    login: LOGIN,
    clear: Annotated[bool, typer.Option("--clear", help=_("Take the PIN away."))] = False,
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """Set the PIN for a shared console."""
    from .operator_acts import set_pin

    set_pin(login, clear=clear, database_url=database_url, config=config)


@operator.command("add-key", help=_("Let somebody sign on over SSH with this key."))
def add_key(
    login: LOGIN,
    file: Annotated[str, typer.Argument(metavar="FILE", help=_("Public key file; `-` reads standard input."))],
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """Let somebody sign on over SSH with this key."""
    from .operator_acts import add_key

    add_key(login, file, database_url=database_url, config=config)


@operator.command("remove-key", help=_("Take a key away; consoles that it has opened end at once."))
def remove_key(
    login: LOGIN,
    fingerprint: Annotated[
        str, typer.Argument(metavar="FINGERPRINT", help=_("SHA256:… as `hotline operator list` shows it."))
    ],
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """Take a key away."""
    from .operator_acts import remove_key

    remove_key(login, fingerprint, database_url=database_url, config=config)


@operator.command("retire", help=_("Let somebody sign on no more; open consoles end at once."))
def retire(
    login: LOGIN,
    yes: Annotated[bool, typer.Option("--yes", help=_("Do not ask."))] = False,
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """Let somebody sign on no more."""
    from .operator_acts import retire

    retire(login, yes=yes, database_url=database_url, config=config)


def ssh_keys(
    user: Annotated[str, typer.Argument(help=_("Account that is logged in to (%u): others get no key."))] = "",
    kind: Annotated[str, typer.Option("--type", help=_("Only this type (%t)."))] = "",
    key: Annotated[str, typer.Option("--key", help=_("Only this key (%k)."))] = "",
    account: Annotated[str, typer.Option(help=_("The consoles' account; default: the one that runs this."))] = "",
    database_url: DATABASE = None,
    config: CONFIG = None,
) -> None:
    """For sshd (AuthorizedKeysCommand): the keys that open a console, each as its operator."""
    from .ssh_keys import print_keys

    given = {"user": user, "type": kind, "key": key, "account": account, "database_url": database_url}
    found = {name: value for name, value in (given | {"config": config and str(config)}).items() if value}
    raise SystemExit(print_keys(found))
