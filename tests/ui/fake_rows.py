# ruff: noqa: E501 - rows, read as a table
"""Believable rows for the fake desk: the sketch's evening, and as many more as a test wants."""

from __future__ import annotations

from dataclasses import replace

from hotline_tui.domain.board import (
    Alarm,
    AssetRow,
    CallRow,
    ClockRow,
    ClockView,
    ColleagueRow,
    ComplaintView,
    ContactRow,
    ContractRow,
    CustomerCard,
    DutyMobile,
    EngineerRow,
    EscalationRow,
    StepRow,
    TicketRow,
    TicketView,
    VisitRow,
)

NOW = 1_795_328_580.0
"""2026-11-22 14:23:00 in Shanghai."""
HOSTILE = "[/foo]\x1b]52;c;aGk=\x07 [@click=app.exit]x\u202e"
"""Markup that crashes or runs, an escape sequence that writes to the clipboard, a bidi override."""

CUSTOMERS = (
    "沪江中学", "海天物流", "城北医院", "市政档案馆", "东城图书馆", "启明学校", "天河数码", "西区法院", "南湖物业", "滨江酒店",
)  # fmt: skip
ENGINEERS = ("王强", "陈露", "赵一", "孙丽", "周平", "何静", "吴昊", "李想")

_CALL = CallRow(
    id=0, state="waiting", channel="phone", entered=NOW, number="", name="", customer_id=None, customer="",
    service_level="", contract=True, line="4008", text="", open_tickets=0, top_level="", due=None, milestone="",
    claimed_by="", claimed_by_id=None, claimed_at=None, talk="", attempts=0, mine=False, answered=None, left=None,
)  # fmt: skip


def call(ident: int, waited: float, /, **fields: object) -> CallRow:
    """One row of the queue that entered `waited` seconds before NOW."""
    return replace(_CALL, id=ident, entered=NOW - waited, **fields)  # type: ignore[arg-type]


def calls(count: int) -> tuple[CallRow, ...]:
    """The sketch's four, then more of the same."""
    four = (
        call(1, 102, customer_id=1, customer="沪江中学", name="张敏", number="021-5560-1180", service_level="gold",
             open_tickets=1, top_level="P1", due=NOW + 198, milestone="respond"),
        call(2, 55, number="138-1762-0094", due=NOW + 245, milestone="respond"),
        call(3, 31, channel="email", customer_id=2, customer="海天物流", name="信息科", service_level="silver",
             text="订单接口偶发超时，请协助排查"),
        call(4, 12, channel="web", customer_id=5, customer="东城图书馆", name="陈老师", text="检索页面打不开"),
    )  # fmt: skip
    more = tuple(
        call(n, 10.0, customer_id=1 + n % 10, customer=CUSTOMERS[n % 10], name=f"联系人{n}", number=f"021-6000-{n:04d}")
        for n in range(5, count + 1)
    )
    return (four + more)[:count]


_CLOCK = ClockRow(
    id=0, thing_kind="ticket", thing_id=0, number="", level="P3", customer="", summary="", milestone="restore",
    state="running", start=NOW - 3600, due=NOW + 3600, t50=None, t75=None, t90=None, left_s=None, hold_reason="",
    review_at=None, owner="李娜", engineer="", engineer_state="", forecast_late_s=0.0, by_raise=False, promise=False,
    major=False, thing_state="working", region="城区",
)  # fmt: skip


def clock(number: int, customer: str, level: str, milestone: str, left: float | None, /, **fields: object) -> ClockRow:
    """One row of the SLA pane; `left` seconds at NOW, None while held. `share` of the target is used."""
    share = float(fields.pop("share", 0.5))  # type: ignore[arg-type]
    due = None if left is None else NOW + left
    within = 21_600.0 if left is None else max(600.0, abs(left) / max(0.01, abs(1 - share)))
    start = NOW - within * share if due is None else due - within
    marks = {f"t{p}": None if due is None else start + within * p / 100 for p in (50, 75, 90)}
    return replace(
        _CLOCK, id=1000 + number, thing_id=number, number=f"T20261122-{number:04d}", customer=customer, level=level,
        milestone=milestone, start=start, due=due, summary="教务模块保存成绩时报错", **marks, **fields,
    )  # type: ignore[arg-type]  # fmt: skip


