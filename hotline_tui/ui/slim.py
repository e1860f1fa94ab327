"""What Textual keeps longer than it is shown, let go: a console is open for a shift, not for a minute.

Textual remembers two styles of each widget's frame in a cache of 1,024 places that is keyed by the widget's own store
of lines: what was drawn of a closed screen stays until a thousand other widgets have been drawn, and each line is more
than 1 kB. Here only the two colours are the key.

Of that kilobyte most are seven empty caches that each line (`Strip`) is born with, of which one or two are ever used.
Here a line makes a cache when it is first asked for it: 2 MB less for one screen, and a paint is some tenths quicker.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.cache import FIFOCache
from textual.color import Color
from textual.strip import Strip
from textual.style import Style

_CACHES = {
    "_divide_cache": 4,
    "_crop_cache": 16,
    "_style_cache": 16,
    "_filter_cache": 4,
    "_line_length_cache": 4,
    "_crop_extend_cache": 4,
    "_offsets_cache": 4,
}
"""The caches of a line and their places, as `Strip` makes them."""
_TEXTUALS_LINE = Strip.__init__
"""What `_line` stands for."""


@lru_cache(maxsize=256)
def _inner_outer(base: Color, background: Color) -> tuple[Style, Style]:
    """Styles inside and outside a frame, as `StylesCache.get_inner_outer` makes them."""
    return Style(background=base + background), Style(background=base)


def _line(self: Strip, segments: Iterable[Segment], cell_length: int | None = None) -> None:
    """`Strip.__init__` without the caches."""
    self._segments = list(segments)
    self._cell_length = cell_length
    self._render_cache = self._link_ids = self._cell_count = None


def _cache(self: Strip, name: str) -> FIFOCache[object, object]:
    """`Strip.__getattr__`: called for a cache that is not there yet."""
    if name not in _CACHES:
        raise AttributeError(name)
    made: FIFOCache[object, object] = FIFOCache(_CACHES[name])
    setattr(self, name, made)
    return made


def slim() -> None:
    """From now on lines are small and those of a closed widget are let go. Doing it twice changes nothing."""
    StylesCache.get_inner_outer = staticmethod(_inner_outer)  # type: ignore[assignment, method-assign]
    Strip.__init__ = _line  # type: ignore[method-assign]
    Strip.__getattr__ = _cache  # type: ignore[attr-defined]
