"""Text measured, cut and padded by terminal cells, and the glyphs that are safe at this terminal. Pure.

Chinese takes two cells, joined emoji two, marks none. Terminals set to "ambiguous width = wide" draw `…`, `●`, `→`, box
lines and Chinese quotation marks in two cells where Textual counts one: there the plain glyphs are used, and such
characters in text from outside are replaced, so that no row is shifted (facts.md, trap 7).
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len, split_graphemes


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The signs a console draws with. Every one is a single cell at its terminal."""

    name: str
    mark: str
    """Stands where text was cut."""
    bar: str
    """Eighths of a cell, from the least to the full one; a single sign where there are no eighths."""
    track: str
    """The unused part of a bar."""
    arrow: str
    border: str
    """Textual's name of the border style."""


RICH = Glyphs("rich", "…", "▏▎▍▌▋▊▉█", " ", "→", "round")
PLAIN = Glyphs("plain", "~", "#", "-", ">", "ascii")


class _State:
    glyphs: Glyphs = RICH


def set_glyphs(*, plain: bool) -> Glyphs:
    """Draw with plain ASCII signs from now on, or with the rich ones."""
    _State.glyphs = PLAIN if plain else RICH
    return _State.glyphs


def glyphs() -> Glyphs:
    """The signs in use."""
    return _State.glyphs


_NARROWED = str.maketrans(
    {
        "…": "~", "—": "-", "–": "-", "―": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "·": ".", "•": "*", "→": ">",
        "←": "<", "↑": "^", "↓": "v", "●": "*", "○": "o", "■": "#", "□": "o", "▲": "^", "△": "^", "▼": "v", "▽": "v",
        "◆": "*", "◇": "o", "★": "*", "☆": "*", "×": "x", "÷": "/", "°": "o", "±": "+", "§": "S", "─": "-", "│": "|",
        "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+", "═": "=", "║": "|",
        "√": "v", "∞": "8", "≈": "~", "≠": "!", "≤": "<", "≥": ">", "№": "N", "℃": "C", "※": "*", "‖": "|", "′": "'",
        "″": '"', "‰": "%", "∶": ":", "①": "1", "②": "2", "③": "3", "④": "4", "⑤": "5", "⑥": "6", "⑦": "7", "⑧": "8",
        "⑨": "9", "⑩": "0", "█": "#", "▏": "|", "▌": "|",
    }
)  # fmt: skip


def fitted(text: str) -> str:
    """The text with characters of ambiguous width replaced where the terminal would draw them wide; else unchanged."""
    return text if _State.glyphs is RICH or text.isascii() else text.translate(_NARROWED)


def cells(text: str) -> int:
    """How many terminal cells the text takes."""
    return cell_len(text)


def cut_cells(text: str, width: int, mark: str | None = None) -> str:
    """The text in at most `width` cells, its end replaced by a mark where it is longer; no character is split."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    mark = _State.glyphs.mark if mark is None else mark
    room = width - cell_len(mark)
    if room < 0:
        return ""
    spans, _total = split_graphemes(text[: 4 * width + 64])
    end = 0
    for _start, stop, size in spans:
        room -= size
        if room < 0:
            break
        end = stop
    kept = text[:end].rstrip()
    return kept + mark


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly `width` cells: cut with a mark, or filled with spaces (before it when `right`)."""
    shown = cut_cells(text, width)
    fill = " " * (width - cell_len(shown))
    return fill + shown if right else shown + fill


def centre(text: str, width: int) -> str:
    """The text in the middle of exactly `width` cells."""
    shown = cut_cells(text, width)
    spare = width - cell_len(shown)
    return " " * (spare // 2) + shown + " " * (spare - spare // 2)


def share_bar(share: float, width: int) -> str:
    """How much of something is used, as a bar of exactly `width` cells: eighths of a cell, or `##--` in plain glyphs.

    Something used shows at least the smallest step, something not used up never a full bar.
    """
    if width <= 0:
        return ""
    signs = _State.glyphs.bar
    steps = len(signs)
    total = width * steps
    filled = min(max(round(share * total), 0), total)
    if 0.0 < share < 1.0:
        filled = min(max(filled, 1), total - 1) if total > 1 else filled
    full, rest = divmod(filled, steps)
    bar = signs[-1] * full + (signs[rest - 1] if rest else "")
    return bar + _State.glyphs.track * (width - len(bar))
