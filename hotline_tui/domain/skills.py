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

_KEYWORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("cctv", ("监控", "摄像", "摄像机", "录像", "门禁", "nvr", "dvr", "ipc", "cctv", "camera")),
    ("conferencing", ("会议", "mcu", "投影", "音响", "调音", "拼接屏", "conference", "conferencing", "projector")),
    (
        "security",
        ("防火墙", "入侵", "堡垒", "防病毒", "网闸", "审计", "vpn", "waf", "ips", "ids", "firewall", "antivirus"),
    ),
    ("database", ("数据库", "oracle", "mysql", "postgres", "sql server", "达梦", "人大金仓", "database")),
    ("server", ("服务器", "存储", "磁盘阵列", "虚拟化", "机房", "ups", "server", "storage", "raid")),
    ("network", ("交换机", "路由", "无线", "网关", "负载均衡", "switch", "router", "wi-fi", "wifi", "wlan", "network")),
    ("cabling", ("布线", "光纤", "光缆", "网线", "配线", "弱电", "cabling", "fibre", "fiber")),
    ("desktop", ("打印机", "电脑", "台式", "笔记本", "一体机", "printer", "laptop", "desktop")),
    (
        "software",
        ("软件", "系统", "平台", "门户", "教务", "办公", "一卡通", "图书", "app", "software", "portal", "platform"),
    ),
)
"""First match wins: a "database audit system" is security before it is software."""


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Latin words count only whole ("ups" is not in "groups"); Chinese ones anywhere."""
    return re.compile("|".join(rf"(?<![a-z]){re.escape(w)}(?![a-z])" if w.isascii() else re.escape(w) for w in words))


_PATTERNS = tuple((code, _pattern(words)) for code, words in _KEYWORDS)

_BY_FAULT = {
    FaultKind.SOFTWARE: "software",
    FaultKind.CONFIGURATION: "",
    FaultKind.OPERATION: "",
    FaultKind.HARDWARE: "",
    FaultKind.LINE: "cabling",
    FaultKind.VIRUS: "security",
}


def product_skill(product: str) -> str:
    """The skill for a product by its name or model, Chinese or English; empty when it says nothing."""
    text = product.casefold()
    return next((code for code, pattern in _PATTERNS if pattern.search(text)), "")


def needed_skills(kind: FaultKind | None, product: str = "") -> frozenset[str]:
    """What an engineer must be able to do: line and virus faults by their kind, others by the product first."""
    if kind in (FaultKind.LINE, FaultKind.VIRUS):
        return frozenset({_BY_FAULT[kind]})
    skill = product_skill(product) or (_BY_FAULT[kind] if kind else "")
    return frozenset({skill}) if skill else frozenset()
