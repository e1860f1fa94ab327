"""How plain commands print: a progress bar where somebody looks, columns aligned by cells."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from hotline_tui.domain.text import plain


@contextmanager
def progress(label: str, *, shown: bool = True) -> Iterator[Callable[[int, int], None]]:
    """A bar with count and time left on standard error; nothing when nobody looks."""
    if not (shown and sys.stderr.isatty()):
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def table(rows: Iterable[tuple[str, str]]) -> None:
    """Two columns, aligned by cells."""
    from rich.cells import cell_len

    lines = [(plain(name), plain(value)) for name, value in rows]
    width = max((cell_len(name) for name, _value in lines), default=0)
    for name, value in lines:
        print(f"{name}{' ' * (width - cell_len(name))}  {value}")


def columns(rows: Iterable[tuple[str, ...]]) -> None:
    """Columns aligned by cells; the last one is not padded. Wide text is cut when a person looks, never in a pipe."""
    import shutil

    from rich.cells import cell_len, set_cell_size

    lines = [tuple(plain(cell) for cell in row) for row in rows]
    widths = [max(cell_len(cell) for cell in column) for column in zip(*lines, strict=True)]
    if sys.stdout.isatty():
        spare = shutil.get_terminal_size().columns - sum(widths) - 2 * (len(widths) - 1)
        widest = widths.index(max(widths))
        widths[widest] = max(8, widths[widest] + min(0, spare))
    for line in lines:
        cells = [_fitted(cell, width, cell_len, set_cell_size) for cell, width in zip(line, widths, strict=True)]
        print("  ".join(cells).rstrip())


def _fitted(cell: str, width: int, cell_len: Callable[[str], int], size: Callable[[str, int], str]) -> str:
    return size(cell, width) if cell_len(cell) <= width else size(cell, width - 1) + "…"
