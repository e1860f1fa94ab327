"""`hotline handover`: what was handed over, on paper, for scripts, and harmless whatever was typed into it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from hotline_tui.domain import commands as c
from hotline_tui.domain.handover import CHECKLIST
from hotline_tui.services import bus, read_handover
from hotline_tui.store.engine import open_store

from ..ui.handover_desk import LI, WANG, handover_desk
from .conftest import Hotline


@pytest.fixture
def signed(tmp_path: Path) -> int:
    """A handover of four tickets, signed with a reservation."""
    path = tmp_path / "desk.db"
    handover_desk(path, open_=4, urgent=1, endangered=0, promised=1)
    store, now = open_store(str(path), durable=False), datetime.now(UTC)

    def do(kind: type[c.Command], actor: int, **values: object) -> int:
        return bus.execute(store, kind(id=uuid4(), actor=actor, desk=1, **values), now).thing_id

    number = do(c.DraftHandover, WANG)
    for item in CHECKLIST:
        do(
            c.CheckHandover,
            WANG,
            handover=number,
            item=item,
            ok=item != "keys",
            note="少一把" if item == "keys" else "",
        )
    do(c.WriteHandover, WANG, handover=number, text="# 标题 [链接](http://x) <b>\n第二行")
    do(c.GiveHandover, WANG, handover=number)
    with store.read() as conn:
        lines = read_handover.view(conn, number, now=now).lines
    do(c.MarkLines, LI, handover=number, lines=tuple((one.key, one.print) for one in lines if one.dangerous))
    do(c.SignHandover, LI, handover=number, reservation="门禁卡没有交接")
    store.close()
    return number


def test_the_list_finds_by_words_and_speaks_json(hotline: Hotline, signed: int) -> None:
    assert "王芳" in hotline("handover", "list").out
    assert [row["id"] for row in hotline("handover", "list", "卡纸", "--json").json] == [signed]
    assert hotline("handover", "list", "没有", "--json").json == []


def test_paper_has_every_line_and_both_signatures(hotline: Hotline, signed: int) -> None:
    text = hotline("handover", "show").out
    for part in ("王芳", "李强", "门禁卡没有交接", "打印机第 1 次卡纸", "打印机第 4 次卡纸", "少一把"):
        assert part in text
    shown = hotline("handover", "show", str(signed), "--json").json
    assert len(shown["seal"]) == 64
    assert shown["state"] == "signed_reserved"


def test_markdown_takes_no_markup_from_what_was_typed(hotline: Hotline, signed: int) -> None:
    out = hotline("handover", "show", "--markdown").out
    assert out.startswith("# ")
    assert "\\# 标题 \\[链接\\]" in out
    assert "\n# 标题" not in out


def test_what_is_not_there_is_said(hotline: Hotline, tmp_path: Path) -> None:
    handover_desk(tmp_path / "desk.db", open_=0, urgent=0, endangered=0, promised=0)
    missing = hotline("handover", "show", "7")
    assert (missing.code, missing.out) == (3, "")
    assert "7" in missing.err
    assert hotline("handover", "show").code == 3
