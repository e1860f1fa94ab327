"""What the operating system and Python's parsers say of a fault, so that a Chinese sentence holds no English one.

They come as parameters of our own sentences. Only these texts are translated: any other parameter is somebody's own
word (a customer may be called like a label) and is left as it is.
"""

from __future__ import annotations

from hotline_tui.domain.errors import N_

KNOWN = frozenset(
    {
        N_("No such file or directory"),
        N_("Permission denied"),
        N_("Operation not permitted"),
        N_("Is a directory"),
        N_("Not a directory"),
        N_("File exists"),
        N_("File name too long"),
        N_("No space left on device"),
        N_("Disk quota exceeded"),
        N_("Read-only file system"),
        N_("Input/output error"),
        N_("Too many open files"),
        N_("Stale file handle"),
        N_("Connection refused"),
        N_("Connection timed out"),
        N_("Invalid value"),
        N_("Invalid statement"),
        N_("Invalid initial character for a key part"),
        N_("Invalid date or datetime"),
        N_("Unterminated string"),
        N_("Unclosed array"),
        N_("Unclosed inline table"),
        N_("Unescaped '\\' in a string"),
        N_("Cannot overwrite a value"),
        N_("Expected '=' after a key in a key/value pair"),
        N_("Expected ']' at the end of a table declaration"),
        N_("Expected ']]' at the end of an array declaration"),
        N_("Expected newline or end of document after a statement"),
    }
)
