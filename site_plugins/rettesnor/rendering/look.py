"""The look of a site as CSS: ``tokens.css``, from the tokens that a guideline has given.

``theme/assets/rettesnor/tokens.css`` holds sizes and distances, and the places of the colours.
"""

from __future__ import annotations

from pathlib import Path

from rettesnor.model.look import TOKENS, Font, Look, colours

_PLACES = ("  /* @colours */\n", "    /* @both */\n")
_FONT = "  --rn-font: "
_OWN_FACES_END = "/* end of the typeface */\n"
"""Above it in ``tokens.css`` is our own typeface, which a guideline can replace."""
_STAND_INS = {
    "sans-serif": (
        'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif'
    ),
    "serif": 'Georgia, "Times New Roman", serif',
    "monospace": 'ui-monospace, "Liberation Mono", monospace',
}
"""What stands in until the typeface has come, by its kind."""
_LOGO = """
/* The guideline's logo */
.rn-logo { display: block; width: auto; height: 2.25rem; max-width: 100%; object-fit: contain; }
"""
_TWO_LOGOS = """.rn-logo--dark { display: none; }
@media screen and (prefers-color-scheme: dark) {
  :root:not([data-scheme="light"]) .rn-logo--light { display: none; }
  :root:not([data-scheme="light"]) .rn-logo--dark { display: block; }
}
@media screen {
  :root[data-scheme="dark"] .rn-logo--light { display: none; }
  :root[data-scheme="dark"] .rn-logo--dark { display: block; }
}
"""
_MATERIAL_COLOURS = """
/* The guideline's colours, where Material has names of its own for them */
[data-md-color-primary="rettesnor"],
[data-md-color-scheme="slate"][data-md-color-primary="rettesnor"] {
  --md-primary-fg-color: var(--rn-brand);
  --md-primary-fg-color--light: var(--rn-brand);
  --md-primary-fg-color--dark: var(--rn-brand);
  --md-primary-bg-color: var(--rn-on-brand);
  --md-primary-bg-color--light: var(--rn-on-brand);
}
[data-md-color-accent="rettesnor"] { --md-accent-fg-color: var(--rn-link); }
@media screen {
  .md-search__form, .md-search__form:hover { background: var(--rn-paper); }
  .md-search__input, .md-search__input::placeholder, .md-search__input + .md-search__icon {
    color: var(--rn-ink);
  }
}
"""
_MATERIAL_OWNER = """
/* There is no room for the owner on a phone */
@media screen and (max-width: 30em) { .md-header .rn-owner { display: none; } }
"""
_MATERIAL_LOGO = """
.md-header__button.md-logo .rn-logo {
  width: auto; height: 1.6rem; max-width: 8rem; object-fit: contain;
}
"""
_MATERIAL_TWO_LOGOS = """.md-logo .rn-logo--dark { display: none; }
@media screen {
  [data-md-color-scheme="slate"] .md-logo .rn-logo--light { display: none; }
  [data-md-color-scheme="slate"] .md-logo .rn-logo--dark { display: block; }
}
"""
_OWNER = """
/* The owner's name above the title */
.rn-brand__owner { display: block; font-size: var(--rn-text-s); font-weight: 400; }
"""
_SENDER = """
/* The line that says who the site is from */
.rn-sender { background: var(--rn-tint); color: var(--rn-ink); font-size: var(--rn-text-s); }
.rn-sender p { max-width: 84rem; margin: 0 auto; padding: 0.375rem var(--rn-edge); }
@media print { .rn-sender { background: none; } .rn-sender p { padding-inline: 0; } }
"""


def tokens_css(source: str, look: Look, font_files: tuple[str, ...] = ()) -> str:
    """Return ``tokens.css`` with the colours, typeface and header of ``look``.

    Args:
        source: the file as it is in the theme.
        font_files: where the typeface's files are, relative to the style sheet.
    """
    light, dark = colours(look, "light"), colours(look, "dark")
    single = "".join(f"  --rn-{one.css}: {light[one.name]};\n" for one in TOKENS)
    both = "".join(
        f"    --rn-{one.css}: light-dark({light[one.name]}, {dark[one.name]});\n"
        for one in TOKENS if light[one.name] != dark[one.name]
    )
    for place, written in zip(_PLACES, (single, both), strict=True):
        source = source.replace(place, written)
    if look.font:
        source = _faces(look.font, font_files) + _with_font(source, look.font)
    return source


def header_css(look: Look) -> str:
    """Return the rules of what ``look`` adds to the header of our own theme; empty without it."""
    found = [_LOGO] if look.logo else []
    found += [_TWO_LOGOS] if look.logo and look.logo_dark else []
    found += [_OWNER] if look.owner else []
    found += [_SENDER] if look.sender else []
    return "".join(found)


def material_css(look: Look) -> str:
    """Return what ``look`` changes in Material's own colours and header; empty without it."""
    found = [_MATERIAL_COLOURS] if look.coloured else []
    if look.font:
        found.append(f'[data-md-color-scheme] {{ --md-text-font: {_family(look.font)}; }}\n')
    found += [_MATERIAL_OWNER] if look.owner else []
    found += [_MATERIAL_LOGO] if look.logo else []
    found += [_MATERIAL_TWO_LOGOS] if look.logo and look.logo_dark else []
    return "".join(found)


def _faces(font: Font, places: tuple[str, ...]) -> str:
    """Return the rules that load the files of ``font``; text is shown before they have come."""
    return "".join(
        f'@font-face {{ font-family: "{font.name}"; font-style: {one.style}; '
        f'font-weight: {one.weight}; font-display: swap; src: url({place}) format("woff2"); }}\n'
        for one, place in zip(font.files, places, strict=True)
    ) + "\n"


def _with_font(source: str, font: Font) -> str:
    before, _, after = source.partition(_OWN_FACES_END)[2].partition(_FONT)
    _, _, rest = after.partition(";")
    return f"{before}{_FONT}{_family(font)};{rest}"


def _family(font: Font) -> str:
    return f'"{font.name}", {_STAND_INS[font.kind]}'


def source_css() -> str:
    """Return ``tokens.css`` as it is in the theme."""
    path = Path(__file__).parent / "theme" / "assets" / "rettesnor" / "tokens.css"
    return path.read_text(encoding="utf-8")
