"""Which part of the desk is looked at: filters over all that is open, and pages by key, a pane each."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from .context import Scope

if TYPE_CHECKING:
    from hotline_tui.domain.board import BoardQuery

    from .app import HotlineApp

_FILTER: dict[str, str] = {
    Scope.QUEUE: "call_filter", Scope.SLA: "clock_filter", Scope.DISPATCH: "engineer_filter",
}  # fmt: skip
_AFTER: dict[str, str] = {Scope.QUEUE: "call_after", Scope.SLA: "clock_after"}
"""Pane → the field of a `BoardQuery` that says where its page begins."""


class Paging:
    """Mixed into the app."""

    @cached_property
    def _pages(self) -> dict[str, list[Any]]:
        """Pane → where the pages before the one it shows began."""
        return {}

    def filter_rows(self, scope: str, text: str) -> None:
        """Show only rows with these words, whatever page they would stand on."""
        if scope in _FILTER:
            self._pages.pop(scope, None)
            self._look(**{_FILTER[scope]: text}, **({_AFTER[scope]: None} if scope in _AFTER else {}))

    def next_page(self, scope: str) -> None:
        """What comes after the last row that is shown. Asked for once, however long the key is held."""
        app = cast("HotlineApp", self)
        board, query = app.board, app.gateway.query
        if board is None or query is None or board.query != query or scope not in _AFTER:
            return
        from hotline_tui.domain.board import call_key

        key: object
        if scope == Scope.SLA and board.clocks and board.clocks_before + len(board.clocks) < board.clocks_total:
            key = (board.clocks[-1].due or 0.0, board.clocks[-1].id)
        elif scope == Scope.QUEUE and board.calls and board.calls_before + len(board.calls) < board.calls_total:
            key = call_key(board.calls[-1])
        else:
            return
        field = _AFTER[scope]
        self._pages.setdefault(scope, []).append(getattr(query, field))
        self._look(**{field: key})

    def previous_page(self, scope: str) -> None:
        """The page that was shown before this one."""
        app = cast("HotlineApp", self)
        if app.board is None or app.board.query != app.gateway.query or scope not in _AFTER:
            return
        pages = self._pages.get(scope)
        self._look(**{_AFTER[scope]: pages.pop() if pages else None})

    def first_page(self, scope: str) -> None:
        """The beginning again."""
        if scope in _AFTER:
            self._pages.pop(scope, None)
            self._look(**{_AFTER[scope]: None})

    def _look(self, **changes: Any) -> None:
        query: BoardQuery | None = cast("HotlineApp", self).gateway.query
        if query is not None:
            cast("HotlineApp", self).gateway.look_at(replace(query, **changes))
