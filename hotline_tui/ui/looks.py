"""Language and theme, changed while the console runs (console.md rules 9 and 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from hotline_tui.locale import LANGUAGES, _, match_language, set_language

from .themes import ANSI, DARK, NAMES, theme_name
from .widgets.footer import KeyLine
from .widgets.state_line import StateLine

if TYPE_CHECKING:
    from .app import HotlineApp

FIRST_WORD_S = 30.0
"""It comes together with the first board, which is looked at first."""


class Looks:
    """Mixed into the app."""

    @property
    def _console(self) -> HotlineApp:
        return cast("HotlineApp", self)

    def choose_language(self, name: str) -> None:
        """Speak another language from now on."""
        tongue = match_language(name)
        if tongue is None:
            self._console.say(_("The languages are {names}.").format(names=", ".join(LANGUAGES)), severity="warning")
            return
        set_language(tongue)
        self._console.relabel()

    first_word = ""
    """msgid of what is said when the shell stands: before the full screen nobody would see it."""

    def on_mount(self) -> None:
        """Say it, and let it stand long enough to be read."""
        if self.first_word:
            words = _(self.first_word)
            self._console.notify(words, severity="warning", markup=False, timeout=FIRST_WORD_S)

    shell_stands = False
    """Set when the shell is painted."""

    def refresh_css(self, animate: bool = True) -> None:
        """Before first paint the style sheet is read with the right colours already: reading it again costs 25 ms."""
        if self.shell_stands:
            super().refresh_css(animate)  # type: ignore[misc]  # Textual's App has it

    @property
    def theme_names(self) -> tuple[str, ...]:
        """The themes of the house."""
        return tuple(NAMES)

    def choose_theme(self, name: str) -> None:
        """Other colours from now on; '' those that this terminal can show best."""
        app = self._console
        full = theme_name(name) if name else DARK if app.console.color_system in ("truecolor", "256") else ANSI
        if full not in app.available_themes:
            app.say(_("The themes are {names}.").format(names=", ".join(NAMES)), severity="warning")
        elif full != app.theme:
            app.theme = full
            if app.is_running:
                app.call_after_refresh(app.relabel)
            else:
                app.stylesheet.set_variables(app.get_css_variables())

    def relabel(self) -> None:
        """Another language or theme: everything is said again."""
        app = self._console
        for screen in app.screen_stack:
            for widget in (screen, *screen.query(StateLine), *screen.query(KeyLine)):
                again = getattr(widget, "relabel", None)
                if again is not None:
                    again()
        app.poke()
