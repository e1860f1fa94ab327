"""What a change of the roster asks for: from when to when, a pattern, how many days (FS-7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from textual.widget import Widget
from textual.widgets import Input

from hotline_tui.domain.errors import N_, HotlineError, Invalid
from hotline_tui.domain.text import clean, plain
from hotline_tui.locale import _, ngettext
from hotline_tui.locale.dates import day_and_time, duration, iso_day
from hotline_tui.ui.console import console
from hotline_tui.ui.when import examples, parse_day, parse_when
from hotline_tui.ui.widgets.field import LineField
from hotline_tui.ui.widgets.flow import DIM
from hotline_tui.ui.widgets.question import Pick, Question

from .dialog import Dialog, Line


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when to when (aware, UTC), with a note; `kind` where one was asked for."""

    starts: datetime
    ends: datetime
    note: str
    kind: str = ""


class SpanScreen(Dialog[Stretch]):
    """Gives a stretch of time. What stands in a line as it came means that very instant, also when it has passed."""

    def __init__(
        self, title: str, about: str, starts: float, ends: float, *, kinds: Sequence[tuple[str, str]] = ()
    ) -> None:
        """`starts` and `ends` are proposed (epoch seconds); `kinds`: (value, words) of a question asked first."""
        super().__init__(title)
        self._about, self._kinds = about, tuple(kinds)
        self._proposed = {"from": starts, "to": ends}

    def body(self) -> Iterator[Widget]:
        """Who and where, kind, from, to, note."""
        yield Line(plain(self._about))
        if self._kinds:
            picks = [Pick(str(place), value, words) for place, (value, words) in enumerate(self._kinds, 1)]
            yield Question(_("Kind"), picks, value=picks[0].value, id="kind", classes="gap")
        for name, title in (("from", _("From")), ("to", _("Until"))):
            yield Line(title, classes="gap label")
            yield LineField(self._typed(name), limit=60, id=name, placeholder="  ".join(examples()), classes="given")
            yield Line("", id=f"{name}-understood")
        yield Line(_("Note (may stay empty)"), classes="gap label")
        yield LineField(id="note", limit=400)

    def first_field(self) -> Widget | None:
        """The kind, else the beginning."""
        return self.query_one("#kind" if self._kinds else "#from")

    def _typed(self, name: str) -> str:
        here = datetime.fromtimestamp(self._proposed[name], console(self).zone)
        return f"{here:%Y-%m-%d %H:%M}"

    def _instant(self, name: str) -> datetime:
        typed = self.query_one(f"#{name}", LineField).value.strip()
        shell = console(self)
        now = datetime.fromtimestamp(shell.now(), UTC)
        if typed == self._typed(name):
            return datetime.fromtimestamp(self._proposed[name], UTC)
        if name == "from":
            return parse_when(typed, now, shell.zone) if typed else now
        start = self._instant("from")
        try:
            found = parse_when(typed, now, shell.zone)
        except Invalid:  # a time of day that has passed here may still come after the beginning
            return parse_when(typed, start, shell.zone)
        return found if found > start else parse_when(typed, start, shell.zone)

    def on_input_changed(self, _event: Input.Changed) -> None:
        """Show what was understood while it is typed."""
        for name in ("from", "to"):
            self._understood(name)

    def _understood(self, name: str) -> None:
        shell, line = console(self), self.query_one(f"#{name}-understood", Line)
        try:
            at = self._instant(name).timestamp()
            words = f"= {day_and_time(at, shell.now(), shell.zone, deadline=name == 'to')}"
            if name == "to":
                words += f"  {duration(at - self._instant('from').timestamp())}"
            line.say(words, "bold $success")
        except HotlineError:
            line.say("–", DIM)

    def result(self) -> Stretch:
        """It ends after it begins."""
        starts, ends = self._instant("from"), self._instant("to")
        if ends <= starts:
            raise Invalid(N_("It would end before it begins."))
        kind = self.query_one("#kind", Question).value or "" if self._kinds else ""
        return Stretch(starts, ends, clean(self.query_one("#note", LineField).value, limit=400), kind)


@dataclass(frozen=True, slots=True)
class Pattern:
    """`two`, `three`, or `own` with (code, name, HH:MM) each; from which day on."""

    pattern: str
    shifts: tuple[tuple[str, str, str], ...]
    first: date


