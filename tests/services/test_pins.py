"""PINs: digits, not the ones that are guessed first, kept as argon2id."""

from __future__ import annotations

import pytest

from hotline_tui.domain.errors import Invalid
from hotline_tui.domain.operators import is_pin_hash, pin_of
from hotline_tui.services.pins import hash_pin, pin_fits


@pytest.mark.parametrize(("text", "pin"), [("4711", "4711"), (" 080512\n", "080512"), ("４７１１", "4711")])
def test_digits_make_a_pin(text, pin):
    assert pin_of(text) == pin


@pytest.mark.parametrize(
    "text", ["", "471", "4" * 4, "1234", "9876", "7890", "4711a", "٤٧١١٢", "4" * 6 + "1" * 7, "47 11"]
)
def test_what_is_none_or_guessed_is_refused_without_saying_it(text):
    with pytest.raises(Invalid) as refused:
        pin_of(text)
    assert len(text) < 4 or text not in str(refused.value)


def test_only_the_pin_fits_its_hash():
    kept = hash_pin("4711")
    assert is_pin_hash(kept) and "4711" not in kept
    assert kept != hash_pin("4711")
    assert pin_fits("4711", kept)
    assert not pin_fits("4712", kept)
    assert not pin_fits("", kept)


@pytest.mark.parametrize("kept", ["", "4711", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv"])
def test_no_hash_fits_nothing(kept):
    assert not pin_fits("4711", kept)
