"""Skills: the codes, their words, and which ones a fault on a product needs."""

from __future__ import annotations

import re
from enum import StrEnum

from hotline_tui.domain.words import FaultKind


class Skill(StrEnum):
    """What an engineer is filed under. A desk may file others; they are shown as written."""

    SOFTWARE = "software"
    NETWORK = "network"
    CABLING = "cabling"
    CCTV = "cctv"
    CONFERENCING = "conferencing"
    SECURITY = "security"
    SERVER = "server"
    DATABASE = "database"
    DESKTOP = "desktop"


_KEYWORDS: tuple[tuple[tuple[Skill, ...], tuple[str, ...]], ...] = (
    ((Skill.CCTV,), ("监控", "摄像", "录像", "门禁", "停车", "nvr", "dvr", "ipc", "cctv", "camera", "cameras")),
    (
        (Skill.CONFERENCING,),
        ("会议", "录播", "广播", "mcu", "投影", "音响", "调音", "大屏", "拼接屏", "conference", "projector"),
    ),
    (
        (Skill.SECURITY,),
        ("防火墙", "入侵", "堡垒", "网闸", "审计", "态势", "vpn", "waf", "ips", "ids", "firewall", "bastion"),
    ),
    ((Skill.SECURITY, Skill.DESKTOP), ("防病毒", "杀毒", "终端安全", "antivirus")),
    ((Skill.DATABASE,), ("数据库", "历史库", "oracle", "mysql", "postgresql", "sql server", "database")),
    ((Skill.SERVER,), ("服务器", "存储", "磁盘阵列", "磁带", "虚拟化", "ups", "server", "storage", "raid")),
    (
        (Skill.NETWORK,),
        ("交换机", "路由", "无线", "网关", "客房网络", "switch", "router", "wi-fi", "wifi", "wlan", "network"),
    ),
    ((Skill.CABLING,), ("布线", "光纤", "光缆", "网线", "配线", "cabling", "fibre", "fiber")),
    ((Skill.SOFTWARE,), ("校园", "教务", "班班通", "排课", "家园", "一卡通", "campus", "timetable")),
    ((Skill.DESKTOP,), ("打印机", "电脑", "一体机", "自助", "高拍仪", "绘图仪", "叫号", "printer", "laptop", "kiosk")),
    ((Skill.SOFTWARE,), ("软件", "系统", "平台", "门户", "管理", "erp", "software", "portal", "platform")),
)
"""Words in a product's name → skills, best first. The first line that matches wins."""


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Latin words count only whole ("ups" is not in "groups"); Chinese ones anywhere."""
    return re.compile("|".join(rf"(?<![a-z]){re.escape(w)}(?![a-z])" if w.isascii() else re.escape(w) for w in words))


_PATTERNS = tuple((skills, _pattern(words)) for skills, words in _KEYWORDS)

_BY_FAULT: dict[FaultKind, tuple[Skill, ...]] = {
    FaultKind.SOFTWARE: (Skill.SOFTWARE,),
    FaultKind.HARDWARE: (Skill.SERVER, Skill.DESKTOP),
    FaultKind.LINE: (Skill.CABLING, Skill.NETWORK),
    FaultKind.VIRUS: (Skill.SECURITY, Skill.DESKTOP),
}


def product_skills(product: str) -> tuple[Skill, ...]:
    """The skills for a product by its name or model, Chinese or English, best first; none when it says nothing."""
    text = product.casefold()
    return next((skills for skills, pattern in _PATTERNS if pattern.search(text)), ())


def needed_skills(kind: FaultKind | None, product: str = "") -> tuple[Skill, ...]:
    """Any one of these will do, the first is the best: line and virus faults by their kind, others by the product."""
    by_fault = _BY_FAULT.get(kind, ()) if kind else ()
    if kind in (FaultKind.LINE, FaultKind.VIRUS):
        return by_fault
    return product_skills(product) or by_fault
