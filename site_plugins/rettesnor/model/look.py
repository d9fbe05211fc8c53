"""The look of a site by tokens: which there are, what they become when not given, what must hold.

``TOKENS`` is the one source of every colour in ``tokens.css``. ``PAIRS`` says which colours meet on
the pages, and how much contrast each pair needs (WCAG 2.2: 1.4.3, 1.4.11, 2.4.11). A test holds
the table against the style sheets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from rettesnor.model.colour import contrast, from_lch, lch, mixed, nearest

TEXT, SHAPE = 4.5, 3.0
"""The contrast that text needs, and that borders, focus and other shapes need."""
SCHEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Token:
    """A colour of the site.

    Attributes:
        name: what ``mkdocs.yml`` calls it.
        css: what style sheets call it, without ``--rn-``.
        light: its value when none is given.
        dark: the same, in the dark scheme.
        chroma: how much colour a dark value keeps that is derived from a light one.
        ground: whether text stands on it.
    """

    name: str
    css: str
    light: str
    dark: str
    chroma: float = 0.14
    ground: bool = False


TOKENS = (
    Token("background", "paper", "#fff", "#111a21", 0.02, ground=True),
    Token("surface", "tint", "#f2f5f7", "#1a252e", 0.025, ground=True),
    Token("text", "ink", "#1a2630", "#e4ebf0", 0.02),
    Token("text_quiet", "quiet", "#4c5b67", "#aab9c4", 0.03),
    Token("border", "line", "#cfd8df", "#33434f", 0.03, ground=True),
    Token("border_strong", "line-strong", "#6f7f8b", "#8798a5", 0.04),
    Token("link", "link", "#0b5590", "#8fc7f3"),
    Token("brand", "brand", "#12456b", "#16222b", 0.05, ground=True),
    Token("brand_text", "on-brand", "#fff", "#fff", 0.02),
    Token("focus", "focus", "#b3440a", "#ffb370"),
    Token("highlight", "lead", "#eaf2f8", "#172b3a", 0.04, ground=True),
    Token("notice", "draft", "#fdf3d7", "#2d2612", 0.04, ground=True),
    Token("notice_border", "draft-line", "#8a6400", "#d9aa3c"),
    Token("must", "skal", "#12456b", "#a9d3f5", 0.1),
    Token("must_text", "on-skal", "#fff", "#0d2435", 0.05),
    Token("should", "bor", "#1d5c43", "#9bdcbd", 0.1),
    Token("should_text", "on-bor", "#fff", "#0c2a1d", 0.05),
    Token("may", "kan", "#5a4374", "#d3bdee", 0.1),
    Token("found", "mark", "#fff0a8", "#463a0c", 0.06, ground=True),
    Token("error", "fault", "#a3211b", "#ff9d94"),
)
BY_NAME = {token.name: token for token in TOKENS}
ON = {"brand_text": "brand", "must_text": "must", "should_text": "should"}
"""Text on a coloured ground: when only the ground is given, a text that can be read is chosen."""

MIXES: Mapping[str, tuple[str, float, str]] = {
    "added": ("should", 0.18, "background"),
    "removed": ("error", 0.14, "background"),
    "must_tint": ("must", 0.22, "background"),
    "should_tint": ("should", 0.18, "background"),
    "brand_hover": ("#ffffff", 0.14, "brand"),
}
"""Grounds that style sheets mix: the share of one colour in another."""
_WHITE = "#ffffff"
_GROUNDS = {
    "background": "siden", "surface": "bunnen, skjemaer og tabellhoder",
    "highlight": "den korte anbefalingen og det du står på i menyen",
    "notice": "merknader", "found": "treff og stedet en lenke peker til",
    "added": "nye ord i en redlinje", "removed": "fjernede ord i en redlinje",
}


class Pair(NamedTuple):
    """Two colours that meet on a page: what is seen, on what, where, and how much it needs."""

    seen: str
    ground: str
    least: float
    where: str


def _pairs() -> Iterator[Pair]:
    for ground, where in _GROUNDS.items():
        yield Pair("text", ground, TEXT, f"tekst i {where}")
        yield Pair("link", ground, TEXT, f"lenker i {where}")
    for ground in ("background", "surface", "highlight", "notice", "found"):
        yield Pair("text_quiet", ground, TEXT, f"dempet tekst i {_GROUNDS[ground]}")
        yield Pair("focus", ground, SHAPE, f"rammen om det som har fokus, i {_GROUNDS[ground]}")
    for ground in ("background", "surface", "highlight", "found"):
        yield Pair("may", ground, TEXT, f"styrken «kan» i {_GROUNDS[ground]}")
    for ground in ("background", "surface", "highlight", "found"):
        for seen, word in (("must", "skal"), ("should", "bør")):
            yield Pair(seen, ground, SHAPE, f"merket «{word}» i {_GROUNDS[ground]}")
    for ground in ("background", "surface", "highlight"):
        yield Pair("border_strong", ground, SHAPE, f"kanten av felt i {_GROUNDS[ground]}")
    for ground in ("background", "highlight", "notice"):
        yield Pair("notice_border", ground, SHAPE, f"kanten av merknader i {_GROUNDS[ground]}")
    yield Pair("brand_text", "brand", TEXT, "teksten i toppen av siden")
    yield Pair("brand_text", "brand_hover", TEXT, "knappen under pekeren i toppen av siden")
    yield Pair("must_text", "must", TEXT, "ordet i merket «skal»")
    yield Pair("should_text", "should", TEXT, "ordet i merket «bør»")
    yield Pair("background", "text", TEXT, "beskjeder nederst på skjermen")
    yield Pair("error", "notice", TEXT, "overskriften over feil i forhåndsvisningen")
    for ground in ("must_tint", "should_tint"):
        yield Pair("text", ground, TEXT, "styrken i figuren over faser")
    yield Pair("must", "must_tint", SHAPE, "styrken i figuren over faser")
    yield Pair("should", "should_tint", SHAPE, "styrken i figuren over faser")


PAIRS = tuple(_pairs())
PRINTED = tuple(
    Pair(seen, _WHITE, TEXT, "utskrift på hvitt papir")
    for seen in ("text", "text_quiet", "link", "must", "should", "may")
)
"""What is printed, and set as PDF, is the light scheme on white paper."""

Colours = Mapping[str, str]
"""Colours by the names of tokens."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A logo or an icon: the file as it is, and the size it says it has."""

    name: str
    data: bytes
    width: float
    height: float

    @property
    def media_type(self) -> str:
        """The media type, by the file's name."""
        return "image/svg+xml" if self.name.lower().endswith(".svg") else "image/png"


