"""Reads that a handler can wait for: `await self.asked(kind, read)`."""

from __future__ import annotations

import asyncio
from typing import cast

from textual.message_pump import MessagePump

from .console import Read, console
from .messages import Answered


class Asking:
    """Mixed into a widget or screen."""

    _questions: dict[str, asyncio.Future[object]] | None = None

    async def asked(self, kind: str, read: Read) -> object:
        """The value of a read; raises its HotlineError. A newer question of a kind takes the older one's place."""
        pump = cast("MessagePump", self)
        if self._questions is None:
            self._questions = {}
        name = f"asked.{kind}"
        before = self._questions.get(name)
        if before is not None:
            before.cancel()
        future: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self._questions[name] = future
        console(pump).ask(pump, name, read)
        return await future

    def on_answered(self, event: Answered) -> None:
        """Hand the answer to whoever waits for it."""
        future = (self._questions or {}).pop(event.kind, None)
        if future is None:
            return
        event.stop()
        if future.done():
            return
        if event.error is not None:
            future.set_exception(event.error)
        else:
            future.set_result(event.value)
