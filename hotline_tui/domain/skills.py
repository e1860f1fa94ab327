"""Skills: the codes, their words, and which ones a fault on a product needs."""

from __future__ import annotations

import re

from hotline_tui.domain.errors import N_
from hotline_tui.domain.words import FaultKind

SKILL_LABELS: dict[str, str] = {
    "software": N_("application software"),
    "network": N_("networks"),
    "cabling": N_("cabling"),
    "cctv": N_("CCTV"),
    "conferencing": N_("conferencing"),
    "security": N_("information security"),
    "server": N_("servers and storage"),
    "database": N_("databases"),
    "desktop": N_("desktops and printers"),
}

_KEYWORDS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("cctv",), ("监控", "摄像", "录像", "门禁", "停车", "nvr", "dvr", "ipc", "cctv", "camera", "cameras")),
    (
        ("conferencing",),
        ("会议", "录播", "广播", "mcu", "投影", "音响", "调音", "大屏", "拼接屏", "conference", "projector"),
    ),
    (
        ("security",),
        ("防火墙", "入侵", "堡垒", "网闸", "审计", "态势", "vpn", "waf", "ips", "ids", "firewall", "bastion"),
    ),
    (("security", "desktop"), ("防病毒", "杀毒", "终端安全", "antivirus")),
    (("database",), ("数据库", "历史库", "oracle", "mysql", "postgresql", "sql server", "database")),
    (("server",), ("服务器", "存储", "磁盘阵列", "磁带", "虚拟化", "ups", "server", "storage", "raid")),
    (
        ("network",),
        ("交换机", "路由", "无线", "网关", "客房网络", "switch", "router", "wi-fi", "wifi", "wlan", "network"),
    ),
    (("cabling",), ("布线", "光纤", "光缆", "网线", "配线", "cabling", "fibre", "fiber")),
    (("software",), ("校园", "教务", "班班通", "排课", "家园", "一卡通", "campus", "timetable")),
    (("desktop",), ("打印机", "电脑", "一体机", "自助", "高拍仪", "绘图仪", "叫号", "printer", "laptop", "kiosk")),
    (("software",), ("软件", "系统", "平台", "门户", "管理", "erp", "software", "portal", "platform")),
)
"""Words in a product's name → skills, best first. The first line that matches wins."""


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Latin words count only whole ("ups" is not in "groups"); Chinese ones anywhere."""
    return re.compile("|".join(rf"(?<![a-z]){re.escape(w)}(?![a-z])" if w.isascii() else re.escape(w) for w in words))


_PATTERNS = tuple((skills, _pattern(words)) for skills, words in _KEYWORDS)

_BY_FAULT: dict[FaultKind, tuple[str, ...]] = {
    FaultKind.SOFTWARE: ("software",),
    FaultKind.HARDWARE: ("server", "desktop"),
    FaultKind.LINE: ("cabling", "network"),
    FaultKind.VIRUS: ("security", "desktop"),
}


def product_skills(product: str) -> tuple[str, ...]:
    """The skills for a product by its name or model, Chinese or English, best first; none when it says nothing."""
    text = product.casefold()
    return next((skills for skills, pattern in _PATTERNS if pattern.search(text)), ())


def needed_skills(kind: FaultKind | None, product: str = "") -> tuple[str, ...]:
    """Any one of these will do, the first is the best: line and virus faults by their kind, others by the product."""
    by_fault = _BY_FAULT.get(kind, ()) if kind else ()
    if kind in (FaultKind.LINE, FaultKind.VIRUS):
        return by_fault
    return product_skills(product) or by_fault
