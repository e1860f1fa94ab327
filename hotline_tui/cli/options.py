"""Options that many plain commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hotline_tui.locale import _

JSON = Annotated[bool, typer.Option("--json", help=_("Print one JSON document instead of text."))]
DATABASE = Annotated[
    str | None, typer.Option("--database-url", metavar="URL", help=_("sqlite:///path or postgresql://…"))
]
CONFIG = Annotated[Path | None, typer.Option("--config", metavar="FILE", help=_("Settings file (TOML)."))]