def clocks(count: int) -> tuple[ClockRow, ...]:
    """The sketch's ten, then more of the same."""
    ten = (
        clock(39, "沪江中学", "P1", "restore", -252, state="breached", engineer="王强", engineer_state="on_site", share=1.1),
        clock(42, "海天物流", "P1", "arrive", 126, engineer="陈露", engineer_state="en_route", forecast_late_s=360, share=0.93),
        clock(41, "城北医院", "P2", "respond", 660, engineer="赵一", engineer_state="assigned", share=0.82),
        clock(36, "市政档案馆", "P2", "restore", 3720, engineer="孙丽", engineer_state="remote", share=0.76),
        clock(33, "东城图书馆", "P3", "resolve", 20_160, share=0.4, thing_state="open"),
        clock(30, "启明学校", "P2", "loaner", 57_480, engineer="周平", share=0.3, promise=True),
        clock(28, "天河数码", "P3", "resolve", None, state="held", hold_reason="customer", left_s=66_000.0,
              review_at=NOW + 5000),
        clock(25, "西区法院", "P3", "resolve", 34_620, engineer="吴昊", share=0.2),
        clock(21, "南湖物业", "P4", "resolve", 97_620, share=0.1),
        clock(19, "滨江酒店", "P4", "callback", 157_020, share=0.05),
    )  # fmt: skip
    more = tuple(
        clock(100 + n, CUSTOMERS[n % 10], ("P3", "P4")[n % 2], "resolve", 200_000.0 + 60 * n, share=0.1)
        for n in range(max(0, count - 10))
    )
    return (ten + more)[:count]


_ENGINEER = EngineerRow(
    id=0, name="", state="available", since=NOW - 1500, skills=("software",), tier="field", region="城区",
    phone="138-0000-1122", on_shift=True, shift_until=NOW + 20_000, visit_id=None, visit_state="", ticket_id=None,
    ticket_number="", level="", customer="", planned=None, eta=None, late_s=0.0, warn="", more_jobs=0, until=None,
    duty_mobile=False,
)  # fmt: skip


def engineer(number: int, name: str, state: str, /, **fields: object) -> EngineerRow:
    """One engineer of the dispatch board."""
    return replace(_ENGINEER, id=number, name=name, state=state, **fields)  # type: ignore[arg-type]


def engineers(count: int) -> tuple[EngineerRow, ...]:
    """The sketch's eight, then more of the same."""
    eight = (
        engineer(1, "王强", "on_site", visit_id=1, visit_state="on_site", ticket_id=39, ticket_number="T20261122-0039",
                 level="P1", customer="沪江中学", skills=("software", "network"), since=NOW - 1500),
        engineer(2, "陈露", "en_route", visit_id=2, visit_state="en_route", ticket_id=42, skills=("hardware",),
                 ticket_number="T20261122-0042", level="P1", customer="海天物流", eta=NOW + 480, late_s=360.0, warn="alert"),
        engineer(3, "赵一", "assigned", visit_id=3, visit_state="assigned", ticket_id=41, since=NOW - 240, warn="warn",
                 ticket_number="T20261122-0041", level="P2", customer="城北医院"),
        engineer(4, "孙丽", "remote", visit_id=4, visit_state="on_site", ticket_id=36, since=NOW - 2880,
                 ticket_number="T20261122-0036", level="P2", customer="市政档案馆", skills=("software", "database")),
        engineer(5, "周平", "available", skills=("low_voltage", "hardware")),
        engineer(6, "何静", "available", region="郊区", duty_mobile=True),
        engineer(7, "吴昊", "break", until=NOW + 1020, skills=("hardware",)),
        engineer(8, "李想", "reserved", visit_id=5, visit_state="reserved", ticket_id=52, ticket_number="T20261122-0052",
                 level="P4", customer="滨江酒店", planned=NOW + 67_000, skills=("inspection",)),
    )  # fmt: skip
    more = tuple(engineer(n, f"工程师{n}", "available") for n in range(9, count + 1))
    return (eight + more)[:count]


def duty() -> DutyMobile:
    """Who has the duty mobile."""
    return DutyMobile(holder="何静", phone="138-0000-1122")


def alarms() -> tuple[Alarm, ...]:
    """A caller who waits too long and a breach."""
    return (
        Alarm("call:1", "call", "call", 1, "沪江中学", NOW - 42, acknowledged=False),
        Alarm("breach:1039", "breach", "ticket", 39, "0039", NOW - 252, acknowledged=False),
    )


# ---- customers and tickets ----------------------------------------------------------------------------------------


def contact(customer: int = 1) -> ContactRow:
    """The caller as the customer file knows her."""
    name = CUSTOMERS[customer - 1]
    return ContactRow(11, "张敏", customer, name, ("021-5560-1180",), "zhangmin@example.cn", may_call=True)


def contract() -> ContractRow:
    """Gold, in warranty."""
    return ContractRow(
        21, "HT-2024-118", "campus", "校园", "campus", "gold", "2027-03-01", in_warranty=True,
        charge_zh="保内：上门、配件免费", charge_en="In warranty: visits and parts are free", maintenance=True,
        named_contacts=("张敏",), wording="AC",
    )  # fmt: skip


def ticket_row(number: int = 39, level: str = "P1", state: str = "working", closed: float | None = None) -> TicketRow:
    """A ticket in a list."""
    return TicketRow(
        number, f"T20261122-{number:04d}", level, state, "沪江中学", "无法登录", "software", NOW - 90_000, closed, "李娜",
        "restore", NOW - 252,
    )  # fmt: skip


