"""A console's door to a real database, without its screen: what an operator gives it, and what it tells them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from textual.message import Message
from textual.message_pump import MessagePump

from hotline_tui.domain.board import LinkState
from hotline_tui.domain.commands import Command, EnterCall
from hotline_tui.domain.errors import HotlineError
from hotline_tui.domain.words import Channel
from hotline_tui.services.desk import Desk, open_desk
from hotline_tui.ui.clock import Clock
from hotline_tui.ui.gateway import Gateway
from hotline_tui.ui.messages import BoardLoaded, CommandDone, CommandFailed, LinkChanged, SignedOn


class Wire:
    """A gateway on a database. Everything it says is kept with the monotonic time at which it said it."""

    def __init__(self, url: str, *, operator: int | None = None, clock: Clock | None = None) -> None:
        self.said: list[tuple[float, Message]] = []
        self.clock = clock or Clock()
        self.url = url
        self.gateway = Gateway(self._post, self.clock, self._open, (operator, None))
        self.gateway.start()

    def _open(self) -> Desk:
        return open_desk(self.url)

    def _post(self, _to: MessagePump | None, message: Message) -> None:
        self.said.append((time.monotonic(), message))

    def of(self, kind: type[Any]) -> list[Any]:
        """What it said of one kind."""
        return [message for _, message in list(self.said) if isinstance(message, kind)]

    def until(self, ready: Callable[[], Any], what: str, seconds: float = 90.0) -> Any:
        """Wait until `ready()` is true: its value."""
        end = time.monotonic() + seconds
        while not (found := ready()):
            tail = [(type(m).__name__, getattr(m, "error", "")) for _, m in self.said[-8:]]
            assert time.monotonic() < end, f"not within {seconds} s: {what}; it said {tail}"
            time.sleep(0.005)
        return found

    def ready(self) -> Wire:
        """Wait for the first board."""
        self.until(lambda: self.of(BoardLoaded), "a board")
        return self

    # ---- acts

    def make(self, kind: type[Command] = EnterCall, **values: Any) -> Command:
        """A command by whoever sits here; a call from outside unless told otherwise."""
        me = self.of(SignedOn)[-1].me
        if kind is EnterCall and not values:
            values = {"channel": Channel.PHONE, "number": "+862155601180", "source": "test", "source_id": str(uuid4())}
        return kind(**{"id": uuid4(), "actor": me.operator_id, "desk": me.desk_id} | values)

    def do(self, kind: type[Command] = EnterCall, **values: Any) -> UUID:
        """Give a command: its id."""
        command = self.make(kind, **values)
        self.gateway.do(command)
        return command.id

    def outcome(self, number: UUID, seconds: float = 90.0) -> CommandDone | HotlineError:
        """How it ended: done, or the reason why not."""
        return self.until(lambda: self._outcome(number), "an outcome", seconds)

    def _outcome(self, number: UUID) -> CommandDone | HotlineError | None:
        for _, message in list(self.said):
            if isinstance(message, CommandDone) and message.command.id == number:
                return message
            if isinstance(message, CommandFailed) and message.command.id == number:
                return message.error
        return None

    def act(self, kind: type[Command] = EnterCall, **values: Any) -> CommandDone | HotlineError:
        """Give a command and wait for its end."""
        return self.outcome(self.do(kind, **values))

    def acknowledged(self) -> set[UUID]:
        """The ids of the commands that it said were done."""
        return {message.command.id for message in self.of(CommandDone)}

    # ---- the link

    @property
    def live(self) -> bool:
        """Whether the board is current."""
        return self.gateway.link is LinkState.LIVE

    def stale_after(self, since: float) -> float:
        """When, seconds after `since`, it first said that the database is gone."""

        def found() -> float:
            return next((at - since for at, m in list(self.said) if at > since and _is_stale(m)), 0.0)

        return float(self.until(found, "the link to be shown as gone"))

    def close(self) -> bool:
        """Leave; True when everything was settled."""
        return self.gateway.close(5.0)


def _is_stale(message: Message) -> bool:
    return isinstance(message, LinkChanged) and message.state is LinkState.STALE
