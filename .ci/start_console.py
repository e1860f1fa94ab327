"""Start the demo from an installed wheel in a pseudo-terminal, see its board, leave it by its own command."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pexpect
import pyte

COLUMNS, LINES = 132, 40
DEADLINE_S = 60.0


def main() -> int:
    """0 when the board with the demo's tickets was shown and the console ended by `:quit`."""
    home = Path(os.environ["HOME"])
    home.mkdir(parents=True, exist_ok=True)
    screen = pyte.Screen(COLUMNS, LINES)
    stream = pyte.ByteStream(screen)
    env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    child = pexpect.spawn(
        sys.argv[1], ["demo", "--quiet", "--lang", "en"], dimensions=(LINES, COLUMNS), env=env, cwd=home
    )

    def pump(seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                stream.feed(child.read_nonblocking(65536, timeout=0.1))
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                return

    started = time.monotonic()
    while time.monotonic() - started < DEADLINE_S and child.isalive():
        pump(0.2)
        text = "\n".join(screen.display)
        if "P1" in text and "live" in text.lower():
            break
    else:
        print("\n".join(screen.display))
        print("the board did not come")
        return 1
    print(f"board after {time.monotonic() - started:.1f} s")
    child.send(":")
    pump(0.5)
    child.send("quit\r")
    pump(0.5)
    child.send("y")
    pump(3.0)
    child.expect(pexpect.EOF, timeout=15)
    child.close()
    print(f"ended with {child.exitstatus}")
    return int(child.exitstatus or 0)


if __name__ == "__main__":
    sys.exit(main())
