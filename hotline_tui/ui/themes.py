"""Four looks (console.md rule 10): dark, light, high contrast safe for the colour-blind, 16 colours.

Calm: grey for what is ordinary, colour only for what needs a hand. Beside Textual's own variables each theme gives
those of the desk, for use in styles: `$p1` to `$p4` (a level's text) on `$p1-ground` to `$p4-ground`, `$calm`, `$soon`,
`$urgent`, `$over`, `$held` (how much a clock needs a hand), `$free`, `$busy`, `$away` (engineers), `$gold`, `$silver`,
`$dim`, `$key`, `$track` (the unused part of a bar).
"""

from __future__ import annotations

from textual.theme import Theme

DARK, LIGHT, CONTRAST, ANSI = "hotline-dark", "hotline-light", "hotline-contrast", "hotline-ansi"
NAMES = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST, "ansi": ANSI}
"""A setting's word → Textual's name of the theme."""


def _desk(**colours: str) -> dict[str, str]:
    return {name.replace("_", "-"): colour for name, colour in colours.items()}


def _dark() -> Theme:
    return Theme(
        name=DARK,
        dark=True,
        background="#0d1017",
        surface="#10141d",
        panel="#191c21",
        boost="#20242b",
        foreground="#e8eaf0",
        primary="#5b9dff",
        secondary="#8fb4e8",
        accent="#5b9dff",
        warning="#e69a2e",
        error="#ff5f6b",
        success="#55b878",
        variables=_desk(
            text_muted="#8b93a5",
            text_disabled="#5a6275",
            border="#5b9dff",
            border_blurred="#3a4152",
            block_cursor_background="#222d4e",
            block_cursor_foreground="#ffffff",
            block_cursor_text_style="bold",
            block_cursor_blurred_background="#292c35",
            block_cursor_blurred_foreground="#e8eaf0",
            input_cursor_background="#5b9dff",
            input_cursor_foreground="#0d1017",
            input_selection_background="#304a7a",
            footer_background="#191c21",
            footer_key_foreground="#5b9dff",
            footer_description_foreground="#8b93a5",
            scrollbar="#30343f",
            scrollbar_hover="#3a4152",
            scrollbar_background="#0d1017",
            p1="#ffffff", p1_ground="#b3232f",
            p2="#0d1017", p2_ground="#e69a2e",
            p3="#e6dfb0", p3_ground="#4a4520",
            p4="#b4bccb", p4_ground="#363a45",
            calm="#55b878", soon="#e69a2e", urgent="#ff5f6b", over="#ff5f6b", held="#8b93a5",
            free="#55b878", busy="#5b9dff", away="#8b93a5",
            gold="#e3c04e", silver="#b9c2d0", dim="#8b93a5", key="#5b9dff", track="#22252d",
        ),
    )  # fmt: skip


def _light() -> Theme:
    return Theme(
        name=LIGHT,
        dark=False,
        background="#fafaf7",
        surface="#f3f3ef",
        panel="#e8e9e6",
        boost="#e2e5e9",
        foreground="#1c2230",
        primary="#1a56b8",
        secondary="#3f6ca8",
        accent="#1a56b8",
        warning="#95560a",
        error="#b3161f",
        success="#1d6e3a",
        variables=_desk(
            text="#1c2230",
            text_muted="#5c6474",
            text_disabled="#8a909c",
            border="#1a56b8",
            border_blurred="#b9bdc4",
            block_cursor_background="#cfdef5",
            block_cursor_foreground="#0b1220",
            block_cursor_text_style="bold",
            block_cursor_blurred_background="#e4e6ea",
            block_cursor_blurred_foreground="#1c2230",
            input_cursor_background="#1a56b8",
            input_cursor_foreground="#ffffff",
            input_selection_background="#b9d1f5",
            footer_background="#e8e9e6",
            footer_key_foreground="#1a56b8",
            footer_description_foreground="#5c6474",
            scrollbar="#c4c8cf",
            scrollbar_hover="#aab0ba",
            scrollbar_background="#fafaf7",
            p1="#ffffff", p1_ground="#b3161f",
            p2="#241500", p2_ground="#f0b455",
            p3="#3d3600", p3_ground="#eeecb4",
            p4="#3d4552", p4_ground="#dcdfe4",
            calm="#1d6e3a", soon="#95560a", urgent="#b3161f", over="#b3161f", held="#5c6474",
            free="#1d6e3a", busy="#1a56b8", away="#5c6474",
            gold="#7d5f00", silver="#5a6472", dim="#5c6474", key="#1a56b8", track="#e0e2e5",
        ),
    )  # fmt: skip


