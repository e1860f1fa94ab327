"""What can be imported: the kinds of rows, their columns in both languages, and how a cell becomes a value."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from ..domain.errors import N_
from ..domain.importing import Kind, Value
from ..domain.skills import Skill
from ..domain.text import clean
from ..domain.words import Tier

SHEET_NAMES: dict[Kind, str] = {
    Kind.CUSTOMERS: "客户",
    Kind.CONTACTS: "联系人",
    Kind.CONTRACTS: "合同",
    Kind.SYSTEMS: "系统设备",
    Kind.ENGINEERS: "工程师",
}


class BadCell(ValueError):
    """A cell is no such value; `msgid` says what is expected."""

    def __init__(self, msgid: str, **params: object) -> None:
        self.msgid = msgid
        self.params = params
        super().__init__(msgid)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in files (English, Chinese), how it is read, an example for the template."""

    name: str
    zh: str
    read: Callable[[object], Value]
    required: bool = False
    example: str = ""
    english: str = ""
    """The example in an English template, where it is another one."""

    def heading(self, *, chinese: bool) -> str:
        """Its name in a template."""
        return self.zh if chinese else self.name

    def shown(self, *, chinese: bool) -> str:
        """The example in a template."""
        return self.example if chinese else self.english or self.example


def is_example(kind: Kind, values: dict[str, Value]) -> bool:
    """Whether a row is the template's own example, left in a file that was filled in below it."""
    for chinese in (True, False):
        shown = {one.name: one.read(one.shown(chinese=chinese)) for one in COLUMNS[kind] if one.example}
        if values == shown:
            return True
    return False


def text(limit: int = 200) -> Callable[[object], Value]:
    """One line of cleaned text, at most `limit` characters."""

    def read(cell: object) -> Value:
        shown = clean(as_text(cell), limit=limit + 1)
        if len(shown) > limit:
            raise BadCell(N_("is longer than {limit} characters"), limit=limit)
        return shown

    return read


def as_text(cell: object) -> str:
    """A cell as text: whole numbers without a decimal point, as people mean them."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell).strip()


def items(cell: object) -> Value:
    """Several entries in one cell: `;`, `,`, `、` or a line break between them."""
    return tuple(clean(part) for part in re.split(r"[;；,，、\n]+", as_text(cell)) if part.strip())


def a_date(cell: object) -> Value:
    """`2026-11-22`, `2026/11/22`, `2026.11.22`, `2026年11月22日`, or a date cell."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]0{1,2}:00(?::00)?)?", as_text(cell))
    if not found:
        raise BadCell(N_("is no date; write it as 2026-11-22"))
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as error:
        raise BadCell(N_("is no day of the calendar; write it as 2026-11-22")) from error


def count(cell: object) -> Value:
    """A whole number from 0 to 1,000,000."""
    shown = as_text(cell)
    if not re.fullmatch(r"\d{1,7}", shown) or int(shown) > 1_000_000:
        raise BadCell(N_("is no whole number from 0 to 1000000"))
    return int(shown)


_YES = frozenset({"yes", "y", "true", "1", "是", "有", "√"})
_NO = frozenset({"no", "n", "false", "0", "否", "无", "×"})


def yes_no(cell: object) -> Value:
    """Yes or no, in either language."""
    shown = as_text(cell).casefold()
    if shown in _YES or shown in _NO:
        return shown in _YES
    raise BadCell(N_("is neither yes nor no"))


def choice(**words: str) -> Callable[[object], Value]:
    """One of a few words: the stored one or its Chinese."""
    known = {word.casefold(): stored for stored, zh in words.items() for word in (stored, zh)}

    def read(cell: object) -> Value:
        shown = as_text(cell).casefold()
        if shown not in known:
            raise BadCell(N_("is not one of: {known}"), known=", ".join(words), known_zh="、".join(words.values()))
        return known[shown]

    return read


_SKILLS_ZH = {
    "软件": "software",
    "应用软件": "software",
    "网络": "network",
    "布线": "cabling",
    "监控": "cctv",
    "会议": "conferencing",
    "安全": "security",
    "信息安全": "security",
    "服务器": "server",
    "数据库": "database",
    "桌面": "desktop",
}