class PatternScreen(Dialog[Pattern]):
    """Gives the desk's shift pattern, and the day from which it counts."""

    def __init__(self, pattern: str, shifts: Sequence[tuple[str, str]], first: date) -> None:
        """`shifts`: (name, HH:MM) as they are now, to begin one's own with; `first` is proposed."""
        super().__init__(_("Shift pattern"))
        self._pattern, self._shifts, self._first = pattern, tuple(shifts), first

    def body(self) -> Iterator[Widget]:
        """Which one, and one's own shifts."""
        two, three = _("two: 08:00, 20:00"), _("three: 08:00, 16:00, 24:00")
        picks = (Pick("1", "three", three), Pick("2", "two", two), Pick("3", "own", _("own")))
        yield Question(_("Pattern"), picks, value=self._pattern, id="pattern")
        yield Line(_("Own shifts: name and time of day, with commas between"), classes="gap label")
        given = ", ".join(f"{plain(name)} {begins}" for name, begins in self._shifts)
        yield LineField(given, limit=400, id="own", classes="given")
        yield Line(_("From (a day)"), classes="gap label")
        yield LineField(self._first.isoformat(), limit=40, id="first", classes="given")
        yield Line("", id="understood")
        yield Line(_("What is planned already stays until it is planned anew."), classes="gap label")

    def first_field(self) -> Widget | None:
        """The question."""
        return self.query_one("#pattern", Question)

    def result(self) -> Pattern:
        """One's own needs its times."""
        value = self.query_one("#pattern", Question).value
        if value is None:
            raise Invalid(N_("Choose one."))
        own = own_shifts(self.query_one("#own", LineField).value) if value == "own" else ()
        return Pattern(value, own, day_typed(self))

    def on_input_changed(self, _event: Input.Changed) -> None:
        """Which day was understood."""
        say_day(self)


def day_typed(dialog: Widget) -> date:
    """The day in the line `first`. Raises Invalid."""
    shell, typed = console(dialog), dialog.query_one("#first", LineField).value
    return parse_day(typed, datetime.fromtimestamp(shell.now(), UTC), shell.zone)


def say_day(dialog: Widget) -> None:
    """Show below the line which day was understood."""
    try:
        words, style = f"= {iso_day(day_typed(dialog).isoformat())}", "bold $success"
    except HotlineError:
        words, style = "–", DIM
    dialog.query_one("#understood", Line).say(words, style)


def own_shifts(typed: str) -> tuple[tuple[str, str, str], ...]:
    """`早班 07:30, 晚班 19:30` → (code, name, HH:MM) each. Raises Invalid."""
    found = []
    for place, part in enumerate(typed.replace("，", ",").replace("、", ",").replace("：", ":").split(","), 1):
        name, _space, begins = clean(part, limit=60).strip().rpartition(" ")
        hour, _colon, minute = begins.partition(":")
        whole = hour.isdecimal() and minute.isdecimal() and len(minute) == 2 and int(hour) < 24 and int(minute) < 60
        if not name.strip() or not whole:
            raise Invalid(N_("Write each shift as a name and a time of day, for example: Early 07:30, Late 19:30."))
        found.append((f"own{place}", name.strip(), f"{int(hour):02d}:{minute}"))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Days:
    """From which day on, how many, how long a crew keeps its turn."""

    first: date
    days: int
    every: int


class DaysScreen(Dialog[Days]):
    """Gives the days that a rotation fills."""

    def __init__(self, crews: int, first: date) -> None:
        super().__init__(_("Plan by rotation"))
        self._crews, self._first = crews, first

    def body(self) -> Iterator[Widget]:
        """From, days, how many shifts a turn lasts."""
        words = ngettext("{count} crew takes all shifts.", "{count} crews take the shifts in turn.", self._crews)
        yield Line(words.format(count=self._crews))
        yield Line(_("From (a day)"), classes="gap label")
        yield LineField(self._first.isoformat(), limit=40, id="first", classes="given")
        yield Line("", id="understood")
        yield Line(_("Days (1 to 92)"), classes="gap label")
        yield LineField("14", limit=3, id="days", classes="given")
        yield Line(_("A crew moves on after so many shifts"), classes="gap label")
        yield LineField("1", limit=2, id="every", classes="given")
        what = _("What stands there already for these posts is replaced; what has begun stays.")
        yield Line(what, classes="gap label")

    def first_field(self) -> Widget | None:
        """The day."""
        return self.query_one("#first")

    def on_input_changed(self, _event: Input.Changed) -> None:
        """Which day was understood."""
        say_day(self)

    def result(self) -> Days:
        """Whole numbers."""
        return Days(day_typed(self), self._whole("days"), self._whole("every"))

    def _whole(self, name: str) -> int:
        typed = self.query_one(f"#{name}", LineField).value.strip()
        if not typed.isdecimal() or int(typed) < 1:
            raise Invalid(N_("“{text}” is no number of days or shifts."), text=typed)
        return int(typed)
