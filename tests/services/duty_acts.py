"""Acts of handing over, of the shift log and of the roster, each ready to be carried out (for `test_every_act`)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hotline_tui.domain import commands as c
from hotline_tui.domain.handover import CHECKLIST
from hotline_tui.services import read_handover

DAY = date(2026, 11, 23)


def outgoing(w: Any) -> int:
    """Who fills the post now: it changes with every signature."""
    from hotline_tui.store.tables import Post

    return int(w.rows(Post, code="call1")[0].holder_id)


def incoming(w: Any) -> int:
    return int(w.li if outgoing(w) == w.wang else w.wang)


def drafted(w: Any) -> dict[str, Any]:
    w.open()
    out = outgoing(w)
    return {"handover": w.do(c.DraftHandover, actor=out).thing_id, "actor": out}


def checked(w: Any) -> dict[str, Any]:
    about = drafted(w)
    for item in CHECKLIST:
        w.do(c.CheckHandover, **about, item=item, ok=True)
    return about


def reviewed(w: Any) -> dict[str, Any]:
    """Given to whoever comes; one that is given already stays so."""
    about = checked(w)
    if look(w, about).given is None:
        w.do(c.GiveHandover, **about)
    return {"handover": about["handover"], "actor": incoming(w)}


def look(w: Any, about: dict[str, Any]) -> Any:
    with w.store.read() as conn:
        return read_handover.view(conn, about["handover"], now=w.now)


def dangerous(w: Any, about: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((one.key, one.print) for one in look(w, about).lines if one.dangerous and one.change != "gone")


def with_lines(w: Any) -> dict[str, Any]:
    about = reviewed(w)
    return about | {"lines": dangerous(w, about)}


def asking(w: Any) -> dict[str, Any]:
    about = reviewed(w)
    return about | {"line": dangerous(w, about)[0][0], "text": "备件到了吗?"}


def asked(w: Any) -> dict[str, Any]:
    about = asking(w)
    w.do(c.AskLine, **about)
    return {"handover": about["handover"], "line": about["line"], "text": "明早", "actor": outgoing(w)}


def ready(w: Any) -> dict[str, Any]:
    about = with_lines(w)
    w.do(c.MarkLines, **about)
    return {"handover": about["handover"], "actor": about["actor"]}


def signed(w: Any) -> dict[str, Any]:
    with w.store.write() as conn:
        conn.exec_driver_sql("UPDATE desk SET countersign = " + ("true" if w.store.path is None else "1"))
    about = ready(w)
    w.do(c.SignHandover, **about)
    lead = w.do(c.AddOperator, login="lead", name="钱进", roles=("shift_lead",)).thing_id
    return {"handover": about["handover"], "actor": lead}


def post(w: Any, code: str = "call1") -> int:
    from hotline_tui.store.tables import Post

    return int(w.rows(Post, code=code)[0].id)


def planned(w: Any) -> list[int]:
    from hotline_tui.store.tables import RosterEntry

    done = {row.id for row in w.rows(RosterEntry)}
    w.do(c.PlanShifts, from_day=DAY, days=1, crews=(((post(w), w.wang),), ((post(w), w.li),)))
    return [row.id for row in w.rows(RosterEntry) if row.id not in done]


def plan(w: Any) -> dict[str, Any]:
    return {"from_day": DAY, "days": 2, "crews": (((post(w), w.wang),), ((post(w), w.li),))}


def stretch(w: Any) -> dict[str, Any]:
    return {"starts_at": w.now + timedelta(hours=1), "ends_at": w.now + timedelta(hours=3)}


def swap(w: Any) -> dict[str, Any]:
    first, second, *_ = planned(w)
    return {"first": first, "second": second, "reason": "家里有事"}


def later(w: Any) -> Any:
    return w.now + timedelta(hours=1)


DUTY: dict[type[c.Command], Any] = {
    c.DraftHandover: lambda w: {},
    c.WriteHandover: lambda w: drafted(w) | {"text": "今晚平静"},
    c.CheckHandover: lambda w: drafted(w) | {"item": "keys", "ok": False, "note": "少一把"},
    c.GiveHandover: checked,
    c.MarkLines: with_lines,
    c.AskLine: asking,
    c.AnswerLine: asked,
    c.SignHandover: lambda w: ready(w) | {"reservation": "门禁卡没有交接"},
    c.RefuseHandover: lambda w: ready(w) | {"reason": "交换机不通"},
    c.WithdrawHandover: lambda w: checked(w) | {"reason": "留下加班"},
    c.CountersignHandover: signed,
    c.TakePost: lambda w: {"post": post(w), "actor": w.li, "why": "无人交班"},
    c.WriteLog: lambda w: {"entry": "order", "text": "统计昨夜来电", "from_whom": "周总监", "due_at": later(w)},
    c.CloseLog: lambda w: {"log": w.do(c.WriteLog, text="空调告警", hand_over=True).value("log"), "note": "修好"},
    c.HandMobile: lambda w: {"operator": w.li, "number": "139 0000 9999", "tested": True, "note": "已试"},
    c.SetPattern: lambda w: {
        "pattern": "own",
        "shifts": (("d", "白班", "08:30"), ("n", "夜班", "20:30")),
        "from_day": DAY,
    },
    c.PlanShifts: plan,
    c.PutDuty: lambda w: {"post": post(w), "operator": w.li, "note": "代班"} | stretch(w),
    c.CancelDuty: lambda w: {"entry": planned(w)[0], "reason": "调班"},
    c.SwapDuty: swap,
    c.PutAbsence: lambda w: {"operator": w.li, "absence": "sick", "note": "发烧"} | stretch(w),
    c.CancelAbsence: lambda w: {"absence": w.do(c.PutAbsence, operator=w.li, **stretch(w)).value("absence")},
}
