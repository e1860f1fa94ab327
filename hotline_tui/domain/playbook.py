"""Emergency playbooks (TR-3) and knowledge seed articles (TR-4, KN-1): parsed from TOML text, read elsewhere.

A playbook file holds `fault_kind`, `source`, `[title]`, `[[prevention]]` and `[[response]]`; texts in `zh` and `en`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.toml_lines import Fault, Faulty, Path, line_of, load_toml
from hotline_tui.domain.words import FaultKind

MAX_LENGTH = 2000
"""Characters of one text."""


@dataclass(frozen=True, slots=True)
class Both:
    """A text in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Playbook:
    """How to prevent a kind of fault, and what to do, step by step, when it has happened."""

    kind: FaultKind
    title: Both
    prevention: tuple[Both, ...]
    response: tuple[Both, ...]
    source: str = ""
    """Which documents it follows."""


@dataclass(frozen=True, slots=True)
class SeedArticle:
    """A known problem that ships with the demo. `code` is unique; `product` is a skill code (`domain.skills`)."""

    code: str
    kind: FaultKind
    product: str
    title: Both
    symptom: Both
    cause: Both
    solution: Both


def parse_playbook(text: str, file: str) -> Playbook:
    """A playbook from TOML text. Raises Faulty with its line for the first fault found."""
    reader = _Reader(text, file)
    reader.only((), {"fault_kind", "source", "title", "prevention", "response"})
    return Playbook(
        kind=reader.kind(("fault_kind",)),
        title=reader.both(("title",)),
        prevention=reader.list_of_both("prevention"),
        response=reader.list_of_both("response"),
        source=reader.text(("source",)) if "source" in reader.root else "",
    )


def parse_articles(text: str, file: str) -> tuple[SeedArticle, ...]:
    """Seed articles from TOML text (`[[article]]`). Raises Faulty with its line; codes must be unique."""
    reader = _Reader(text, file)
    reader.only((), {"article"})
    articles: list[SeedArticle] = []
    seen: set[str] = set()
    for index in range(reader.count("article")):
        at: Path = ("article", index)
        reader.only(at, {"code", "fault_kind", "product", "title", "symptom", "cause", "solution"})
        code = reader.text((*at, "code"))
        if code in seen:
            raise reader.fault((*at, "code"), N_("“{code}” stands here twice."), code=code)
        seen.add(code)
        articles.append(
            SeedArticle(
                code=code,
                kind=reader.kind((*at, "fault_kind")),
                product=reader.text((*at, "product")),
                title=reader.both((*at, "title")),
                symptom=reader.both((*at, "symptom")),
                cause=reader.both((*at, "cause")),
                solution=reader.both((*at, "solution")),
            )
        )
    return tuple(articles)


def by_kind(playbooks: Iterable[Playbook]) -> Mapping[FaultKind, Playbook]:
    """Playbooks by fault kind. Raises Invalid when two are for the same kind."""
    found: dict[FaultKind, Playbook] = {}
    for playbook in playbooks:
        if playbook.kind in found:
            raise Invalid(N_("Two playbooks are for the fault kind “{kind}”. Keep one."), kind=playbook.kind)
        found[playbook.kind] = playbook
    return found


class _Reader:
    """Checked access to parsed TOML; the first thing wrong is raised with its line."""

    def __init__(self, text: str, file: str) -> None:
        self.root, self._lines = load_toml(text, file)
        self._file = file

    def fault(self, path: Path, msgid: str, **params: object) -> Faulty:
        return Faulty(self._file, [Fault(line_of(self._lines, path), msgid, params)])

    def value(self, path: Path) -> object:
        here: object = self.root
        for part in path:
            in_list = isinstance(here, list) and isinstance(part, int) and part < len(here)
            if not (in_list or (isinstance(here, dict) and part in here)):
                raise self.fault(path, N_("“{key}” is missing."), key=_dotted(path))
            here = here[part]  # type: ignore[index]
        return here

    def text(self, path: Path) -> str:
        value = self.value(path)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(path, N_("“{key}” must be a text, not empty."), key=_dotted(path))
        if len(value) > MAX_LENGTH:
            too_long = N_("“{key}” is longer than {limit} characters.")
            raise self.fault(path, too_long, key=_dotted(path), limit=MAX_LENGTH)
        return value.strip()

    def both(self, path: Path) -> Both:
        if not isinstance(self.value(path), dict):
            needs_both = N_("“{key}” needs a text in zh and in en.")
            raise self.fault(path, needs_both, key=_dotted(path))
        self.only(path, {"zh", "en"})
        return Both(self.text((*path, "zh")), self.text((*path, "en")))

    def kind(self, path: Path) -> FaultKind:
        value = self.text(path)
        if value not in set(FaultKind):
            unknown = N_("“{value}” is no fault kind. Fault kinds are: {kinds}.")
            raise self.fault(path, unknown, value=value, kinds=", ".join(FaultKind))
        return FaultKind(value)

    def count(self, key: str) -> int:
        value = self.value((key,))
        if not isinstance(value, list) or not value:
            raise self.fault((key,), N_("“{key}” needs at least one entry."), key=key)
        return len(value)

    def list_of_both(self, key: str) -> tuple[Both, ...]:
        return tuple(self.both((key, index)) for index in range(self.count(key)))

    def only(self, path: Path, known: set[str]) -> None:
        """Refuse keys that nobody reads: they are mistakes in writing."""
        here = self.value(path)
        keys = here if isinstance(here, dict) else {}
        for key in keys:
            if key not in known:
                unread = N_("nobody knows “{key}”. Known here: {known}.")
                raise self.fault((*path, key), unread, key=key, known=", ".join(sorted(known)))


def _dotted(path: Path) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
