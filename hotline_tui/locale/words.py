"""The words of the field in both languages, long for forms and short for narrow columns (domain.md).

One table for all stored words, beside the sentences of the catalogues: a state is not a sentence, and English homonyms
(`open`, `report`) would collide there. A word of a newer console is shown raw.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from hotline_tui.domain import words as w

from . import CHINESE, language

Word = tuple[str, str] | tuple[str, str, str, str]
"""(English, 中文) or (English, 中文, short English, 短)."""

_LEVEL: dict[str, Word] = {level.value: (level.value, level.value) for level in w.Level}
_CHANNEL: dict[str, Word] = {
    w.Channel.PHONE: ("Phone", "电话"),
    w.Channel.EMAIL: ("E-mail", "邮件", "Mail", "邮件"),
    w.Channel.WEB: ("Web form", "网页", "Web", "网页"),
    w.Channel.FAX: ("Fax", "传真"),
    w.Channel.LETTER: ("Letter", "信函", "Letter", "信函"),
    w.Channel.VISIT: ("Visitor", "来访", "Visit", "来访"),
    w.Channel.IM: ("Chat", "即时消息", "Chat", "消息"),
}
_FAULT: dict[str, Word] = {
    w.FaultKind.SOFTWARE: ("Software", "软件"),
    w.FaultKind.HARDWARE: ("Hardware", "硬件"),
    w.FaultKind.CONFIGURATION: ("Configuration", "配置", "Config", "配置"),
    w.FaultKind.OPERATION: ("Operation", "操作问题", "Usage", "操作"),
    w.FaultKind.LINE: ("Line", "线路"),
    w.FaultKind.VIRUS: ("Virus", "病毒"),
}
_WORKS: dict[str, Word] = {
    w.Works.NOTHING: ("Nothing works", "不能用", "Down", "不能用"),
    w.Works.PARTLY: ("Partly fails or is slow", "部分失效或变慢", "Partly", "部分"),
    w.Works.ERRORS: ("Works, reports errors", "能用但报错", "Errors", "报错"),
    w.Works.WISH: ("Question or wish", "咨询改进", "Question", "咨询"),
}
_AFFECTS: dict[str, Word] = {
    w.Affects.ALL: ("Whole organisation", "全单位", "All", "全单位"),
    w.Affects.DEPARTMENT: ("One department", "一个部门", "Dept", "部门"),
    w.Affects.ONE: ("One person", "一个人", "One", "一人"),
}
_CALL: dict[str, Word] = {
    w.CallState.WAITING: ("waiting", "等待"),
    w.CallState.CLAIMED: ("claimed", "受理中", "claimed", "受理"),
    w.CallState.HANDLED: ("joined to a ticket", "已入工单", "handled", "已入单"),
    w.CallState.ADVISED: ("solved on the phone", "电话解决", "advised", "已解答"),
    w.CallState.DISMISSED: ("dismissed", "不受理", "dismissed", "不受理"),
    w.CallState.ABANDONED: ("hung up", "已挂断", "hung up", "挂断"),
}
_TALK: dict[str, Word] = {
    w.TalkState.TALKING: ("talking", "通话中", "talking", "通话"),
    w.TalkState.ON_HOLD: ("on hold", "保持中", "on hold", "保持"),
    w.TalkState.TRANSFERRED: ("transferred", "已转接", "transf.", "转接"),
    w.TalkState.ENDED: ("after-call work", "话后处理", "after", "话后"),
}
_TICKET: dict[str, Word] = {
    w.TicketState.OPEN: ("open", "待处理", "open", "待办"),
    w.TicketState.WORKING: ("in work", "处理中", "work", "处理"),
    w.TicketState.RESTORED: ("restored", "已恢复", "restored", "恢复"),
    w.TicketState.WATCHING: ("watching", "观察中", "watch", "观察"),
    w.TicketState.RESOLVED: ("resolved", "已解决", "resolved", "解决"),
    w.TicketState.CLOSED: ("closed", "已关闭", "closed", "关闭"),
    w.TicketState.MERGED: ("merged", "已合并", "merged", "合并"),
    w.TicketState.CANCELLED: ("cancelled", "已取消", "cancel.", "取消"),
}
_VISIT: dict[str, Word] = {
    w.VisitState.PROPOSED: ("proposed", "待派", "proposed", "待派"),
    w.VisitState.RESERVED: ("reserved", "预约"),
    w.VisitState.ASSIGNED: ("assigned", "已派"),
    w.VisitState.ACCEPTED: ("accepted", "已接单", "accepted", "接单"),
    w.VisitState.EN_ROUTE: ("en route", "途中"),
    w.VisitState.ON_SITE: ("on site", "现场"),
    w.VisitState.DONE: ("done", "完成"),
    w.VisitState.DECLINED: ("declined", "已谢绝", "declined", "谢绝"),
    w.VisitState.BLOCKED: ("blocked at the door", "到场受阻", "blocked", "受阻"),
    w.VisitState.NO_SHOW: ("no show", "未到场", "no show", "未到"),
    w.VisitState.CALLED_OFF: ("called off", "已撤回", "off", "撤回"),
}
_ENGINEER: dict[str, Word] = {
    w.EngineerState.OFF_DUTY: ("off duty", "下班"),
    w.EngineerState.AVAILABLE: ("available", "空闲", "free", "空闲"),
    w.EngineerState.RESERVED: ("reserved", "预约"),
    w.EngineerState.ASSIGNED: ("assigned", "已派"),
    w.EngineerState.ACCEPTED: ("accepted", "已接单", "accepted", "接单"),
    w.EngineerState.REMOTE: ("remote", "远程"),
    w.EngineerState.EN_ROUTE: ("en route", "途中"),
    w.EngineerState.ON_SITE: ("on site", "现场"),
    w.EngineerState.BREAK: ("break", "休息"),
}
_MILESTONE: dict[str, Word] = {
    w.Milestone.RESPOND: ("Respond", "响应"),
    w.Milestone.REPLY: ("Reply", "回复", "Reply", "回复"),
    w.Milestone.UPDATE: ("Update the customer", "答复客户", "Update", "答复"),
    w.Milestone.PROGRESS: ("Progress report", "进展通报", "Progress", "进展"),
    w.Milestone.MEASURES: ("Measures taken", "采取措施", "Measures", "措施"),
    w.Milestone.ARRIVE: ("Arrive on site", "到场", "Arrive", "到场"),
    w.Milestone.RESTORE: ("Restore", "恢复"),
    w.Milestone.RESOLVE: ("Resolve", "解决"),
    w.Milestone.LOANER: ("Loaner", "备用机"),
    w.Milestone.REPLACE: ("Replacement", "换新", "Replace", "换新"),
    w.Milestone.REPORT: ("Report", "报告"),
    w.Milestone.CALLBACK: ("Call back", "回电", "Callback", "回电"),
    w.Milestone.REVIEW: ("Review", "复核"),
}
_TRIGGER: dict[str, Word] = {
    w.Trigger.RECEIVED: ("call received", "来电进入队列"),
    w.Trigger.PHONE_FAILED: ("phone help failed", "电话解决无效"),
    w.Trigger.VISIT_DECIDED: ("visit decided", "决定上门"),
    w.Trigger.RESTORE_MISSED: ("restore missed", "恢复超时"),
    w.Trigger.RESTORE_IMPOSSIBLE: ("restore declared impossible", "判定无法恢复"),
    w.Trigger.RESTORED: ("restored", "已恢复"),
    w.Trigger.COMPLAINT: ("complaint received", "收到投诉"),
    w.Trigger.CUSTOMER_CONTACT: ("customer's contact", "客户来询"),
    w.Trigger.PROMISED: ("promise given", "作出约定"),
    w.Trigger.LAST_EVENT: ("last event", "最近一次记录"),
}
_CLOCK: dict[str, Word] = {
    w.ClockState.WAITING: ("not started", "未开始", "waiting", "未始"),
    w.ClockState.RUNNING: ("running", "计时中", "running", "计时"),
    w.ClockState.HELD: ("held", "挂起"),
    w.ClockState.MET: ("met", "达标"),
    w.ClockState.BREACHED: ("breached", "超时"),
    w.ClockState.MISSED: ("met too late", "超时完成", "late", "晚达成"),
    w.ClockState.VOID: ("void", "免除"),
}
_HOLD: dict[str, Word] = {
    w.HoldReason.CUSTOMER: ("waiting for the customer", "等客户", "customer", "等客户"),
    w.HoldReason.APPOINTMENT: ("waiting for the appointment", "等预约", "appoint.", "等预约"),
    w.HoldReason.PARTS: ("waiting for parts", "等备件", "parts", "等备件"),
    w.HoldReason.VENDOR: ("waiting for the vendor", "等厂商", "vendor", "等厂商"),
}
_ROLE: dict[str, Word] = {
    w.Role.OPERATOR: ("Operator", "值班员"),
    w.Role.DISPATCHER: ("Dispatcher", "调度员"),
    w.Role.SHIFT_LEAD: ("Shift lead", "值班长"),
    w.Role.ENGINEER: ("Engineer", "工程师"),
    w.Role.CS_MANAGER: ("Customer-service manager", "客服经理", "CS manager", "客服经理"),
    w.Role.SERVICE_DIRECTOR: ("Service director", "服务总监"),
    w.Role.QUALITY_DIRECTOR: ("Quality director", "质量总监"),
    w.Role.GENERAL_MANAGER: ("General manager", "总经理"),
}
_TIER: dict[str, Word] = {
    w.Tier.FIELD: ("Field team", "现场组", "Field", "现场"),
    w.Tier.CENTRE: ("Service centre", "专业服务中心", "Centre", "中心"),
    w.Tier.RND: ("R&D", "研发"),
    w.Tier.VENDOR: ("Vendor", "厂商"),
}
_ORDER: dict[str, Word] = {
    w.OrderKind.INSTALL: ("Install", "安装"),
    w.OrderKind.MAINTAIN: ("Maintain", "维护"),
    w.OrderKind.MIGRATE: ("Migrate", "迁移"),
    w.OrderKind.UPGRADE: ("Upgrade", "升级"),
    w.OrderKind.EXPAND: ("Expand", "扩容"),
    w.OrderKind.EMERGENCY: ("Emergency", "应急"),
    w.OrderKind.ADVISE: ("Advise", "咨询"),
}
_THING: dict[str, Word] = {
    w.ThingKind.CALL: ("Call", "来电"),
    w.ThingKind.TICKET: ("Ticket", "工单"),
    w.ThingKind.VISIT: ("Visit", "派工单"),
    w.ThingKind.ENGINEER: ("Engineer", "工程师"),
    w.ThingKind.CUSTOMER: ("Customer", "客户"),
    w.ThingKind.CONTACT: ("Contact", "联系人"),
    w.ThingKind.CONTRACT: ("Contract", "合同"),
    w.ThingKind.ASSET: ("System", "设备"),
    w.ThingKind.COMPLAINT: ("Complaint", "投诉", "Cmpl", "投诉"),
    w.ThingKind.ORDER: ("Service order", "服务单"),
    w.ThingKind.POLICY: ("Policy", "服务级别"),
    w.ThingKind.CALENDAR: ("Calendar", "日历"),
    w.ThingKind.ARTICLE: ("Article", "知识条目"),
    w.ThingKind.OPERATOR: ("Operator", "值班员"),
    w.ThingKind.DESK: ("Desk", "值班台"),
    w.ThingKind.SHIFT: ("Shift", "班次"),
    w.ThingKind.HANDOVER: ("Handover", "交接班"),
}
_HANDOVER: dict[str, Word] = {
    w.HandoverState.DRAFTED: ("drafted", "拟稿"),
    w.HandoverState.REVIEWING: ("reviewing", "核对中", "reviewing", "核对"),
    w.HandoverState.SIGNED: ("signed", "已签收", "signed", "签收"),
    w.HandoverState.SIGNED_RESERVED: ("signed with a reservation", "保留意见签收", "reserved", "保留"),
    w.HandoverState.REFUSED: ("refused", "已拒签", "refused", "拒签"),
    w.HandoverState.WITHDRAWN: ("withdrawn", "已作废", "withdrawn", "作废"),
}
_SERVICE_LEVEL: dict[str, Word] = {
    "gold": ("Gold", "金牌", "Gold", "金"),
    "silver": ("Silver", "银牌", "Silver", "银"),
    "bronze": ("Bronze", "铜牌", "Bronze", "铜"),
    "standard": ("Standard", "标准", "Std", "标"),
    "none": ("No contract", "无合同", "–", "无"),
}
_SKILL: dict[str, Word] = {
    "software": ("Application software", "应用软件", "Software", "软件"),
    "network": ("Networks", "网络", "Network", "网络"),
    "cabling": ("Cabling", "布线"),
    "cctv": ("CCTV", "监控"),
    "conferencing": ("Conferencing", "会议系统", "Meetings", "会议"),
    "security": ("Information security", "信息安全", "Security", "安全"),
    "server": ("Servers and storage", "服务器存储", "Servers", "服务器"),
    "database": ("Databases", "数据库", "Database", "数据库"),
    "desktop": ("Desktops and printers", "电脑打印机", "Desktops", "电脑"),
}
_REGION: dict[str, Word] = {
    "city": ("City", "市区"),
    "suburb": ("Suburbs", "郊区"),
    "elsewhere": ("Elsewhere", "外地"),
}
_VOID_REASON: dict[str, Word] = {
    "not_applicable": ("does not apply any more", "不再适用", "n/a", "不适用"),
    "restored": ("restored before", "已先恢复", "restored", "已恢复"),
    "called_off": ("the visit was called off", "派工已撤回", "off", "撤回"),
    "by_hand": ("set aside by hand", "人工免除", "by hand", "人工"),
    "abandoned": ("the caller hung up", "来电已挂断", "hung up", "挂断"),
    "passed": ("passed to the ticket", "已转入工单", "ticket", "转工单"),
    "advised": ("solved on the phone", "电话解决", "advised", "已解答"),
    "dismissed": ("the call was dismissed", "来电不受理", "dismissed", "不受理"),
    "given_up": ("call-back given up", "已放弃回拨", "given up", "放弃"),
    "no_number": ("no number to call back", "无号码可回拨", "no number", "无号码"),
    "closed": ("the ticket is closed", "工单已关闭", "closed", "关闭"),
    "merged": ("the ticket is merged", "工单已合并", "merged", "合并"),
    "cancelled": ("the ticket is cancelled", "工单已取消", "cancel.", "取消"),
    "reopened": ("went on with the reopening", "重开后另计", "reopened", "重开"),
    "over": ("is over", "已结束", "over", "结束"),
    "undone": ("taken back", "已撤销", "undone", "撤销"),
}
"""Why a clock no longer counts: the codes of the facts that ended it."""

TABLES: dict[str, dict[str, Word]] = {
    "level": _LEVEL,
    "channel": _CHANNEL,
    "faultkind": _FAULT,
    "works": _WORKS,
    "affects": _AFFECTS,
    "callstate": _CALL,
    "talkstate": _TALK,
    "ticketstate": _TICKET,
    "visitstate": _VISIT,
    "engineerstate": _ENGINEER,
    "milestone": _MILESTONE,
    "trigger": _TRIGGER,
    "clockstate": _CLOCK,
    "voidreason": _VOID_REASON,
    "holdreason": _HOLD,
    "role": _ROLE,
    "tier": _TIER,
    "orderkind": _ORDER,
    "thingkind": _THING,
    "handoverstate": _HANDOVER,
    "servicelevel": _SERVICE_LEVEL,
    "region": _REGION,
    "skill": _SKILL,
}
"""Kind (the enumeration's name in lower case) → stored word → how it is said."""


def label(value: str, kind: type[StrEnum] | str | None = None) -> str:
    """How people say a stored word: `label(row.state, CallState)`, `label(Works.ERRORS)`, `label("city", "region")`.

    The kind may be left out for a member of an enumeration. A word that is not known is returned as it is.
    """
    word = _find(value, kind)
    return value if word is None else word[1 if language() == CHINESE else 0]


def short(value: str, kind: type[StrEnum] | str | None = None) -> str:
    """The same for a narrow column: at most 9 cells in English, 6 in Chinese (8 for a role)."""
    word = _find(value, kind)
    if word is None:
        return value
    chosen = word[2:] if len(word) == 4 else word
    return chosen[1 if language() == CHINESE else 0]


def join_words(items: Iterable[str]) -> str:
    """`a、b` in Chinese, `a, b` in English."""
    return ("、" if language() == CHINESE else ", ").join(items)


def _find(value: str, kind: type[StrEnum] | str | None) -> Word | None:
    if kind is None:
        kind = type(value).__name__ if isinstance(value, StrEnum) else ""
    name = kind if isinstance(kind, str) else kind.__name__
    return TABLES.get(name.replace("_", "").casefold(), {}).get(value)
