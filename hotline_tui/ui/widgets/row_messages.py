"""What a list says to its owner; handlers are named `on_row_list_…`."""

from __future__ import annotations

from textual.message import Message


class RowMessages:
    """Inherited by `RowList`: `RowList.Moved` and so on."""

    class Moved(Message, namespace="row_list"):
        """The cursor is on another row, or that row's data changed."""

    class Activated(Message, namespace="row_list"):
        """Enter, or a click on the row under the cursor."""

    class PastEnd(Message, namespace="row_list"):
        """The cursor was moved down from the last row: more may be asked for."""

    class PastStart(Message, namespace="row_list"):
        """The cursor was moved up from the first row."""

    class PendingChanged(Message, namespace="row_list"):
        """Rows wait to be shown until the cursor rests; `count` of them are new."""

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count
