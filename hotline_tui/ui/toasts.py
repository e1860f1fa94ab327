"""A line that goes away by itself goes away also when its time is up before it is drawn.

Textual computes how long a line still has to stand when it draws it anew, on another screen for example. Where that is
less than nothing (it ran out in that very moment, or the machine's clock was set) its timer counts backwards for ever,
in the loop that everything else waits for: the console would stand still.

And a line that gives way to a newer one goes with all that held it: Textual takes the line and leaves its holder, one
more widget to lay out for every act of a shift.
"""

from __future__ import annotations

from textual.await_remove import AwaitRemove
from textual.events import Mount
from textual.widgets._toast import Toast, ToastHolder

SHORTEST_S = 0.01
_THEIRS = Toast._on_mount
_REMOVE = Toast.remove


def _on_mount(self: Toast, event: Mount) -> None:
    """`Toast._on_mount` with a time that is one."""
    self._timeout = max(SHORTEST_S, self._timeout)
    _THEIRS(self, event)


def _remove(self: Toast) -> AwaitRemove:
    """`Toast.remove` with its holder."""
    holder = self.parent
    return holder.remove() if isinstance(holder, ToastHolder) else _REMOVE(self)


def end_in_time() -> None:
    """From now on every line ends, and whole. Doing it twice changes nothing."""
    Toast._on_mount = _on_mount  # type: ignore[assignment, method-assign]
    Toast.remove = _remove  # type: ignore[assignment, method-assign]
