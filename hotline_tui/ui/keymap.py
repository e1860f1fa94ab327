"""From the table of actions to Textual's bindings, and what an operator may remap (`[keys]` in the settings)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from textual.binding import Binding, BindingType
from textual.keys import Keys

from hotline_tui.domain.errors import N_, Invalid

from .actions import ACTIONS, BY_ID, in_scope
from .context import Action, Scope

FORBIDDEN = frozenset(f"ctrl+{letter}" for letter in "abhimjsqz") | {"ctrl+left_square_bracket", "ctrl+c"}
"""Terminals cannot tell some of these from other keys; screen, tmux and flow control take the others."""

SIGNS = {
    "enter": "Enter", "escape": "Esc", "tab": "Tab", "shift+tab": "S-Tab", "space": "Space", "delete": "Del",
    "slash": "/", "colon": ":", "question_mark": "?", "full_stop": ".", "comma": ",", "plus": "+", "minus": "-",
    "up": "Up", "down": "Down", "left": "Left", "right": "Right", "pageup": "PgUp", "pagedown": "PgDn",
    "home": "Home", "end": "End", "backspace": "BS",
}  # fmt: skip


def bindings(scope: Scope) -> list[BindingType]:
    """Textual's bindings for a widget that carries this scope. Their ids allow remapping."""
    return [
        Binding(",".join(action.keys), f"app.act('{action.id}')", action.label, show=False, id=f"{scope}/{action.id}")
        for action in in_scope(scope)
    ]


def sign(key: str) -> str:
    """How a key is written for people: `Enter`, `F2`, `^T`, `/`."""
    if key in SIGNS:
        return SIGNS[key]
    if key.startswith("ctrl+"):
        return "^" + key[5:].upper()
    return key.upper() if len(key) > 1 and key[0] == "f" and key[1:].isdecimal() else key


def typed_key(key: str) -> bool:
    """A key that writes something where text is typed: it can't be a command there."""
    if len(key) == 1 or key == "space" or key.startswith("fullwidth_"):
        return True
    return key in SIGNS and len(SIGNS[key]) == 1


def is_key(name: str) -> bool:
    """Whether this is the name of a key, as Textual names them: `x`, `f9`, `ctrl+t`, `question_mark`."""
    *modifiers, key = name.split("+")
    if not set(modifiers) <= {"ctrl", "alt", "shift", "super", "meta", "hyper"}:
        return False
    if len(key) == 1 or key in SIGNS or key in {one.value for one in Keys}:
        return True
    try:
        return bool(unicodedata.lookup(key.replace("_", " ")))
    except KeyError:
        return False


class Keymap:
    """Which keys do what at this console: the table's, unless the settings say otherwise."""

    def __init__(self, remapped: Mapping[str, str | Iterable[str]] | None = None) -> None:
        self._keys: dict[str, tuple[str, ...]] = {action.id: action.keys for action in ACTIONS}
        self.remapped: dict[str, tuple[str, ...]] = {}
        for ident, given in (remapped or {}).items():
            self._remap(ident, tuple(given.replace(",", " ").split()) if isinstance(given, str) else tuple(given))
        self._check_clashes()

    def _remap(self, ident: str, keys: tuple[str, ...]) -> None:
        if ident not in BY_ID:
            raise Invalid(N_("Settings, keys: there is no action {name}. `hotline doctor` lists them."), name=ident)
        for key in keys:
            if not is_key(key):
                raise Invalid(
                    N_("Settings, keys: {key} for {name} is no key. Write for example f9, enter, ctrl+t or x."),
                    key=key,
                    name=ident,
                )
            if key in FORBIDDEN:
                raise Invalid(
                    N_(
                        "Settings, keys: {key} for {name} does not reach the console in every terminal. Choose another."
                    ),
                    key=sign(key),
                    name=ident,
                )
        self._keys[ident] = self.remapped[ident] = keys

    def _check_clashes(self) -> None:
        for scope in Scope:
            taken: dict[str, str] = {}
            for action in in_scope(scope):
                for key in self._keys[action.id]:
                    other = taken.setdefault(key, action.id)
                    if other != action.id:
                        raise Invalid(
                            N_("Settings, keys: {key} would do both {first} and {second}."),
                            key=sign(key),
                            first=other,
                            second=action.id,
                        )

    def keys(self, action: Action) -> tuple[str, ...]:
        """The keys of an action, as Textual names them."""
        return self._keys[action.id]

    def sign(self, action: Action) -> str:
        """The first key of an action, for people; empty where it has none."""
        keys = self.keys(action)
        return sign(keys[0]) if keys else ""

    def signs(self, action: Action) -> str:
        """All keys of an action, for people; full-width twins are not worth a word."""
        return " ".join(sign(key) for key in self.keys(action) if not key.startswith("fullwidth_"))

    def for_textual(self) -> dict[str, str]:
        """The remapped ones as `App.set_keymap` takes them."""
        return {
            f"{scope}/{ident}": ",".join(keys) for ident, keys in self.remapped.items() for scope in BY_ID[ident].scopes
        }
