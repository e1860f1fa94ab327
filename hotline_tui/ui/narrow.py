"""The last look at what is painted on a terminal that draws ambiguous-width characters wide: none of them gets through.

Whoever draws may use plain glyphs on purpose; scroll bars, half blocks and text from outside are caught here.
"""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from .cells import fitted

_BLOCKS = str.maketrans(dict.fromkeys("▁▂▃▄▅▆▇▉▊▋▍▎▐▕▔▀░▒▓", "#"))


class Narrow(LineFilter):
    """Replaces each such character by a plain one of one cell."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same line in plain characters."""
        return [
            segment if segment.text.isascii() else Segment(fitted(segment.text).translate(_BLOCKS), *segment[1:])
            for segment in segments
        ]