def _contrast() -> Theme:
    """Black ground; sky blue, yellow, orange, white as in Okabe and Ito's set: nothing rests on red against green."""
    return Theme(
        name=CONTRAST,
        dark=True,
        background="#000000",
        surface="#000000",
        panel="#101010",
        boost="#202020",
        foreground="#ffffff",
        primary="#56b4e9",
        secondary="#56b4e9",
        accent="#56b4e9",
        warning="#f0e442",
        error="#ff9a1b",
        success="#56b4e9",
        variables=_desk(
            text="#ffffff",
            text_muted="#c8c8c8",
            text_disabled="#a0a0a0",
            border="#ffffff",
            border_blurred="#909090",
            block_cursor_background="#0000af",
            block_cursor_foreground="#ffffff",
            block_cursor_text_style="bold",
            block_cursor_blurred_background="#3a3a3a",
            block_cursor_blurred_foreground="#ffffff",
            input_cursor_background="#ffffff",
            input_cursor_foreground="#000000",
            input_selection_background="#0a5fa5",
            footer_background="#101010",
            footer_key_foreground="#f0e442",
            footer_description_foreground="#ffffff",
            scrollbar="#909090",
            scrollbar_hover="#ffffff",
            scrollbar_background="#000000",
            p1="#000000", p1_ground="#ff9a1b",
            p2="#000000", p2_ground="#f0e442",
            p3="#000000", p3_ground="#56b4e9",
            p4="#ffffff", p4_ground="#404040",
            calm="#56b4e9", soon="#f0e442", urgent="#ff9a1b", over="#ff9a1b", held="#c8c8c8",
            free="#56b4e9", busy="#ffffff", away="#c8c8c8",
            gold="#f0e442", silver="#ffffff", dim="#c8c8c8", key="#f0e442", track="#303030",
        ),
    )  # fmt: skip


def _ansi() -> Theme:
    """Only the terminal's own 16 colours, on its own ground."""
    return Theme(
        name=ANSI,
        ansi=True,
        dark=True,
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        foreground="ansi_default",
        primary="ansi_bright_blue",
        secondary="ansi_cyan",
        accent="ansi_bright_cyan",
        warning="ansi_yellow",
        error="ansi_bright_red",
        success="ansi_green",
        variables=_desk(
            ansi_background="ansi_black",
            ansi_foreground="ansi_white",
            text_muted="ansi_cyan",
            text_disabled="ansi_cyan",
            border="ansi_bright_cyan",
            border_blurred="ansi_blue",
            block_cursor_background="ansi_blue",
            block_cursor_foreground="ansi_bright_white",
            block_cursor_text_style="bold",
            block_cursor_blurred_background="ansi_default",
            block_cursor_blurred_foreground="ansi_bright_white",
            block_cursor_blurred_text_style="bold",
            input_cursor_background="ansi_white",
            input_cursor_foreground="ansi_black",
            input_cursor_text_style="none",
            input_selection_background="ansi_blue",
            input_selection_foreground="ansi_bright_white",
            footer_key_foreground="ansi_bright_cyan",
            footer_description_foreground="ansi_default",
            p1="ansi_bright_white", p1_ground="ansi_red",
            p2="ansi_black", p2_ground="ansi_yellow",
            p3="ansi_black", p3_ground="ansi_cyan",
            p4="ansi_default", p4_ground="ansi_default",
            calm="ansi_green", soon="ansi_yellow", urgent="ansi_bright_red", over="ansi_bright_red", held="ansi_cyan",
            free="ansi_green", busy="ansi_bright_cyan", away="ansi_cyan",
            gold="ansi_yellow", silver="ansi_default", dim="ansi_cyan", key="ansi_bright_cyan", track="ansi_default",
        ),
    )  # fmt: skip


def themes() -> tuple[Theme, ...]:
    """All four, to be registered with the app."""
    return (_dark(), _light(), _contrast(), _ansi())


DESK_VARIABLES = tuple(_dark().variables)
"""Every variable that each of the themes gives."""


def theme_name(word: str) -> str:
    """`dark`, `light`, `contrast` or `ansi` → Textual's name; a name that is one already comes back as it is."""
    return NAMES.get(word, word)
