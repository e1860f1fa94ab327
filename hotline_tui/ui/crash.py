"""What a defect leaves behind: a log with the traceback (without locals), and one sentence on the screen."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from rich.text import Text

from hotline_tui.locale import _

if TYPE_CHECKING:
    from .app import HotlineApp

log = logging.getLogger("hotline")


def log_to(path: Path) -> bool:
    """Write warnings and defects to a private file; False where it cannot be written (then they are lost)."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600, exist_ok=True)
        handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    except OSError:
        logging.getLogger().addHandler(logging.NullHandler())
        return False
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.WARNING)
    return True


def crashed(error: BaseException | None, path: Path | None) -> Text:
    """Log it; say where. Never locals: they are customer data."""
    log.error("the console has stopped", exc_info=error or sys.exc_info()[1])
    if path is None:
        return Text(_("The console has stopped because of a defect. What was typed is kept; start it again."))
    words = _("The console has stopped because of a defect, written to {path}. What was typed is kept; start it again.")
    return Text(words.format(path=path))


class Crashing:
    """Mixed into the app: a defect ends the console with a sentence and the log's path."""

    def _fatal_error(self) -> None:
        app = cast("HotlineApp", self)
        app.bell()
        if not app._exit_renderables:
            app._exit_renderables.append(crashed(app._exception, app.log_file))
        app._close_messages_no_wait()
