"""What Textual keeps longer than it is shown, let go: a console is open for a shift, not for a minute.

Textual remembers two styles of each widget's frame in a cache of 1,024 places that is keyed by the widget's own store
of lines: what was drawn of a closed screen stays until a thousand other widgets have been drawn, and each line is more
than 1 kB. Here only the two colours are the key.
"""

from __future__ import annotations

from functools import lru_cache

from textual._styles_cache import StylesCache
from textual.color import Color
from textual.style import Style


@lru_cache(maxsize=256)
def _inner_outer(base: Color, background: Color) -> tuple[Style, Style]:
    """Styles inside and outside a frame, as `StylesCache.get_inner_outer` makes them."""
    return Style(background=base + background), Style(background=base)


def slim() -> None:
    """From now on a closed widget's lines are let go. Doing it twice changes nothing."""
    StylesCache.get_inner_outer = staticmethod(_inner_outer)  # type: ignore[assignment, method-assign]
