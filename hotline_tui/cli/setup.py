"""`hotline init`: an empty desk with what ships with the program, its posts and its first operator."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hotline_tui.domain.errors import N_, HotlineError, Invalid, Refused
from hotline_tui.domain.operators import login_of
from hotline_tui.domain.text import clean
from hotline_tui.locale import CHINESE, ENGLISH, _, language, match_language
from hotline_tui.locale.errors import translate_error
from hotline_tui.settings import Settings

from .clock import now
from .console import file_of
from .desk import settings_for
from .faults import USAGE

LONGEST = 60
_NO_TERMINAL = N_("Without a terminal everything must be given; missing: {options}. See hotline init --help.")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: its option, what is asked, the default, and the check that gives the value."""

    option: str
    prompt: str
    default: str
    check: Callable[[str], str]


def make_desk(
    name: str | None,
    zone: str | None,
    language: str | None,
    operator: str | None,
    login: str | None,
    *,
    prefix: str,
    database_url: str | None,
    config: Path | None,
) -> None:
    """Ask for what is not given, then make the desk. Raises Refused where one is, Invalid for what can't be used."""
    settings = settings_for(database_url, config)
    refuse_twice(settings)
    given = {"--name": name, "--zone": zone, "--language": language, "--operator": operator, "--login": login}
    chosen = ask_all(questions(), given, interactive=sys.stdin.isatty() and sys.stdout.isatty())
    letters = prefix_of(prefix)
    _make(settings, chosen, letters)
    _tell(settings, chosen)


def refuse_twice(settings: Settings) -> None:
    """A desk is made once: Refused when one is there."""
    path = file_of(settings.database_url)
    if path is not None and not path.exists():
        return
    from hotline_tui.services.places import place_for
    from hotline_tui.store.engine import open_store

    try:
        store = open_store(settings.database_url)
    except Invalid:
        if path is None:  # a server whose database is still empty
            return
        raise
    with store, store.read() as conn:
        there = place_for(conn)
    if there is not None:
        raise Refused(
            N_("There is a desk already: “{name}”, in {place}. Open it with `hotline`."),
            name=there.desk_name,
            place=store.place,
        )


# ---- asking ---------------------------------------------------------------------------------------------------------


def questions() -> tuple[Asked, ...]:
    """What has to be known, in the order in which it is asked."""
    english = language() == ENGLISH
    return (
        Asked("--name", _("Name of the desk"), _("Service desk"), text_of),
        Asked("--zone", _("Time zone"), system_zone(), zone_of),
        Asked("--language", _("Language (zh or en)"), "en" if english else "zh", language_of),
        Asked("--operator", _("Name of the first operator"), "", text_of),
        Asked("--login", _("Login of this operator (letters and digits)"), system_login(), login_of),
    )


def ask_all(wanted: tuple[Asked, ...], given: dict[str, str | None], *, interactive: bool) -> dict[str, str]:
    """Every answer by its option. What was given is checked; the rest is asked, or (without a terminal) refused."""
    missing = [one.option for one in wanted if given.get(one.option) is None]
    needed = [one.option for one in wanted if one.option in missing and not _settled(one)]
    if needed and not interactive:
        print(_(_NO_TERMINAL).format(options=", ".join(needed)), file=sys.stderr)
        raise SystemExit(USAGE)
    answers = {}
    for one in wanted:
        value = given.get(one.option)
        if value is not None:
            answers[one.option] = one.check(value)
        elif interactive:
            answers[one.option] = _ask(one)
        else:
            answers[one.option] = one.check(one.default)
    return answers


def _settled(one: Asked) -> bool:
    """What a script need not say: the system knows it."""
    return one.option in ("--zone", "--language", "--login") and bool(one.default)


def _ask(one: Asked) -> str:
    """Ask until the answer can be used; each time in a sentence why not."""
    import typer

    while True:
        answer = str(typer.prompt(one.prompt, default=one.default or None))
        try:
            return one.check(answer)
        except HotlineError as error:
            print(translate_error(error), file=sys.stderr)


def text_of(answer: str) -> str:
    """A name: one line, not empty, not longer than a line."""
    found = clean(answer)
    if not found:
        raise Invalid(N_("A name is needed."))
    if len(found) > LONGEST:
        raise Invalid(N_("That is longer than {limit} characters. Choose a shorter name."), limit=LONGEST)
    return found


def zone_of(answer: str) -> str:
    """A time zone that this machine knows."""
    found = answer.strip()
    try:
        return ZoneInfo(found).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid(
            N_("There is no time zone “{zone}”; write for example Asia/Shanghai."), zone=clean(answer)
        ) from error


def language_of(answer: str) -> str:
    """`zh` or `en`."""
    found = match_language(answer)
    if found is None:
        raise Invalid(N_("“{language}” is not spoken here: write zh or en."), language=clean(answer))
    return "zh" if found == CHINESE else "en"


def prefix_of(answer: str) -> str:
    """One to four capital letters before ticket numbers."""
    found = answer.strip().upper()
    if not (1 <= len(found) <= 4 and found.isascii() and found.isalpha()):
        raise Invalid(
            N_("“{prefix}” is no number prefix: one to four capital letters, such as T."), prefix=clean(answer)
        )
    return found


def system_zone() -> str:
    """This machine's time zone; Asia/Shanghai where it does not say."""
    for found in (os.environ.get("TZ", "").lstrip(":"), _linked_zone()):
        try:
            if found and ZoneInfo(found):
                return found
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return "Asia/Shanghai"


def _linked_zone() -> str:
    place = os.path.realpath("/etc/localtime")
    return place.partition("zoneinfo/")[2]


def system_login() -> str:
    """The name this person has on this machine; `operator` where it is no login."""
    found = (os.environ.get("USER") or os.environ.get("LOGNAME") or "").casefold()
    try:
        return login_of(found)
    except Invalid:
        return "operator"


# ---- making ---------------------------------------------------------------------------------------------------------


def _make(settings: Settings, chosen: dict[str, str], prefix: str) -> None:
    from hotline_tui.services.bootstrap import fill_empty
    from hotline_tui.store.engine import open_store

    path = file_of(settings.database_url)
    if path is not None:
        _folder(path.parent)
    with open_store(settings.database_url, create=True) as store:
        fill_empty(
            store,
            now(),
            name=chosen["--name"],
            timezone=chosen["--zone"],
            language=chosen["--language"],
            prefix=prefix,
            operator=chosen["--operator"],
            login=chosen["--login"],
        )


def _folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        why = error.strerror or str(error)
        raise Invalid(N_("{path}: can't be written ({why})."), path=str(folder), why=why) from error


def _tell(settings: Settings, chosen: dict[str, str]) -> None:
    """What was made, and what comes next."""
    place = file_of(settings.database_url) or settings.shown_database()
    print(_("The desk “{name}” is ready, in {place}.").format(name=chosen["--name"], place=place))
    print(_("Next: take your customers in with `hotline import FILE` (`--template` writes an empty FILE),"))
    print(_("then open the console with `hotline`."))