@dataclass(frozen=True, slots=True)
class FontFile:
    """A file of a typeface: WOFF2, for a weight (or a range, «400 700») and a style."""

    name: str
    data: bytes
    weight: str = "400"
    style: str = "normal"


@dataclass(frozen=True, slots=True)
class Font:
    """A typeface: its name, what stands in for it (``serif`` …), its files and their licence."""

    name: str
    kind: str
    files: tuple[FontFile, ...]
    licence_name: str
    licence: bytes


@dataclass(frozen=True, slots=True)
class Look:
    """The look that a guideline has given its site. Without values it is the one we come with.

    Attributes:
        light: the colours that were given for the light scheme, by token.
        dark: the same for the dark one; what is only given for light is derived.
        logo_dark: replaces ``logo`` in the dark scheme.
        logo_alt: what the logo says, for those who do not see it.
        icon: the picture in the browser's tab.
        owner: stands above the title at the top of the page, by language; so do the others.
        title: replaces the guideline's short title there.
        sender: the line above the header.
    """

    light: Colours = field(default_factory=dict)
    dark: Colours = field(default_factory=dict)
    logo: Picture | None = None
    logo_dark: Picture | None = None
    logo_alt: str = ""
    icon: Picture | None = None
    font: Font | None = None
    owner: Mapping[str, str] = field(default_factory=dict)
    title: Mapping[str, str] = field(default_factory=dict)
    sender: Mapping[str, str] = field(default_factory=dict)

    @property
    def coloured(self) -> bool:
        """Whether any colour was given."""
        return bool(self.light or self.dark)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """Return the text in ``language``, else the first there is."""
    return texts.get(language) or next(iter(texts.values()), "")


def colours(look: Look, scheme: str) -> dict[str, str]:
    """Return the value of every token in a scheme of ``look``."""
    return light_colours(look.light) if scheme == "light" else dark_colours(look.light, look.dark)


def light_colours(given: Colours) -> dict[str, str]:
    """Return every token in the light scheme where these are ``given``."""
    found = {token.name: given.get(token.name, token.light) for token in TOKENS}
    return _with_text_on(found, given)