def card(customer: int = 1) -> CustomerCard:
    """CU-1 of one customer."""
    return CustomerCard(
        id=customer, name=CUSTOMERS[customer - 1], region="城区", notes="", contacts=(contact(customer),),
        contracts=(contract(),), assets=(AssetRow(31, "数字化校园", "V3.2", "SN-1", 1, "主楼", "城区"),),
        open_tickets=(ticket_row(),),
        last_problems=(ticket_row(12, "P3", "closed", NOW - 800_000), ticket_row(8, "P4", "closed", NOW - 1_600_000)),
        complaints=(), version=1,
    )  # fmt: skip


def ticket(number: int) -> TicketView:
    """A ticket in full, after the row of the SLA pane with that number."""
    row = next((row for row in clocks(10) if row.thing_id == number), clock(number, "沪江中学", "P3", "restore", 9000))
    view = ClockView(
        row.id, "SL-A3", row.milestone, 1, row.state, row.start, row.due, "21600", row.t50, row.t75, row.t90, row.left_s,
        None, None, False, row.promise, "", "故障（P1–P3）6 小时内恢复", "Faults (P1–P3) restored within 6 h", "SL-A3", False, "",
    )  # fmt: skip
    visit = VisitRow(1, "on_site", 1, row.engineer or "王强", "138-0000-1122", None, NOW + 600, False, "", "",
                     (("assigned", NOW - 4000), ("on_site", NOW - 1500)))  # fmt: skip
    return TicketView(
        id=number, number=row.number, version=3, level=row.level, level_by_rule=row.level, override_reason="",
        state=row.thing_state, fault_kind="software", works="partly", affects="department", key_point=True,
        known_solution=False, summary=row.summary, cause="", method="", customer_id=1, customer=row.customer, contact_id=11,
        contact="张敏", phones=("021-5560-1180",), contract=contract(), asset=card().assets[0], region="城区",
        in_warranty=True, owner="李娜", owner_id=1, tier="field", hold_reason=row.hold_reason, hold_since=None,
        review_at=row.review_at, received=NOW - 20_000, opened=NOW - 19_900, restored=None, closed=None, major=False,
        parent="", children=(), disaster=False, policy="campus", policy_newer=False, clocks=(view,), visits=(visit,),
        steps=(StepRow(1, "respond", "记录现象", "Write down what is seen", "李娜", NOW - 19_000),
               StepRow(2, "respond", "远程复现", "Reproduce it remotely", "", None)),
        calls=(), complaints=(), acts=(("start", "It is being worked on already."),),
    )  # fmt: skip


def escalation(ident: int, **fields: object) -> EscalationRow:
    """The shift lead, to be told because three quarters of the time are used."""
    row = EscalationRow(ident, "t75", "restore", "shift_lead", "王芳", "139-0000-2211", NOW - 900, None, "", "", "")
    return replace(row, **fields)  # type: ignore[arg-type]


def complaint(ident: int, **fields: object) -> ComplaintView:
    """About an engineer who came late; the service director has it, ten minutes to answer."""
    clock = ClockView(
        900 + ident, "complaint", "reply", 1, "running", NOW - 300, NOW + 600, "900", NOW + 150, NOW + 375, NOW + 510,
        None, None, None, False, False, "", "投诉 15 分钟内答复", "Complaints are answered within 15 min", "SL-A6", False, "",
    )  # fmt: skip
    view = ComplaintView(
        ident, "TC20261122-0003", "open", "工程师迟到两小时，态度不好，要求换人", 1, "沪江中学", "张敏", ("021-5560-1180",), 39,
        "T20261122-0039", "陈露", "service_director", "周建国", NOW - 300, None, "", None, "", (clock,),
        (escalation(71, step="complaint", milestone="", role="service_director", who="周建国", since=NOW - 300),),
    )  # fmt: skip
    return replace(view, **fields)  # type: ignore[arg-type]


def colleagues() -> tuple[ColleagueRow, ...]:
    """The operator, one at a console, one on shift, one at home, one away; two posts."""
    return (
        ColleagueRow("operator", 1, "李娜", ("operator", "shift_lead"), True, True, False),
        ColleagueRow("operator", 2, "王芳", ("dispatcher",), True, True, False),
        ColleagueRow("operator", 3, "赵磊", ("operator",), True, False, False),
        ColleagueRow("operator", 4, "周建国", ("service_director",), False, False, False),
        ColleagueRow("operator", 5, "孙丽", ("operator",), True, False, True),
        ColleagueRow("post", 11, "一席", ("operator",), True, False, False, "李娜"),
        ColleagueRow("post", 12, "调度席", ("dispatcher",), False, False, False),
    )
