"""The four themes: complete, readable, and 16 colours where it says so."""

from __future__ import annotations

import pytest
from rich._palettes import EIGHT_BIT_PALETTE
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.app import App, ComposeResult
from textual.color import Color
from textual.widgets import Button, DataTable, Input, OptionList, Select, Tabs

from hotline_tui.ui.themes import ANSI, CONTRAST, DESK_VARIABLES, NAMES, theme_name, themes

LOOKS = {theme.name: theme for theme in themes()}
TEXTS = ("calm", "soon", "urgent", "over", "held", "free", "busy", "away", "gold", "silver", "dim", "key", "text-muted")


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio."""

    def light(colour: str) -> float:
        parts = [part / 255 for part in Color.parse(colour).rgb]
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_names() -> None:
    assert set(LOOKS) == set(NAMES.values())
    assert theme_name("contrast") == CONTRAST and theme_name("hotline-dark") == "hotline-dark"


@pytest.mark.parametrize("name", LOOKS)
def test_every_theme_gives_every_variable_as_a_colour(name: str) -> None:
    given = LOOKS[name].to_color_system().generate() | LOOKS[name].variables
    missing = set(DESK_VARIABLES) - set(given)
    assert not missing
    for variable in DESK_VARIABLES:
        if not variable.endswith("text-style"):
            Color.parse(given[variable])


@pytest.mark.parametrize(("name", "least"), [("hotline-dark", 4.5), ("hotline-light", 4.5), (CONTRAST, 7.0)])
def test_text_can_be_read(name: str, least: float) -> None:
    theme = LOOKS[name]
    ground = theme.background or ""
    colours = {word: theme.variables[word] for word in TEXTS}
    colours |= {"foreground": theme.foreground, "error": theme.error, "warning": theme.warning}
    colours |= {"success": theme.success, "primary": theme.primary}
    weak = {
        word: round(contrast(colour, ground), 2) for word, colour in colours.items() if contrast(colour, ground) < least
    }
    assert not weak
    for level in ("p1", "p2", "p3", "p4"):
        assert contrast(theme.variables[level], theme.variables[f"{level}-ground"]) >= least, level
    cursor = theme.variables["block-cursor-background"]
    assert contrast(theme.variables["block-cursor-foreground"], cursor) >= least


ROW_WORDS = ("dim", "busy", "calm", "soon", "over", "gold", "silver")


@pytest.mark.parametrize(("name", "least"), [("hotline-dark", 3.0), ("hotline-light", 3.0), (CONTRAST, 4.5)])
@pytest.mark.parametrize("part", ["", "-blurred"])
def test_a_row_can_be_read_under_the_cursor(name: str, least: float, part: str) -> None:
    """Its words keep their colours there: white once stood on white."""
    theme = LOOKS[name]
    cursor = theme.variables[f"block-cursor{part}-background"]
    colours = {word: theme.variables[word] for word in ROW_WORDS}
    colours |= {"foreground": theme.foreground or "", "primary": theme.primary}
    weak = {word: round(contrast(colour, cursor), 2) for word, colour in colours.items()}
    assert not {word: reached for word, reached in weak.items() if reached < least}


def test_the_colour_blind_can_tell_the_classes_apart() -> None:
    """Calm, soon and urgent differ in lightness as well as in hue, so for every kind of colour vision."""
    variables = LOOKS[CONTRAST].variables
    assert contrast(variables["calm"], variables["soon"]) > 1.5
    assert contrast(variables["soon"], variables["urgent"]) > 1.5
    assert variables["calm"] != variables["urgent"]


def test_sixteen_colours_only() -> None:
    theme = LOOKS[ANSI]
    assert theme.ansi
    for variable, value in theme.variables.items():
        assert value.startswith("ansi_") or variable.endswith("text-style"), variable


@pytest.mark.parametrize("name", LOOKS)
async def test_an_app_takes_them_live(name: str) -> None:
    class Bare(App[None]):
        CSS = "Screen { color: $p1; background: $p1-ground; border: solid $over; }"

        def __init__(self) -> None:
            super().__init__()
            for theme in themes():
                self.register_theme(theme)
            self.theme = "hotline-dark"

        def compose(self) -> ComposeResult:
            yield from (Input(), Button("x"), OptionList("x"), DataTable(), Select([("x", 1)]), Tabs("x"))

    app = Bare()
    async with app.run_test():
        app.theme = name
        assert app.current_theme.name == name
        assert app.get_css_variables()["p1-ground"] == LOOKS[name].variables["p1-ground"]


# ---- 256 colours, as most terminals over SSH have --------------------------------------------------------------------

GROUNDS = ("panel", "block-cursor-background", "block-cursor-blurred-background", "input-selection-background",
           "footer-background", "scrollbar", "p1-ground", "p2-ground", "p3-ground", "p4-ground", "track")  # fmt: skip
RGB = ["hotline-dark", "hotline-light", CONTRAST]


def in_256(colour: str) -> str:
    """What a terminal with 256 colours shows for it."""
    number = RichColor.parse(colour).downgrade(ColorSystem.EIGHT_BIT).number
    assert number is not None
    return "#{:02x}{:02x}{:02x}".format(*EIGHT_BIT_PALETTE[number])


def ground(name: str, word: str) -> str:
    given = LOOKS[name].to_color_system().generate() | LOOKS[name].variables
    return given[word]


@pytest.mark.parametrize("word", GROUNDS)
@pytest.mark.parametrize("name", RGB)
def test_a_ground_keeps_its_hue_in_256_colours(name: str, word: str) -> None:
    """A grey stays (nearly) grey; a colour stays itself: the cursor's blue once became teal."""
    full, less = (Color.parse(one).hsl for one in (ground(name, word), in_256(ground(name, word))))
    if less.s < 0.05 or full.s < 0.05:
        return
    apart = abs(full.h - less.h)
    assert min(apart, 1 - apart) <= 30 / 360


@pytest.mark.parametrize("name", RGB)
def test_the_cursor_is_seen_in_256_colours(name: str) -> None:
    """Focused, blurred, and no cursor are three grounds, and no level's badge melts into one of them."""
    cursor, blurred = (in_256(ground(name, f"block-cursor{part}-background")) for part in ("", "-blurred"))
    assert len({cursor, blurred, in_256(LOOKS[name].background or "")}) == 3
    for level in ("p1-ground", "p2-ground", "p3-ground"):
        assert in_256(ground(name, level)) not in (cursor, blurred)
    assert contrast(in_256(ground(name, "block-cursor-foreground")), cursor) >= 4.5


def test_the_dark_cursor_is_a_dark_blue() -> None:
    red, green, blue = Color.parse(in_256(ground("hotline-dark", "block-cursor-background"))).rgb
    assert red == green < blue < 0x80
