"""Python looks for garbage only when the console stands: until its first board nearly all that is made stays."""

from __future__ import annotations

import gc


def collect_again() -> None:
    """From now on, in what is made from now on. Where the collector was never put to rest, nothing changes."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
