"""Colours: contrast as WCAG 2.2 counts it, and the nearest colour that has enough.

A colour is a string ``#rrggbb``. Lightness, chroma and hue are those of OKLCH (CSS Color 4, 9.4),
in which equal steps look equal.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from math import atan2, cos, hypot, sin

_HEX = re.compile(r"#?(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_STEPS = 256
"""How finely a lightness is looked for."""


def parsed(text: str) -> str | None:
    """Return the colour that ``text`` names as ``#rrggbb``; None when it names none."""
    if not _HEX.fullmatch(text):
        return None
    digits = text.removeprefix("#").lower()
    return f"#{digits if len(digits) == 6 else ''.join(2 * one for one in digits)}"


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of ``colour``, 0 to 255."""
    full = parsed(colour)
    assert full is not None, colour
    return int(full[1:3], 16), int(full[3:5], 16), int(full[5:7], 16)


def mixed(one: str, other: str, share: float) -> str:
    """Return ``share`` of ``one`` in ``other``, as ``color-mix(in srgb, …)`` and opacity do."""
    pairs = zip(channels(one), channels(other), strict=True)
    return _hex(*(a * share + b * (1 - share) for a, b in pairs))


@lru_cache(maxsize=65536)
def luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.2, definitions)."""
    red, green, blue = map(_linear, channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, definitions)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lch(colour: str) -> tuple[float, float, float]:
    """Return lightness (0 to 1), chroma and hue (radians) of ``colour``."""
    red, green, blue = map(_linear, channels(colour))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    light = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return light, hypot(a, b), atan2(b, a)


@lru_cache(maxsize=65536)
def from_lch(light: float, chroma: float, hue: float) -> str:
    """Return the colour; a chroma that screens cannot show is reduced to what they can."""
    low, high = 0.0, chroma
    if _shown(light, high, hue):
        return _hex(*(_gamma(one) * 255 for one in _rgb(light, high, hue)))
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if _shown(light, middle, hue) else (low, middle)
    return _hex(*(_gamma(one) * 255 for one in _rgb(light, low, hue)))


def nearest(colour: str, fits: Callable[[str], bool]) -> str | None:
    """Return the colour nearest to ``colour`` in lightness, of the same hue, that ``fits``.

    None when no lightness does.
    """
    light, chroma, hue = lch(colour)
    if fits(colour):
        return colour
    steps = sorted((one / _STEPS for one in range(_STEPS + 1)), key=lambda one: abs(one - light))
    for step in steps:
        found = from_lch(step, chroma, hue)
        if fits(found):
            return found
    return None


def _linear(channel: float) -> float:
    value = channel / 255
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _gamma(value: float) -> float:
    value = min(max(value, 0.0), 1.0)
    return 12.92 * value if value <= 0.0031308 else float(1.055 * value ** (1 / 2.4) - 0.055)


def _rgb(light: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Return linear red, green and blue, which may lie outside 0 to 1."""
    a, b = chroma * cos(hue), chroma * sin(hue)
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _shown(light: float, chroma: float, hue: float) -> bool:
    return all(-1e-6 <= one <= 1 + 1e-6 for one in _rgb(light, chroma, hue))


def _hex(*channels: float) -> str:
    return "#" + "".join(f"{min(max(round(one), 0), 255):02x}" for one in channels)