def skills(cell: object) -> Value:
    """Skills by code or by their Chinese word; an unknown one is refused, because dispatch would never match it."""
    found = []
    for part in re.split(r"[;；,，、\n]+", as_text(cell)):
        word = clean(part).casefold()
        code = _SKILLS_ZH.get(word, word)
        if word and code not in set(Skill):
            raise BadCell(
                N_("names the unknown skill “{skill}”; known are: {known}"),
                skill=word,
                known=", ".join(Skill),
                known_zh="、".join(_SKILLS_ZH),
            )
        if word:
            found.append(code)
    return tuple(dict.fromkeys(found))


_SHORT = text(80)
_LINE = text(300)

COLUMNS: dict[Kind, tuple[Column, ...]] = {
    Kind.CUSTOMERS: (
        Column("code", "客户编号", _SHORT, required=True, example="C001"),
        Column("name", "客户名称", _LINE, required=True, example="沪江中学", english="Hill School"),
        Column("region", "区域", _SHORT, example="城区", english="City"),
        Column("address", "地址", _LINE, example="学府路 1 号", english="1 College Road"),
        Column("notes", "备注", text(2000)),
    ),
    Kind.CONTACTS: (
        Column("customer", "客户编号", _SHORT, required=True, example="C001"),
        Column("name", "姓名", _SHORT, required=True, example="张敏", english="Mary Hill"),
        Column("phones", "电话", items, example="021-5560-1180；138-0000-1101", english="021-5560-1180; 138-0000-1101"),
        Column("email", "邮箱", _SHORT, example="zhangmin@example.org", english="mary@example.org"),
        Column("title", "职务", _SHORT, example="信息中心主任", english="head of IT"),
        Column("may_call", "可报修", yes_no, example="是", english="yes"),
    ),
    Kind.CONTRACTS: (
        Column("number", "合同编号", _SHORT, required=True, example="HT-2026-001"),
        Column("customer", "客户编号", _SHORT, required=True, example="C001"),
        Column("policy", "服务级别", _SHORT, required=True, example="campus"),
        Column("service_level", "等级", choice(gold="金", silver="银", bronze="铜"), example="金", english="gold"),
        Column(
            "kind",
            "类型",
            choice(warranty="质保", maintenance="维保", project="项目"),
            example="质保",
            english="warranty",
        ),
        Column("signed_on", "签订日期", a_date, example="2025-09-01"),
        Column("accepted_on", "验收日期", a_date, example="2025-12-01"),
        Column("warranty_until", "质保到期", a_date, example="2028-11-30"),
        Column("named_contacts", "指定联系人", items, example="张敏", english="Mary Hill"),
    ),
    Kind.SYSTEMS: (
        Column("customer", "客户编号", _SHORT, required=True, example="C001"),
        Column("contract", "合同编号", _SHORT, example="HT-2026-001"),
        Column("name", "名称", _LINE, required=True, example="数字化校园", english="Digital campus"),
        Column(
            "kind", "类别", choice(software="软件", equipment="设备", line="线路"), example="软件", english="software"
        ),
        Column("model", "型号", _SHORT, example="V3.2"),
        Column("serial", "序列号", _SHORT),
        Column("quantity", "数量", count, example="1"),
        Column("site", "安装地点", _LINE, example="中心机房", english="Computer room"),
        Column("region", "区域", _SHORT, example="城区", english="City"),
        Column("in_city", "市区内", yes_no, example="是", english="yes"),
        Column("key_point", "关键业务点", yes_no, example="否", english="no"),
    ),
    Kind.ENGINEERS: (
        Column("code", "工号", _SHORT, required=True, example="E01"),
        Column("name", "姓名", _SHORT, required=True, example="王强", english="Oscar Steele"),
        Column("phone", "手机", _SHORT, required=True, example="138-0000-2101"),
        Column("email", "邮箱", _SHORT),
        Column(
            "tier",
            "层级",
            choice(
                **{
                    str(Tier.FIELD): "现场",
                    str(Tier.CENTRE): "服务中心",
                    str(Tier.RND): "研发",
                    str(Tier.VENDOR): "厂商",
                }
            ),
            example="现场",
            english="field",
        ),
        Column("region", "区域", _SHORT, example="城区", english="City"),
        Column("skills", "技能", skills, example="软件；网络", english="software; network"),
    ),
}
