"""The picture that previews of links show (Open Graph): the guideline's title and publisher.

1200 × 630 points, the size that services scale from. The letters are Lato (SIL Open Font License),
which MkDocs brings for a theme of its own, so the same words give the same bytes wherever the same
packages are installed.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from rettesnor.publishing.cache.store import code_digest, digest_of, installed_version

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_WIDTH, _HEIGHT, _MARGIN = 1200, 630, 90
_PAPER, _INK, _CORD = (255, 255, 255), (30, 43, 60), (0, 98, 186)
_SHADES = 64
"""From ink to paper; the number after the last of them is the cord's colour."""
_SIZES = (72, 64, 56, 48, 40)
"""The sizes the title is tried in, largest first."""
_LINES = 4
_FONTS = "themes/readthedocs/css/fonts"


def key(title: str, owner: str) -> str:
    """Return the digest of everything the picture is made from."""
    packages = [installed_version(name) for name in ("pillow", "mkdocs")]
    return digest_of(code_digest(), title, owner, packages)


def picture(title: str, owner: str) -> bytes:
    """Return the picture as PNG."""
    from PIL import Image, ImageDraw

    image = Image.new("L", (_WIDTH, _HEIGHT), 255)
    draw = ImageDraw.Draw(image)
    for size in _SIZES:
        font = _font("bold", size)
        lines = _lines(title, font)
        if len(lines) <= _LINES:
            break
    y = _MARGIN
    for line in lines[:_LINES]:
        draw.text((_MARGIN, y), line, font=font, fill=0)
        y += round(size * 1.25)
    small = _font("normal", 36)
    draw.text((_MARGIN, _HEIGHT - 120), owner, font=small, fill=50)
    image = image.point([grey * _SHADES // 256 for grey in range(256)])
    image.putpalette([*_shades(), *_CORD])
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 24, _HEIGHT), fill=_SHADES)
    draw.line((_MARGIN, _HEIGHT - 150, _WIDTH - _MARGIN, _HEIGHT - 150), fill=_SHADES, width=4)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _shades() -> list[int]:
    """Return the colours from ink to paper, three numbers each."""
    last = _SHADES - 1
    return [
        ink + (paper - ink) * shade // last
        for shade in range(_SHADES) for ink, paper in zip(_INK, _PAPER, strict=True)
    ]


def _font(weight: str, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(BytesIO(_letters(weight)), size)


@cache
def _letters(weight: str) -> bytes:
    return files("mkdocs").joinpath(_FONTS, f"lato-{weight}.woff").read_bytes()


def _lines(text: str, font: FreeTypeFont) -> list[str]:
    """Return ``text`` broken where the next word has no room."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= _WIDTH - 2 * _MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]