def dark_colours(light: Colours, given: Colours) -> dict[str, str]:
    """Return every token in the dark scheme.

    What is not ``given`` is our own, or, where a colour is given for the ``light`` scheme, that
    colour's hue as light as ours; a colour that is seen is then made to have enough contrast.
    """
    found = {token.name: given.get(token.name, token.dark) for token in TOKENS}
    derived = [token for token in TOKENS if token.name in light and token.name not in given]
    for token in derived:
        _, chroma, hue = lch(light[token.name])
        found[token.name] = from_lch(lch(token.dark)[0], min(chroma, token.chroma), hue)
    for token in derived:
        if not token.ground and token.name not in ON:
            found[token.name] = passing(found, token.name) or found[token.name]
    for name in ON:
        if name in light and name not in given:
            found[name] = passing(found, name) or found[name]
    return _with_text_on(found, {**light, **given})


def _with_text_on(found: dict[str, str], given: Colours) -> dict[str, str]:
    """Choose the text on a ground that was ``given`` where the text itself was not."""
    for name, ground in ON.items():
        if ground not in given or name in given:
            continue
        token = BY_NAME[name]
        choices = (found[name], token.light, token.dark, "#1a2630", "#000000")
        found[name] = next(
            (one for one in choices if not list(_failing({**found, name: one}, name))),
            max(choices, key=lambda one: contrast(one, found[ground])),
        )
    return found


@dataclass(frozen=True, slots=True)
class Brand:
    """The colours of a header, in the light scheme and the dark one."""

    light: str
    light_text: str
    dark: str
    dark_text: str


def brand_colours(look: Look) -> Brand:
    """Return the colours of the header of ``look``."""
    light, dark = colours(look, "light"), colours(look, "dark")
    return Brand(light["brand"], light["brand_text"], dark["brand"], dark["brand_text"])


def resolved(values: Colours, name: str) -> str:
    """Return the colour of a token, a mixed ground, or a colour that is named by itself."""
    if name in MIXES:
        one, share, other = MIXES[name]
        return mixed(resolved(values, one), resolved(values, other), share)
    return values.get(name, name)


def faults(values: Colours, scheme: str) -> list[tuple[Pair, float]]:
    """Return the pairs of a scheme with too little contrast, and how much they have."""
    pairs = (*PAIRS, *PRINTED) if scheme == "light" else PAIRS
    return [(pair, ratio) for pair in pairs if (ratio := _ratio(values, pair)) < pair.least]


def passing(values: Colours, name: str, scheme: str = "dark") -> str | None:
    """Return the colour nearest to that of ``name`` with which all its pairs have enough contrast.

    None when there is none, because the colours that it meets leave no room.
    """
    def fits(colour: str) -> bool:
        return not list(_failing({**values, name: colour}, name, scheme))

    return nearest(values[name], fits)


def parts(name: str) -> tuple[str, ...]:
    """Return the tokens that a ground is made of."""
    if name not in MIXES:
        return (name,)
    one, _, other = MIXES[name]
    return one, other


@dataclass(frozen=True, slots=True)
class PaperColours:
    """The colours of PDF, Word and EPUB, which are on white whatever the page is.

    Attributes:
        tint: behind table heads and code.
        tints: behind the short recommendation, for the strengths skal, bør and kan.
    """

    ink: str = "#1a2630"
    quiet: str = "#4c5b67"
    line: str = "#cfd8df"
    brand: str = "#12456b"
    link: str = "#0b5590"
    tint: str = "#f2f5f7"
    skal: str = "#12456b"
    bor: str = "#1d5c43"
    kan: str = "#5a4374"
    tints: tuple[str, str, str] = ("#eaf2f8", "#ebf5f0", "#f3eff8")


def paper_colours(look: Look) -> PaperColours:
    """Return the colours of documents: those of the light scheme.

    The brand is used for headings, unless it is too light to be read on white and in table heads.
    """
    if not look.coloured:
        return PaperColours()
    values = light_colours(look.light)
    brand, tint, lead = values["brand"], values["surface"], values["highlight"]
    readable = min(contrast(brand, one) for one in (_WHITE, tint, lead)) >= TEXT
    return PaperColours(
        values["text"], values["text_quiet"], values["border"],
        brand if readable else values["text"], values["link"], tint, values["must"],
        values["should"], values["may"], (lead, lead, lead),
    )


def _failing(values: Colours, name: str, scheme: str = "dark") -> Iterator[Pair]:
    for pair in (*PAIRS, *PRINTED) if scheme == "light" else PAIRS:
        concerns = pair.seen == name or name in parts(pair.ground)
        if concerns and _ratio(values, pair) < pair.least:
            yield pair


def _ratio(values: Colours, pair: Pair) -> float:
    return contrast(resolved(values, pair.seen), resolved(values, pair.ground))
