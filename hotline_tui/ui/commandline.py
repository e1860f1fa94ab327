"""The command line's grammar: every action by name, and a few commands with an argument. Pure but for `run_line`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hotline_tui.domain.errors import N_
from hotline_tui.locale import LANGUAGES, _

from .actions import ACTIONS
from .context import Action
from .keymap import Keymap

if TYPE_CHECKING:
    from .app import HotlineApp


@dataclass(frozen=True, slots=True)
class Entry:
    """One candidate: what is typed, what it is called, what it does, its keys."""

    name: str
    label: str
    help: str
    keys: str = ""
    action: Action | None = None
    takes: str = ""
    """msgid of its argument; '' when it takes none."""


COMMANDS: tuple[tuple[str, str, str], ...] = (
    ("lang", N_("en or zh"), N_("Speak another language.")),
    ("theme", N_("name"), N_("Other colours.")),
    ("goto", N_("ticket number"), N_("Open a ticket by its number, or the last digits of it.")),
    ("find", N_("words"), N_("Find tickets by words, number or customer's initials.")),
    ("handovers", N_("words"), N_("Earlier handovers, found by words.")),
    ("log", N_("words"), N_("The shift log, found by words.")),
    ("switch", "", N_("Hand the console over: somebody else signs on; your claims stay yours.")),
    ("pin", "", N_("Set or change your PIN.")),
    ("quit", "", N_("Leave the console: claims are let go, drafts are kept.")),
)
"""(name, argument, help): what the table of actions does not hold."""


def entries(keymap: Keymap) -> tuple[Entry, ...]:
    """Everything the command line knows, commands first."""
    commands = [Entry(name, "", _(text), takes=takes) for name, takes, text in COMMANDS]
    actions = [
        Entry(action.id, _(action.label), _(action.help), keymap.signs(action), action)
        for action in ACTIONS
        if action.id not in ("command", "quit")
    ]
    return (*commands, *actions)


def complete(text: str, known: Iterable[Entry], themes: Iterable[str]) -> list[Entry]:
    """What a line may become: by the start of its name, then by any word of name, label or help.

    A number is a ticket's.
    """
    word, space, argument = text.lstrip().partition(" ")
    if space:
        return list(_arguments(word, argument.strip(), known, themes))
    wanted = word.casefold()
    if wanted.isdecimal():
        return [replace(entry, name=f"goto {wanted}", takes="") for entry in known if entry.name == "goto"]
    ranked = [(rank, entry) for entry in known if (rank := _rank(wanted, entry)) is not None]
    ranked.sort(key=lambda pair: pair[0])
    return [entry for _rank_of, entry in ranked]


def _arguments(word: str, argument: str, known: Iterable[Entry], themes: Iterable[str]) -> Iterator[Entry]:
    values: Iterable[str] = {"lang": LANGUAGES, "theme": sorted(themes)}.get(word, ())
    for value in values:
        if value.casefold().startswith(argument.casefold()):
            yield Entry(f"{word} {value}", "", "")
    if not values:
        yield from (entry for entry in known if entry.name == word)


def _rank(wanted: str, entry: Entry) -> int | None:
    """0 is best; None does not match."""
    name = entry.name.casefold()
    if not wanted or name.startswith(wanted):
        return 0
    if wanted in (part for part in name.split(".")) or name.rpartition(".")[2].startswith(wanted):
        return 1
    if entry.label.casefold().startswith(wanted):
        return 2
    words = f"{entry.label} {entry.action.words if entry.action else ''}".casefold()
    if wanted in words:
        return 3
    return 4 if wanted in entry.help.casefold() or wanted in name else None


def shared_prefix(found: list[Entry]) -> str:
    """What Tab may add without choosing for the operator."""
    names = [entry.name for entry in found]
    if not names:
        return ""
    first, last = min(names), max(names)
    size = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:size]


def run_line(app: HotlineApp, line: str, chosen: Entry | None) -> None:
    """Do what the line says; a line that says nothing known is told so."""
    word, _space, argument = line.strip().lstrip(":：").partition(" ")
    argument = argument.strip()
    match word:
        case "":
            return
        case "lang":
            app.choose_language(argument)
        case "theme":
            app.choose_theme(argument or "?")
        case "goto":
            app.go_to(argument)
        case "find":
            app.find(argument)
        case "handovers":
            app.show_handovers(argument)
        case "log":
            app.show_log(argument)
        case "switch":
            app.switch()
        case "pin":
            app.set_pin()
        case "quit" | "q":
            app.act("quit")
        case _ if word.isdecimal():
            app.go_to(word)
        case _ if chosen is not None and chosen.action is not None:
            app.act(chosen.action.id)
        case _:
            words = _("There is no command {name}. Type : and Tab to see them all.")
            app.say(words.format(name=word), severity="warning")
