"""From a look by tokens to the files of a site, and what the layout refers to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape

from rettesnor.model.look import (
    Look,
    PaperColours,
    Picture,
    in_language,
    light_colours,
    paper_colours,
)
from rettesnor.rendering.look import header_css, source_css, tokens_css

FOLDER = "assets/rettesnor"
"""Where the files are in the site, next to the style sheets."""
TOKENS = f"{FOLDER}/tokens.css"
_MARK = f"{FOLDER}/mark.svg"
_FONT = f"{FOLDER}/rettesnor-sans.woff2"
_HEIGHT = 36
"""The height of a logo on the page (CSS pixels)."""
_SQUARE = 1.5
"""A logo that is not wider than this, beside its height, can be the icon too."""
_MARK_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" '
    'rx="5" fill="{brand}"/><g fill="none" stroke="{text}" stroke-width="1.8" '
    'stroke-linecap="round" stroke-linejoin="round"><path d="M12 4v9M6 5.5h12"/><path '
    'd="M12 20.5 9 14.5l3-2 3 2z" fill="{text}"/></g></svg>\n'
)


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo as the layout shows it: its path in the site, and its size, so that nothing moves."""

    path: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Header:
    """What the layout of every page needs of a look.

    Attributes:
        logos: the logo, and the one for the dark scheme if there is one.
        alt: the words for the logo; empty when they stand beside it.
        icon: the path of the picture in the browser's tab.
        icon_type: its media type.
        font: the path of the typeface's upright file, which pages ask for at once.
        owner: stands above the title, by language; so do the others (see ``Look``).
        paper: the colours of PDF, Word and EPUB.
    """

    logos: tuple[Logo, ...] = ()
    alt: str = ""
    icon: str = _MARK
    icon_type: str = "image/svg+xml"
    font: str = _FONT
    owner: Mapping[str, str] = field(default_factory=dict)
    title: Mapping[str, str] = field(default_factory=dict)
    sender: Mapping[str, str] = field(default_factory=dict)
    paper: PaperColours = field(default_factory=PaperColours)

    def texts(self, language: str, title: str) -> dict[str, str]:
        """Return the texts of the header in ``language`` as safe HTML, by the names of slots.

        Args:
            title: the guideline's short title, as safe HTML.
        """
        return {
            "owner": escape(in_language(self.owner, language)),
            "sender": escape(in_language(self.sender, language)),
            "site": escape(in_language(self.title, language)) or title,
        }


@dataclass(frozen=True, slots=True)
class LookFiles:
    """The files that a look gives a site, by path, and what the layout needs of it.

    Attributes:
        tokens: ``tokens.css`` without the rules of our own theme's header, for themes that have
            another.
    """

    header: Header
    files: Mapping[str, bytes]
    tokens: str


def look_files(look: Look) -> LookFiles:
    """Return the files of ``look``; those of a guideline's own have a digest in their name.

    ``tokens.css`` is among them always: it is where the colours are.
    """
    files: dict[str, bytes] = {}

    def added(kind: str, name: str, data: bytes) -> str:
        ending = name.rpartition(".")[2].lower()
        path = f"{FOLDER}/{kind}-{sha256(data).hexdigest()[:12]}.{ending}"
        files[path] = data
        return path

    logos = []
    for picture in (look.logo, look.logo_dark) if look.logo else ():
        if picture:
            path = added("logo", picture.name, picture.data)
            logos.append(Logo(path, round(_HEIGHT * picture.width / picture.height), _HEIGHT))
    icon, icon_type = _icon(look)
    path = added("icon", icon.name, icon.data) if icon else _MARK
    if not icon and "brand" in look.light:
        values = light_colours(look.light)
        mark = _MARK_SVG.format(brand=values["brand"], text=values["brand_text"])
        files[_MARK] = mark.encode()
    fonts = []
    if look.font:
        fonts = [added("font", one.name, one.data) for one in look.font.files]
        added("font-licence", look.font.licence_name, look.font.licence)
    tokens = tokens_css(source_css(), look, tuple(one.rpartition("/")[2] for one in fonts))
    files[TOKENS] = (tokens + header_css(look)).encode()
    alt = "" if look.logo_alt in look.owner.values() else look.logo_alt
    upright = [
        place for one, place in zip(look.font.files if look.font else (), fonts, strict=True)
        if one.style == "normal"
    ]
    header = Header(
        tuple(logos), alt, path, icon_type, upright[0] if upright else _FONT, look.owner,
        look.title, look.sender, paper_colours(look),
    )
    return LookFiles(header, files, tokens)


def _icon(look: Look) -> tuple[Picture | None, str]:
    """Return the picture in the browser's tab and its type: the logo, where it is nearly square."""
    logo = look.logo
    square = logo if logo and 1 / _SQUARE <= logo.width / logo.height <= _SQUARE else None
    icon = look.icon or square
    if icon is None:
        return None, "image/svg+xml"
    return icon, icon.media_type
