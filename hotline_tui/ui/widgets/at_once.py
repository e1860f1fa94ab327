"""What is refreshed in one turn of the loop is painted at its end.

Textual wakes each refreshed widget, which wakes its screen, which wakes a timer, which paints: many turns of the loop
for the second of one clock, in each of a hundred consoles on a machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from textual.screen import Screen
from textual.widget import Widget


class _Gathering:
    """What has been refreshed since the block began; None outside of one. A block is left before the loop goes on."""

    widgets: set[Widget] | None = None


_now = _Gathering()


class AtOnce:
    """Mixed into widgets that are gathered. Whatever they need beside a repaint goes Textual's way."""

    def check_idle(self) -> None:
        """Textual's, which prompts the widget to look whether it is to be painted."""
        widget = cast("Widget", self)
        if _now.widgets is not None and _only_repaint(widget):
            _now.widgets.add(widget)
        else:
            super().check_idle()  # type: ignore[misc]  # Textual's Widget has it


@contextmanager
def one_paint(screen: Screen[object]) -> Iterator[None]:
    """Of what is refreshed within, all that is on this screen is painted at the end. Nothing in it may wait."""
    if _now.widgets is not None:
        yield
        return
    gathered: set[Widget] = set()
    _now.widgets = gathered
    try:
        yield
    finally:
        _now.widgets = None
        _paint(screen, gathered)


def _paint(screen: Screen[object], gathered: set[Widget]) -> None:
    app, at_once = screen.app, set[Widget]()
    if screen.is_current and not app._batch_count and not _is_laid_out(screen):
        at_once = {widget for widget in gathered if _only_repaint(widget) and widget.screen is screen}
    for widget in gathered - at_once:
        widget.check_idle()
    if not at_once:
        return
    for widget in at_once:
        widget._repaint_required = False
    seen = {widget for widget in at_once if widget.display}
    screen._compositor.update_widgets(screen._dirty_widgets | seen)
    screen._dirty_widgets.clear()
    screen._compositor_refresh()


def _only_repaint(widget: Widget) -> bool:
    other = widget._layout_required or widget._scroll_required or widget._recompose_required
    return widget._repaint_required and widget.is_attached and not (other or widget._refresh_styles_required)


def _is_laid_out(screen: Screen[object]) -> bool:
    return screen._layout_required or screen._scroll_required or screen._repaint_required or screen._recompose_required
