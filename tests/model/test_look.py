"""Colours by tokens: contrast as WCAG counts it, what is derived, and what must hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import rettesnor
from hypothesis import given, settings
from hypothesis import strategies as st
from rettesnor.model.colour import contrast, from_lch, lch, mixed, nearest, parsed
from rettesnor.model.look import (
    BY_NAME,
    MIXES,
    PAIRS,
    TOKENS,
    Look,
    colours,
    dark_colours,
    faults,
    light_colours,
    passing,
    resolved,
)
from rettesnor.rendering.look import source_css, tokens_css

STYLES = Path(rettesnor.__file__).parent / "rendering" / "theme" / "assets" / "rettesnor"
SHEETS = ("shell", "page", "history", "overview", "print")
NAMES = {token.css: token.name for token in TOKENS}
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
PALE = st.integers(0, 30 * 30 * 30 - 1).map(
    lambda n: f"#{255 - n % 30:02x}{255 - n // 30 % 30:02x}{255 - n // 900:02x}"
)
GIVEN = st.fixed_dictionaries({}, optional={
    **{name: COLOUR for name in ("brand", "link", "focus", "must", "should", "may", "error")},
    **{name: PALE for name in ("background", "surface", "highlight", "notice", "found")},
})


@pytest.mark.parametrize(("one", "other", "ratio"), [
    ("#000", "#ffffff", 21.0), ("#777777", "#fff", 4.48), ("#767676", "#fff", 4.54),
    ("#0000ff", "#fff", 8.59), ("#fff", "#fff", 1.0),
])
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.006)


@pytest.mark.parametrize(("text", "colour"), [
    ("#FFF", "#ffffff"), ("12456b", "#12456b"), ("#12456B", "#12456b"), ("", None),
    ("#12345", None), ("red", None), ("rgb(0 0 0)", None), ("#ggg", None), ("#123;", None),
])
def test_what_is_a_colour(text: str, colour: str | None) -> None:
    assert parsed(text) == colour


@given(COLOUR)
def test_a_colour_comes_back_from_its_lightness_chroma_and_hue(colour: str) -> None:
    back = from_lch(*lch(colour))
    assert all(
        abs(int(colour[at:at + 2], 16) - int(back[at:at + 2], 16)) <= 1 for at in (1, 3, 5)
    )


@settings(max_examples=25, deadline=None)
@given(COLOUR, COLOUR)
def test_the_nearest_colour_passes_and_none_between_does(colour: str, ground: str) -> None:
    found = nearest(colour, lambda one: contrast(one, ground) >= 4.5)
    assert found is not None, "black or white has 4.5:1 against every colour"
    assert contrast(found, ground) >= 4.5
    light, chroma, hue = lch(colour)
    way = lch(found)[0] - light
    if found != colour and abs(way) > 0.02:
        assert contrast(from_lch(light + way * 0.9, chroma, hue), ground) < 4.6


def test_our_own_colours_pass() -> None:
    for scheme in ("light", "dark"):
        assert faults(colours(Look(), scheme), scheme) == []


def rules() -> Iterator[tuple[str, str, str | None, str | None]]:
    """Yield sheet, selector, and the tokens of text and ground, of every rule that has one."""
    for sheet in SHEETS:
        css = re.sub(r"/\*.*?\*/", "", (STYLES / f"{sheet}.css").read_text("utf-8"), flags=re.S)
        for selector, body in RULE.findall(css):
            text = re.search(r"(?<![-\w])(?:color|fill): var\(--rn-([\w-]+)\)", body)
            ground = re.search(r"(?<![-\w])background: var\(--rn-([\w-]+)\)", body)
            if text or ground:
                yield (
                    sheet, selector.strip(), NAMES[text[1]] if text else None,
                    NAMES[ground[1]] if ground else None,
                )


SHAPES = re.compile(r"chart__bar|rn-key|grid|(?:row|phase) (?:rect|path)|rn-steps > li|ground")
"""Rules whose colours are those of shapes, not of text."""


def test_the_table_has_every_pair_that_the_style_sheets_have() -> None:
    seen = {(pair.seen, pair.ground) for pair in PAIRS}
    grounds = {pair.ground for pair in PAIRS if pair.seen == "text"}
    found = 0
    for sheet, selector, text, ground in rules():
        if sheet == "print" or SHAPES.search(selector):
            continue
        found += 1
        if text and ground:
            assert (text, ground) in seen, (sheet, selector)
        elif ground:
            assert ground in grounds | {"brand"} or (f"{ground}_text", ground) in seen, selector
        elif text and text != "error":
            on = {"background", *({"notice"} if "problems" in selector else set())}
            assert any((text, one) in seen for one in on) or (text, "notice") in seen, selector
    assert found > 60


def test_every_mixed_ground_is_in_the_style_sheets() -> None:
    mixes = set()
    for sheet in SHEETS:
        css = (STYLES / f"{sheet}.css").read_text("utf-8")
        mixes |= set(re.findall(
            r"color-mix\(in srgb, var\(--rn-([\w-]+)\) (\d+)%, var\(--rn-([\w-]+)\)\)", css
        ))
    known = {(one, share, other) for one, share, other in MIXES.values() if one in BY_NAME}
    assert {(NAMES[a], int(b) / 100, NAMES[c]) for a, b, c in mixes} == known
    css = (STYLES / "shell.css").read_text("utf-8")
    assert "rgb(255 255 255 / 14%)" in css and MIXES["brand_hover"] == ("#ffffff", 0.14, "brand")


def in_css(css: str, scheme: str) -> dict[str, str]:
    """Return the colours that a browser would use, by token, from the text of ``tokens.css``."""
    plain = re.findall(r"^  --rn-([\w-]+): (#\w+);", css, re.M)
    both = re.findall(r"^    --rn-([\w-]+): light-dark\((#\w+), (#\w+)\);", css, re.M)
    place = ("light", "dark").index(scheme)
    return dict(plain) | {name: pair[place] for name, *pair in both}


@settings(max_examples=60, deadline=None)
@given(GIVEN, GIVEN)
def test_what_passes_has_contrast_in_the_css_that_is_written(
    light: dict[str, str], dark: dict[str, str]
) -> None:
    for name in light:  # most random colours fail; those that are suggested must not
        light[name] = passing(light_colours(light), name, "light") or BY_NAME[name].light
    look = Look(light, {name: dark[name] for name in dark if name in ("link", "error")})
    css = tokens_css(source_css(), look)
    for scheme in ("light", "dark"):
        if faults(colours(look, scheme), scheme):
            continue
        values = in_css(css, scheme)
        for sheet, selector, text, ground in rules():
            if SHAPES.search(selector) or text in (None, "error"):
                continue
            if sheet == "print" and scheme == "dark":
                continue  # what is printed is always light
            shown, on = values[BY_NAME[text].css], values[BY_NAME[ground or "background"].css]
            if text == "brand_text" and ground is None:
                on = values["brand"]
            if sheet == "print":
                on = "#ffffff"
            assert contrast(shown, on) >= 4.5, (scheme, selector, text, ground)


@settings(max_examples=40, deadline=None)
@given(GIVEN)
def test_a_look_that_passes_in_light_passes_in_the_derived_dark(light: dict[str, str]) -> None:
    for name in light:
        light[name] = passing(light_colours(light), name, "light") or BY_NAME[name].light
    if not faults(light_colours(light), "light"):
        assert faults(dark_colours(light, {}), "dark") == []


@given(COLOUR)
def test_the_text_of_the_header_is_chosen_when_it_is_not_given(brand: str) -> None:
    values = light_colours({"brand": brand})
    best = max(contrast(one, brand) for one in ("#ffffff", "#000000"))
    assert contrast(values["brand_text"], brand) >= min(4.5, best)
    assert light_colours({"brand": brand, "brand_text": "#abcdef"})["brand_text"] == "#abcdef"


def test_names_of_pairs_are_tokens_or_mixes() -> None:
    values = light_colours({})
    for pair in PAIRS:
        for name in (pair.seen, pair.ground):
            assert name in BY_NAME or name in MIXES
            assert resolved(values, name).startswith("#")
    assert resolved(values, "added") == mixed("#1d5c43", "#ffffff", 0.18)
